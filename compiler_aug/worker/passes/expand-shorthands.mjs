// @ts-check
import { usesSuper } from '../facts/around.mjs';
import { repeatsParameters } from '../facts/calls.mjs';
import { editHalf } from '../making/sites.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * Write properties out: `{ a }` as `{ a: a }`, a method `{ f() {} }` as `{ f: function () {} }`; and the reverse. A
 * function becomes a method only if it could not be constructed before: `async` ones and generators.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'expand-shorthands',
  aliases: [],
  group: 'syntax',
  example: ['const make = (a) => ({ a, f() { return 1; } });', 'const make = (a) => ({ a: a, f: function () { return 1; } });'],
  preserves: 'behaviour',
  assumes: [2, 5, 11],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['Property'], random, (property) => {
      const fields = otherForm(property);
      return fields && (() => draft.change(property, fields));
    }),
};

/**
 * @param {Node} property of an object or a pattern
 * @returns {Record<string, any> | null}
 */
function otherForm(property) {
  const { key, value, computed, kind, method, shorthand } = property;
  if (kind !== 'init') return null;
  const name = computed ? null : (key.name ?? key.value);
  // `__proto__: value` sets the prototype, other forms make a property.
  if (name === '__proto__') return null;
  if (shorthand) return { shorthand: false };
  if (method) return usesSuper(value) ? null : { method: false };
  if (value.type === 'FunctionExpression') return canBeMethod(value) ? { method: true } : null;
  const bound = value.type === 'AssignmentPattern' ? value.left : value;
  const isSame = !computed && key.type === 'Identifier' && bound.type === 'Identifier' && bound.name === key.name;
  return isSame && !bound.typeAnnotation ? { shorthand: true } : null;
}

/** @param {Node} fn */
const canBeMethod = (fn) => !fn.id && (fn.async || fn.generator) && !repeatsParameters(fn);
