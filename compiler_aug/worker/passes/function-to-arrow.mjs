// @ts-check
import { node as made } from '../making/build.mjs';
import { usesNewTarget, usesSuper, usesThis } from '../facts/around.mjs';
import { isOnlyCalled, mentionsSpecialNames, repeatsParameters } from '../facts/calls.mjs';
import { editHalf } from '../making/sites.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Draft} Draft */

/**
 * Write function expressions as arrow functions, where they are surely only called (or `async`, which can't be
 * constructed anyway) and see nothing of their own: `this`, `arguments`, `new.target`, their own name.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'function-to-arrow',
  aliases: [],
  group: 'syntax',
  example: ['xs.map(function (x) { return x + 1; });', 'xs.map((x) => { return x + 1; });'],
  preserves: 'behaviour',
  assumes: [1, 2, 5],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['FunctionExpression'], random, (fn) => (canBeArrow(fn, draft) ? () => draft.replace(fn, arrowOf(fn)) : null)),
};

/**
 * @param {Node} fn
 * @param {Draft} draft
 */
function canBeArrow(fn, draft) {
  const parent = /** @type {Node} */ (fn.parent);
  const isMethod = parent.type === 'MethodDefinition' || (parent.type === 'Property' && (parent.method || parent.kind !== 'init'));
  if (isMethod || fn.generator || fn.typeParameters || !fn.body) return false;
  if (fn.id && draft.usesOf(fn.id.binding).length !== 1) return false;
  if (usesThis(fn) || usesSuper(fn) || usesNewTarget(fn) || mentionsSpecialNames(fn) || repeatsParameters(fn)) return false;
  if (fn.params[0]?.name === 'this') return false;
  return fn.async || isOnlyCalled(draft, fn);
}

/** @param {Node} fn */
function arrowOf({ params, body, async, returnType, scope }) {
  return made('ArrowFunctionExpression', {
    typeParameters: null, params, returnType, body, expression: false, id: null, async, generator: false, scope,
  });
}
