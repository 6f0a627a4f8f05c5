// @ts-check
import { block, node as made, returnStatement } from '../making/build.mjs';
import { usesNewTarget, usesSuper, usesThis } from '../facts/around.mjs';
import { isOnlyCalled, mentionsSpecialNames } from '../facts/calls.mjs';
import { editHalf } from '../making/sites.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Draft} Draft */

/**
 * Write arrow functions as function expressions, where they are surely only called (or `async`, which can't be
 * constructed either way) and see nothing of what is around them that a function has of its own.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'arrow-to-function',
  aliases: [],
  group: 'syntax',
  example: ['xs.map((x) => x + 1);', 'xs.map(function (x) {\n  return x + 1;\n});'],
  preserves: 'behaviour',
  assumes: [1, 2, 5],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['ArrowFunctionExpression'], random, (fn) => (canBeFunction(fn, draft) ? () => draft.replace(fn, functionOf(fn)) : null)),
};

/**
 * @param {Node} fn
 * @param {Draft} draft
 */
function canBeFunction(fn, draft) {
  if (usesThis(fn) || usesSuper(fn) || usesNewTarget(fn) || mentionsSpecialNames(fn)) return false;
  return fn.async || isOnlyCalled(draft, fn);
}

/** @param {Node} fn */
function functionOf({ params, body, async, returnType, typeParameters, scope }) {
  const written = body.type === 'BlockStatement' ? body : block([returnStatement(withoutParentheses(body))]);
  return made('FunctionExpression', {
    id: null, typeParameters, params, returnType, body: written, expression: false, async, generator: false, scope,
  });
}
