// @ts-check
import { block, returnStatement } from '../making/build.mjs';
import { editHalf } from '../making/sites.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * Give an arrow function that is an expression a block that returns it, and the reverse.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'toggle-arrow-body',
  aliases: [],
  group: 'syntax',
  example: ['const twice = (a) => a * 2;', 'const twice = (a) => {\n  return a * 2;\n};'],
  preserves: 'behaviour',
  assumes: [2],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['ArrowFunctionExpression'], random, (fn) => {
      const body = otherBody(fn.body);
      return body && (() => draft.change(fn, { body: body(), expression: fn.body.type === 'BlockStatement' }));
    }),
};

/**
 * @param {Node} body
 * @returns {(() => Node) | null}
 */
function otherBody(body) {
  if (body.type !== 'BlockStatement') return () => block([returnStatement(withoutParentheses(body))]);
  const [only, second] = body.body;
  if (second || only?.type !== 'ReturnStatement' || !only.argument) return null;
  return () => only.argument;
}
