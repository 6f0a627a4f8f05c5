// @ts-check
import { constantOf, isSettledBy, writtenOut } from '../facts/constants.mjs';
import { isTakenAsReference } from '../facts/order.mjs';
import { editHalf } from '../making/sites.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

const OPERATIONS = ['UnaryExpression', 'BinaryExpression', 'LogicalExpression', 'ConditionalExpression', 'TemplateLiteral'];

/**
 * Work out operations on literals, and branches that a literal decides.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'fold-constants',
  aliases: ['CF', 'constant folding'],
  group: 'compression',
  example: ["const area = (2 + 3) * 4 + 'px';", "const area = '20px';"],
  preserves: 'behaviour',
  assumes: [1, 2],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, OPERATIONS, random, (node) => {
      const parent = /** @type {Node} */ (node.parent);
      if (parent.type.startsWith('TS') && !parent.expression) return null;
      if (parent.type === 'TaggedTemplateExpression') return null;
      const made = isWrittenOut(node) ? null : folded(node);
      return made && (() => draft.replace(node, made));
    }),
};

/**
 * Whether an operation is how a value without a literal is written: `-1`, `void 0`; a text without parts.
 *
 * @param {Node} node
 */
function isWrittenOut(node) {
  if (node.type === 'TemplateLiteral') return node.expressions.length === 0;
  if (node.type !== 'UnaryExpression') return false;
  const { operator, argument } = node;
  return operator === 'void' || (operator === '-' && argument.type === 'Literal' && typeof argument.value === 'number');
}

/**
 * @param {Node} node
 * @returns {Node | null}
 */
function folded(node) {
  const known = constantOf(node);
  if (known) return writtenOut(known.value);
  const left = constantOf(node.type === 'LogicalExpression' ? node.left : node.test ?? node);
  if (!left || isTakenAsReference(node)) return null;
  if (node.type === 'ConditionalExpression') return withoutParentheses(left.value ? node.consequent : node.alternate);
  // Settled, it would be a constant as a whole.
  return node.type === 'LogicalExpression' && !isSettledBy(node.operator, left.value) ? withoutParentheses(node.right) : null;
}
