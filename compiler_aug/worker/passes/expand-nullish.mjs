// @ts-check
import * as build from '../making/build.mjs';
import { copy } from '../making/copy.mjs';
import { isPure } from '../facts/effects.mjs';
import { isRepeatable } from '../facts/order.mjs';
import { isNullish } from '../making/nullish.mjs';
import { editHalf } from '../making/sites.mjs';
import { withoutParentheses } from '../tree.mjs';

/**
 * Spell `a ?? b` as a conditional expression, where `a` may be read twice.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'expand-nullish',
  aliases: [],
  group: 'syntax',
  example: ['const first = (a, b) => a ?? b;', 'const first = (a, b) => a === null || a === void 0 ? b : a;'],
  preserves: 'behaviour',
  assumes: [1, 6],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['LogicalExpression'], random, (node) => {
      const left = withoutParentheses(node.left);
      if (node.operator !== '??' || !(isRepeatable(left) || isPure(left, draft))) return null;
      return () => {
        const value = copy(left);
        draft.replace(node, build.conditional(isNullish(left, random() < 0.5), node.right, value));
      };
    }),
};
