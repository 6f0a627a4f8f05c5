// @ts-check
import { canSwap } from '../facts/order.mjs';
import { editHalf } from '../making/sites.mjs';

const MIRRORED = new Map([['<', '>'], ['>', '<'], ['<=', '>='], ['>=', '<=']]);

/**
 * Swap the sides of a comparison, where the order in which they are evaluated does not show.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'swap-comparisons',
  aliases: [],
  group: 'syntax',
  example: ['if (list.length < 2) stop();', 'if (2 > list.length) stop();'],
  preserves: 'behaviour',
  assumes: [1, 5],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['BinaryExpression'], random, (node) => {
      const operator = MIRRORED.get(node.operator);
      if (!operator || !canSwap(node.left, node.right, draft)) return null;
      return () => draft.change(node, { operator, left: node.right, right: node.left });
    }),
};
