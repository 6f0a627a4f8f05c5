// @ts-check
/** The transformer behind the passes that it performs: older syntax, and TypeScript without its types. */
import { parseSync } from 'oxc-parser';
import { transformSync } from 'oxc-transform';
import { withoutParentheses } from '../tree.mjs';
import { insideOf } from '../wrapper.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Unit} Unit */
/** @typedef {import('../types.js').Language} Language */

/** Variables that the transformer declares for values of its own, at the top level. */
const OWN_VARIABLES = /^(?:var|let) _[\w$]*(?:, _[\w$]*)*;$/gm;

/** How a program of a shape is given to the transformer, and where it stands in what comes back. */
const FRAMES = {
  program: { before: '', after: '', inner: () => null },
  expression: { before: '(\n', after: '\n)', inner: (/** @type {Node} */ expression) => expression },
  // Older syntax has no class fields, of which the wrapper around a method is made.
  method: { before: '({\n', after: '\n})', inner: (/** @type {Node} */ object) => object.properties?.[0] },
  // But types belong to methods of classes.
  typed: { before: '(class extends Object {\n', after: '\n})', inner: (/** @type {Node} */ type) => type.body?.body[0] },
};

/** By unit and target: variants of a unit ask for the same ones. @type {WeakMap<Unit, Map<string, string | null>>} */
const known = new WeakMap();

/**
 * A unit in the syntax of a target, without types.
 *
 * @param {Unit} unit
 * @param {string} target such as `es2017`; `esnext` takes the types away only
 * @returns {string | null} wrapped as the unit is; null where that can't be had: it would take a helper from
 *   another package or a name at the top level, or the transformer does not read the program
 */
export function transformUnit(unit, target) {
  const made = known.get(unit) ?? new Map();
  known.set(unit, made);
  if (!made.has(target)) made.set(target, transformedUnit(unit, target));
  return made.get(target) ?? null;
}

/**
 * @param {Unit} unit
 * @param {string} target
 * @returns {string | null}
 */
function transformedUnit(unit, target) {
  const { shape, language, text } = unit;
  const sourceType = unit.traits.isModule ? 'module' : 'commonjs';
  if (shape === 'program') return transformed(text, 'program', language, sourceType, target);
  const [start, end] = insideOf(unit);
  /** @type {string | null} */
  let made = text.slice(start, end);
  if (shape === 'expression') made = transformed(made, 'expression', language, sourceType, target);
  else {
    const isTyped = language !== 'jsx';
    if (isTyped) made = transformed(made, 'typed', language, sourceType, 'esnext');
    if (made !== null && !(isTyped && target === 'esnext')) made = transformed(made, 'method', 'jsx', sourceType, target);
  }
  return made === null ? null : text.slice(0, start) + made + text.slice(end);
}

/**
 * @param {string} text
 * @param {keyof typeof FRAMES} frame
 * @param {Language} lang
 * @param {'module' | 'commonjs'} sourceType
 * @param {string} target
 * @returns {string | null}
 */
function transformed(text, frame, lang, sourceType, target) {
  const { before, after, inner } = FRAMES[frame];
  const result = transformSync(`unit.${lang}`, before + text + after, { lang, sourceType, target, jsx: 'preserve' });
  if (result.errors.length > 0 || Object.keys(result.helpersUsed).length > 0) return null;
  const { code } = result;
  const own = (/** @type {string} */ each) => (each.match(OWN_VARIABLES) ?? []).length;
  if (frame === 'program') return own(code) > own(text) ? null : code;
  const program = /** @type {any} */ (parseSync('', code, { lang: 'jsx', sourceType, preserveParens: true }).program);
  const [only, second] = program.body;
  if (second || only?.type !== 'ExpressionStatement') return null;
  const made = inner(withoutParentheses(only.expression));
  return made ? code.slice(made.start, made.end) : null;
}
