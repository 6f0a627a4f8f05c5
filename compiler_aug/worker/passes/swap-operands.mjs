// @ts-check
import { isPure } from '../facts/effects.mjs';
import { typeOf } from '../facts/types.mjs';
import { canSwap, isTested } from '../facts/order.mjs';
import { editHalf } from '../making/sites.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/** They give the same value, or the same exception, whichever side comes first. */
const SYMMETRIC = new Set(['===', '!==', '==', '!=', '*', '&', '|', '^']);

/**
 * Swap the operands of operators that don't care: equality, products, bits; sums of numbers; `&&` and
 * `||` between truth values.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'swap-operands',
  aliases: [],
  group: 'syntax',
  example: ["const area = (a) => a.width * 2;", 'const area = (a) => 2 * a.width;'],
  preserves: 'behaviour',
  assumes: [1, 5],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['BinaryExpression', 'LogicalExpression'], random, (node) => {
      if (!(node.type === 'LogicalExpression' ? isCommutative(node, draft) : isSymmetric(node, draft))) return null;
      return () => draft.change(node, { left: node.right, right: node.left });
    }),
};

/**
 * @param {Node} node
 * @param {Draft} draft
 */
function isSymmetric({ operator, left, right }, draft) {
  // `#name in object` has no expression on its left.
  if (operator === '+') {
    if (typeOf(left, draft) !== 'number' || typeOf(right, draft) !== 'number') return false;
  } else if (!SYMMETRIC.has(operator)) return false;
  return canSwap(left, right, draft);
}

/**
 * @param {Node} node
 * @param {Draft} draft
 */
function isCommutative(node, draft) {
  const { operator, left, right } = node;
  if (operator === '??' || !isPure(left, draft) || !isPure(right, draft)) return false;
  return isTested(node) || (typeOf(left, draft) === 'boolean' && typeOf(right, draft) === 'boolean');
}
