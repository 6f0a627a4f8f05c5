// @ts-check
import { essence } from '../edits.mjs';
import { minifyUnit } from '../engines/minify.mjs';
import { visit, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Unit} Unit */

/** A comment, or what looks like one. */
const COMMENT = /\/[/*]/;

/** Perhaps a named function or class that is a property's value: its `name` is seen from outside. */
const NAMED_VALUE = /(?:(?:\.[\w$]+|\])\s*=|:)\s*\(*\s*(?:async\s+)?(?:function\b[\s*]+|class\s+(?!extends\b))[\w$]/;
const NAMES = { function: true, class: true };

const SPACED = { mangle: false, codegen: { removeWhitespace: false } };

/** Called without use of their value, they are called for the exception they may throw. */
const CHECKING_GLOBALS = new Set([
  'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'isFinite', 'isNaN',
  'parseFloat', 'parseInt', 'Array', 'BigInt', 'Date', 'Intl', 'JSON', 'Math', 'Number', 'Object',
  'Reflect', 'RegExp', 'String', 'Symbol', 'URL',
]);

/** White space in front of a word that is looked at; more of it counts as a line break. */
const MOST_BLANKS = 80;

const CHECKING = new RegExp(`\\b(?:${[...CHECKING_GLOBALS].join('|')})\\b`, 'g');

/** What stands in front of a statement, or of a call that is one. */
const BEGINNING = /(?:^\s*|[;{}):\n]|\b(?:else|do))\s*\(*\s*(?:new\s+)?\(*$/;

/**
 * Shorten syntax as a minifier does: constants folded, branches joined into conditional
 * expressions, dead code and unused variables dropped, statements joined, comments dropped.
 *
 * @type {import('../types.js').TextPass}
 */
export default {
  name: 'compress',
  aliases: ['C', 'compression'],
  group: 'compression',
  example: [
    'function sign(x) { if (x > 2 * 3) { return 1; } else { return -1; } }',
    'function sign(x) {\n\treturn x > 6 ? 1 : -1;\n}',
  ],
  preserves: 'behaviour',
  assumes: [1, 2, 3, 4, 7],
  idempotent: false,
  refuses: (unit) => assumptionBroken(unit),
  // Few settings: variants of a program share what each of them takes to read.
  draw(random) {
    const isJoined = random() < 0.5;
    return { joinVars: isJoined, sequences: isJoined };
  },
  rewrite(unit, settings) {
    // A module's top level is its interface to files that are not here.
    const keepNames = NAMED_VALUE.test(unit.text) ? NAMES : undefined;
    // What a comment says of a call's effects is not the program.
    const treeshake = { annotations: false };
    const compress = { ...settings, unused: !unit.traits.isModule, keepNames, treeshake };
    const compressed = minifyUnit(unit, { ...SPACED, compress });
    // A program without any effect is still a program.
    if (!compressed?.trim()) return null;
    return COMMENT.test(unit.text) || essence(compressed) !== essence(unit.text) ? compressed : null;
  },
};

const SUPER_CALL = /\bsuper\s*\(/;

/** Asked for every variant. @type {WeakMap<Unit, boolean>} */
const checking = new WeakMap();

/**
 * The number of an assumption of the minifier that a unit does not keep; 0 if there is none.
 *
 * @param {Unit} unit
 */
function assumptionBroken(unit) {
  // In functions, or in a class with unused private members, they make the minifier abort the process.
  if (unit.traits.failsMinifier || unit.traits.returnsAtTop) return 10;
  // It puts a value in the place of the name in `{ __proto__ }`.
  if (unit.text.includes('__proto__')) return 10;
  // Parameters that are properties are set behind `super()`, as long as it is a statement of its own.
  if (unit.language !== 'jsx' && unit.traits.hasActingTypes && SUPER_CALL.test(unit.text)) return 10;
  // A method of an object may be sloppy code, but it is read in a class, which is strict: there a
  // function declared in a block is not seen outside it.
  if (unit.shape === 'method' && unit.traits.hasBlockFunctions) return 9;
  // Where no word of it stands in the text, the program need not be read.
  return mayCheck(unit.text) && hasCheck(unit) ? 4 : 0;
}

/** @param {string} text */
function mayCheck(text) {
  for (const { index } of text.matchAll(CHECKING)) {
    if (BEGINNING.test(text.slice(Math.max(0, index - MOST_BLANKS), index))) return true;
  }
  return false;
}

/** @param {Unit} unit */
function hasCheck(unit) {
  let isFound = checking.get(unit);
  if (isFound === undefined) {
    isFound = false;
    visit(unit.program, (node) => void (isFound ||= isCheck(node)));
    checking.set(unit, isFound);
  }
  return isFound;
}

/** @param {Node} node */
function isCheck(node) {
  if (node.type !== 'ExpressionStatement') return false;
  const call = withoutParentheses(node.expression);
  if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return false;
  const callee = withoutParentheses(call.callee);
  return CHECKING_GLOBALS.has(callee.type === 'MemberExpression' ? callee.object.name : callee.name);
}
