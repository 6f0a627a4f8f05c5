// @ts-check
import { isValueUsed } from '../facts/around.mjs';
import { editHalf } from '../making/sites.mjs';

/**
 * Write `x++` as `++x` and back, where nobody looks at the value.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'flip-updates',
  aliases: [],
  group: 'syntax',
  example: ['for (; i < n; i++) --size;', 'for (; i < n; ++i) size--;'],
  preserves: 'behaviour',
  assumes: [],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['UpdateExpression'], random, (node) =>
      isValueUsed(node) ? null : () => draft.change(node, { prefix: !node.prefix })),
};
