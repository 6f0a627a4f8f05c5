// @ts-check
import * as build from '../making/build.mjs';
import { copy } from '../making/copy.mjs';
import { isValueUsed } from '../facts/around.mjs';
import { typeOf } from '../facts/types.mjs';
import { isConstant } from '../facts/uses.mjs';
import { isRepeatableTarget } from '../facts/order.mjs';
import { editHalf } from '../making/sites.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

const LOGICAL = new Set(['&&=', '||=', '??=']);

/**
 * Spell compound assignments out: `x += y` as `x = x + y`, `x ||= y` as `x || (x = y)`, `x++` of a number
 * as `x += 1`. The target is a bound name, or a property of one.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'expand-assignments',
  aliases: [],
  group: 'syntax',
  example: ['function add(a, b) { a.sum += b; return a; }', 'function add(a, b) { a.sum = a.sum + b; return a; }'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['AssignmentExpression', 'UpdateExpression'], random, (node) => {
      const made = node.type === 'UpdateExpression' ? asAssignment(node, draft) : spelledOut(node, draft);
      return made && (() => draft.replace(node, made()));
    }),
};

/**
 * @param {Node} node
 * @param {Draft} draft
 * @returns {(() => Node) | null}
 */
function asAssignment(node, draft) {
  const { operator, prefix, argument } = node;
  // The type is asked of the name itself: a property may be anything.
  if (argument.type !== 'Identifier' || typeOf(argument, draft) !== 'number') return null;
  if (!prefix && isValueUsed(node)) return null;
  return () => build.assign(operator === '++' ? '+=' : '-=', argument, build.literal(1));
}

/**
 * @param {Node} node
 * @param {Draft} draft
 * @returns {(() => Node) | null}
 */
function spelledOut({ operator, left, right }, draft) {
  if (operator === '=' || !isRepeatableTarget(left, draft)) return null;
  const plain = operator.slice(0, -1);
  if (!LOGICAL.has(operator)) return () => build.assign('=', copy(left), build.binary(plain, left, right));
  if (left.type === 'MemberExpression' && !isSteadyBase(left, draft)) return null;
  return () => build.logical(plain, copy(left), build.assign('=', left, right));
}

/**
 * Whether a getter of the property can't make the name in front of it mean something else.
 *
 * @param {Node} target
 * @param {Draft} draft
 */
function isSteadyBase({ object, computed, property }, draft) {
  const isSteady = (/** @type {Node} */ node) => node.type !== 'Identifier' || isConstant(draft, node.binding);
  return isSteady(object) && (!computed || isSteady(property));
}
