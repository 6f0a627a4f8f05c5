// @ts-check
/**
 * Programs of every shape, as units that a compiler can read: what can't stand alone (a method, an
 * anonymous function) is wrapped for parsing and unwrapped afterwards.
 */
import { parseSync } from 'oxc-parser';
import { placeOf } from './positions.mjs';
import { withoutParentheses } from './tree.mjs';

/** @typedef {import('./types.js').Shape} Shape */
/** @typedef {import('./types.js').Language} Language */
/** @typedef {import('./types.js').Unit} Unit */

/** A name for the wrapper that no program is expected to use. */
const WRAP = '$wrap$';

/** Alone in a program, their value is all there is to them. */
const BARE = new Set([
  'ArrowFunctionExpression', 'FunctionExpression', 'ClassExpression', 'ObjectExpression',
  'ArrayExpression', 'BinaryExpression', 'LogicalExpression', 'ConditionalExpression',
  'UnaryExpression', 'MemberExpression', 'TemplateLiteral', 'Identifier', 'Literal',
]);

/** JSX extends JavaScript without ambiguity, so plain JavaScript is read as JSX too. */
const LANGUAGES = /** @type {Record<string, Language[]>} */ ({
  auto: ['jsx', 'ts', 'tsx'],
  js: ['jsx'],
  jsx: ['jsx'],
  ts: ['ts'],
  tsx: ['tsx'],
});

const SHAPES = /** @type {Record<string, Shape[]>} */ ({
  auto: ['program', 'expression', 'method'],
  program: ['program'],
  expression: ['expression'],
  method: ['method'],
});

/** The program does not parse; line and column count from 1 in the text that was given. */
export class SourceSyntaxError extends Error {
  /**
   * @param {string} message
   * @param {import('./types.js').Position} place
   */
  constructor(message, place) {
    super(message);
    this.line = place.line;
    this.column = place.column;
  }
}

/**
 * Read a program; of all shapes and languages allowed, the first that parses.
 *
 * @param {string} source
 * @param {string} [language]
 * @param {string} [shape]
 * @returns {Unit}
 * @throws {SourceSyntaxError} with the fault of the reading that got furthest
 */
export function readProgram(source, language = 'auto', shape = 'auto') {
  let furthest = { message: 'empty', offset: -1 };
  for (const tried of SHAPES[shape]) {
    for (const spoken of LANGUAGES[language]) {
      const [prefix, suffix] = wrapping(tried, source);
      const result = parseUnit(prefix + source + suffix, spoken, tried);
      if ('unit' in result) {
        const bare = shape === 'auto' && asExpression(result.unit, source);
        return bare || result.unit;
      }
      const offset = result.offset - prefix.length;
      // What the parser says of the wrapper's end would puzzle whoever did not write it.
      const message = offset > source.length ? 'Unexpected end of input' : result.message;
      if (offset > furthest.offset) furthest = { message, offset: Math.min(offset, source.length) };
    }
  }
  throw new SourceSyntaxError(furthest.message, placeOf(source, Math.max(furthest.offset, 0)));
}

/**
 * A program that is nothing but a function, an object or the like would be dropped by a minifier as
 * without effect; what the reader means is the expression.
 *
 * @param {Unit} unit
 * @param {string} source
 * @returns {Unit | null} null if it is more than that
 */
function asExpression(unit, source) {
  const [only, second] = unit.program.body;
  if (second || only?.type !== 'ExpressionStatement' || only.directive) return null;
  if (!BARE.has(withoutParentheses(only.expression).type)) return null;
  return readProgram(source.replace(/;\s*$/, ''), unit.language, 'expression');
}

/**
 * Read the text that a pass made of a unit.
 *
 * @param {string} text wrapped as the unit's own text is
 * @param {Unit} unit
 * @returns {Unit}
 * @throws {Error} the text does not parse: the pass is at fault, not the program
 */
export function rereadUnit(text, unit) {
  const result = parseUnit(text, unit.language, unit.shape);
  if ('unit' in result) return result.unit;
  throw new Error(`rewritten text does not parse: ${result.message}`);
}

