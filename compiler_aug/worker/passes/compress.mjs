// @ts-check
import { minifyUnit } from '../minify.mjs';
import { visit, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Unit} Unit */

const SPACED = { mangle: false, codegen: { removeWhitespace: false } };

/** Declarations inside functions that make the minifier abort the process. */
const TYPE_DECLARATIONS = new Set([
  'TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'TSEnumDeclaration', 'TSModuleDeclaration',
]);

/** Called without use of their value, they are called for the exception they may throw. */
const CHECKING_GLOBALS = new Set([
  'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'isFinite', 'isNaN',
  'parseFloat', 'parseInt', 'Array', 'BigInt', 'Date', 'Intl', 'JSON', 'Math', 'Number', 'Object',
  'Reflect', 'RegExp', 'String', 'Symbol', 'URL',
]);

/**
 * Shorten syntax as a minifier does: constants folded, branches joined into conditional
 * expressions, dead code and unused variables dropped, statements joined, comments dropped.
 *
 * @type {import('../types.js').TextPass}
 */
export default {
  name: 'compress',
  paper: 'Compression (C), dead-code elimination (DCE), constant folding (CF)',
  example: [
    'function sign(x) { if (x > 2 * 3) { return 1; } else { return -1; } }',
    'function sign(x) {\n\treturn x > 6 ? 1 : -1;\n}',
    1,
  ],
  preserves: 'behaviour',
  assumes: [1, 2, 3, 4],
  rewrite(unit, random) {
    const compress = {
      joinVars: random() < 0.5,
      sequences: random() < 0.5,
      // A module's top level is its interface to files that are not here.
      unused: unit.program.sourceType !== 'module',
    };
    if (mustBeLeft(unit)) return null;
    const compressed = minifyUnit(unit, { ...SPACED, compress });
    // A program without any effect is still a program.
    if (compressed.trim() === '') return null;
    if (unit.comments.length > 0) return compressed;
    return compressed === minifyUnit(unit, { ...SPACED, compress: false }) ? null : compressed;
  },
};

/**
 * Whether the minifier is known to break the unit or to change what it does.
 *
 * @param {Unit} unit
 */
function mustBeLeft(unit) {
  let found = false;
  /** @type {Set<Node>} */
  const bodies = new Set();
  visit(unit.program, (node) => {
    if (node.params && node.body) bodies.add(node.body);
    found ||= TYPE_DECLARATIONS.has(node.type) || isCheck(node);
    // A method of an object may be sloppy code, but it is read in a class, which is strict: there a
    // function declared in a block is not seen outside it.
    found ||= unit.shape === 'method' && !bodies.has(node) && declaresInBlock(node);
  });
  return found;
}

/** @param {Node} node */
function isCheck(node) {
  if (node.type !== 'ExpressionStatement') return false;
  const call = withoutParentheses(node.expression);
  if (call.type !== 'CallExpression' && call.type !== 'NewExpression') return false;
  const callee = withoutParentheses(call.callee);
  return CHECKING_GLOBALS.has(callee.type === 'MemberExpression' ? callee.object.name : callee.name);
}

/** @param {Node} node */
function declaresInBlock(node) {
  const inner = {
    BlockStatement: () => node.body, SwitchCase: () => node.consequent, IfStatement: () => [node.consequent],
  };
  const statements = inner[/** @type {keyof typeof inner} */ (node.type)]?.() ?? [];
  return statements.some((/** @type {Node} */ each) => each.type === 'FunctionDeclaration');
}
