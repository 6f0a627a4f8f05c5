// @ts-check
/** Programs of every shape, as units that a compiler can read. */
import { mindDepth } from './depth.mjs';
import { parse } from './engines/parse.mjs';
import { SourceSyntaxError } from './failures.mjs';
import { placeOf } from './positions.mjs';
import { withoutParentheses } from './tree.mjs';
import { Unit } from './unit.mjs';
import { INNER, isWrapped, wrapping } from './wrapper.mjs';

/** @typedef {import('./types.js').Shape} Shape */
/** @typedef {import('./types.js').Language} Language */

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

/**
 * Read a program; of all shapes and languages allowed, the first that parses.
 *
 * @param {string} source
 * @param {string} [language]
 * @param {string} [shape]
 * @returns {Unit}
 * @throws {SourceSyntaxError} with the fault of the reading that got furthest
 * @throws {import('./failures.mjs').DepthError}
 */
export function readProgram(source, language = 'auto', shape = 'auto') {
  mindDepth(source);
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
 * The text that a pass made of a unit, as a unit.
 *
 * @param {string} text wrapped as the unit's own text is
 * @param {Unit} unit
 * @param {Language} [language] if it is not the unit's own
 * @returns {Unit}
 */
export function rereadUnit(text, unit, language = unit.language) {
  return new Unit(text, language, unit.shape, parseAgain, undefined, unit);
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
    const result = parse(text, { ...options, sourceType });
    if (result.errors.length === 0) {
      const program = /** @type {any} */ (result.program);
      if (shape === 'program' || isWrapped(program, shape)) {
        const parsed = { program, comments: result.comments, inner: INNER[shape] };
        return { unit: new Unit(text, language, shape, parseAgain, parsed) };
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
 * @param {string} text
 * @param {Language} language
 * @param {Shape} shape
 * @returns {import('./types.js').Parsed}
 * @throws {Error} the text does not parse: the pass that made it is at fault, not the program
 */
function parseAgain(text, language, shape) {
  const result = parseUnit(text, language, shape);
  if ('unit' in result) return result.unit.tree;
  throw new Error(`rewritten text does not parse: ${result.message}`);
}