/**
 * The program itself, without the wrapper.
 *
 * @param {Unit} unit
 * @returns {string}
 */
export function unwrap(unit) {
  if (unit.shape === 'program') return unit.text.trim();
  const [call] = unit.program.body.map((/** @type {any} */ statement) => statement.expression);
  const [argument] = call.arguments;
  if (unit.shape === 'expression') {
    const border = argument.type === 'ParenthesizedExpression' ? 1 : 0;
    return unit.text.slice(argument.start + border, argument.end - border).trim();
  }
  const inner = withoutParentheses(argument);
  const members = inner.body.body;
  return dedent(unit.text.slice(members[markerAt(members)].end, inner.body.end - 1));
}

/**
 * What stands before and after a program so that it can be read.
 *
 * @param {Shape} shape
 * @param {string} source
 * @returns {[prefix: string, suffix: string]}
 */
function wrapping(shape, source) {
  if (shape === 'program') return ['', ''];
  if (shape === 'expression') return [`${WRAP}((\n`, '\n))'];
  // A method may use private names of its class; a compiler wants to see them declared.
  const names = new Set(source.match(/#[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
  const own = /^\s*(?:(?:static|async|get|set)\s+|\*\s*)*(#[\p{ID_Continue}$]+)/u.exec(source)?.[1];
  const declared = [...names].filter((name) => name !== own).map((name) => `${name};`);
  // The marker reads the method's own private name: one that nobody reads would be dropped.
  const marker = `static [${WRAP}]${own ? `=${WRAP}.${own}` : ''};`;
  return [`${WRAP}(class extends ${WRAP} {${declared.join('')}${marker}\n`, '\n})'];
}

/**
 * Members of the wrapping class up to the marker are the wrapper's; -1 if there is none.
 *
 * @param {any[]} members
 */
function markerAt(members) {
  return members.findIndex((member) => member.computed && member.key.name === WRAP);
}

/**
 * @param {string} text
 * @param {Language} language
 * @param {Shape} shape
 * @returns {{unit: Unit} | {message: string, offset: number}}
 */
function parseUnit(text, language, shape) {
  // The printer drops parentheses that TypeScript's casts and types need, so the tree keeps them.
  const options = { lang: language, preserveParens: true };
  // Script or module by its own syntax; a CommonJS file may also return at its top level.
  const attempts = /** @type {const} */ (['unambiguous', 'commonjs']);
  let fault = { message: '', offset: -1 };
  for (const sourceType of attempts) {
    const result = parseSync('', text, { ...options, sourceType });
    if (result.errors.length === 0) {
      const program = /** @type {any} */ (result.program);
      if (shape === 'program' || isWrapped(program, shape)) {
        return { unit: { text, language, shape, program, comments: result.comments } };
      }
      return { message: `not one ${shape}`, offset: text.indexOf('\n') + 1 };
    }
    const [error] = result.errors;
    const offset = error.labels[0]?.start ?? 0;
    if (offset > fault.offset) fault = { message: error.message, offset };
  }
  return fault;
}

/**
 * Whether the wrapper holds exactly one program of that shape: `}) ({` would close it early.
 *
 * @param {any} program
 * @param {Shape} shape
 */
function isWrapped(program, shape) {
  if (program.body.length !== 1) return false;
  const call = program.body[0].expression;
  if (call?.type !== 'CallExpression' || call.callee.name !== WRAP) return false;
  if (call.arguments.length !== 1) return false;
  if (shape === 'expression') return true;
  const inner = withoutParentheses(call.arguments[0]);
  if (inner.type !== 'ClassExpression') return false;
  const members = inner.body.body;
  return markerAt(members) === members.length - 2;
}

/**
 * Take the common indentation away, but never inside a template or a string over several lines.
 *
 * @param {string} text
 */
function dedent(text) {
  const trimmed = text.replace(/^\s*\n/, '').trimEnd();
  const indent = /^[\t ]*/.exec(trimmed)?.[0] ?? '';
  if (indent === '' || /`|\\\n/.test(trimmed)) return trimmed.trimStart();
  return trimmed.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}
