// @ts-check
import * as build from '../making/build.mjs';
import { isValueUsed } from '../facts/around.mjs';
import { typeOf } from '../facts/types.mjs';
import { isRepeatableTarget, isSamePlace } from '../facts/order.mjs';
import { pick } from '../random.mjs';
import { editHalf } from '../making/sites.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Random} Random */
/** @typedef {import('../draft.mjs').Draft} Draft */

/** Operators that have an assignment of their own. */
const COMPOUND = new Set(['+', '-', '*', '/', '%', '**', '<<', '>>', '>>>', '&', '|', '^']);

/** Bindings that an assignment does not throw at; a logical one may leave the assignment out. */
const WRITABLE = new Set(['var', 'let', 'param', 'catch']);

/**
 * Write `x = x + y` as `x += y`, `x = x || y` as `x ||= y`, and `x += 1` of a number as `x++` or `++x`.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'contract-assignments',
  aliases: [],
  group: 'syntax',
  example: ['function add(a, b) { a.sum = a.sum + b; return a; }', 'function add(a, b) { a.sum += b; return a; }'],
  preserves: 'behaviour',
  assumes: [1, 2],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['AssignmentExpression'], random, (node) => {
      const made = node.operator === '=' ? contracted(node, draft) : counted(node, draft, random);
      return made && (() => draft.replace(node, made()));
    }),
};

/**
 * @param {Node} node
 * @param {Draft} draft
 * @returns {(() => Node) | null}
 */
function contracted({ left, right }, draft) {
  const value = withoutParentheses(right);
  if (value.type !== 'BinaryExpression' && value.type !== 'LogicalExpression') return null;
  if (!isRepeatableTarget(left, draft) || !isSamePlace(left, withoutParentheses(value.left))) return null;
  if (value.type === 'LogicalExpression') {
    if (left.type !== 'Identifier' || !WRITABLE.has(left.binding.kind)) return null;
  } else if (!COMPOUND.has(value.operator)) return null;
  return () => build.assign(`${value.operator}=`, left, withoutParentheses(value.right));
}

/**
 * @param {Node} node
 * @param {Draft} draft
 * @param {Random} random
 * @returns {(() => Node) | null}
 */
function counted(node, draft, random) {
  const { left, right, operator } = node;
  if (operator !== '+=' && operator !== '-=') return null;
  if (left.type !== 'Identifier' || right.type !== 'Literal' || right.value !== 1) return null;
  if (typeOf(left, draft) !== 'number') return null;
  const mayBePostfix = !isValueUsed(node);
  return () => build.update(operator === '+=' ? '++' : '--', !mayBePostfix || pick([false, true], random), left);
}
