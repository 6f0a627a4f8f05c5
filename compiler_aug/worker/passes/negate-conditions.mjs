// @ts-check
import * as build from '../making/build.mjs';
import { opposite } from '../making/conditions.mjs';
import { typeOf } from '../facts/types.mjs';
import { isTested } from '../facts/order.mjs';
import { editHalf } from '../making/sites.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

const EQUALITIES = new Set(['===', '!==', '==', '!=']);
const DUALS = new Map([['&&', '||'], ['||', '&&']]);

/**
 * Say conditions by their negation: `a !== b` for `!(a === b)` and back, De Morgan's laws in both
 * directions, `!!` dropped where only the truth of a value matters.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'negate-conditions',
  aliases: [],
  group: 'syntax',
  example: ['if (!(a && b === c)) stop();', 'if (!a || b !== c) stop();'],
  preserves: 'behaviour',
  assumes: [],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['UnaryExpression', 'LogicalExpression', 'BinaryExpression'], random, (node) => {
      const made = node.type === 'UnaryExpression' ? pushedIn(node, draft) : pulledOut(node, draft);
      return made && (() => draft.replace(node, made()));
    }),
};

/**
 * `!(…)` with the negation inside.
 *
 * @param {Node} node
 * @param {Draft} draft
 * @returns {(() => Node) | null}
 */
function pushedIn(node, draft) {
  if (node.operator !== '!') return null;
  const inner = withoutParentheses(node.argument);
  if (inner.type === 'BinaryExpression' && EQUALITIES.has(inner.operator)) return () => opposite(inner);
  const dual = /** @type {'&&' | '||'} */ (inner.type === 'LogicalExpression' ? DUALS.get(inner.operator) : undefined);
  const isTest = isTested(node);
  if (dual) return () => build.logical(dual, negated(inner.left, isTest, draft), negated(inner.right, isTest, draft));
  if (inner.type === 'UnaryExpression' && inner.operator === '!' && isTest) return () => inner.argument;
  return null;
}

/**
 * A condition as the negation of its opposite.
 *
 * @param {Node} node
 * @param {Draft} draft
 * @returns {(() => Node) | null}
 */
function pulledOut(node, draft) {
  const parent = /** @type {Node} */ (node.parent);
  const around = parent.type === 'ParenthesizedExpression' ? /** @type {Node} */ (parent.parent) : parent;
  // The negation around it is a place of its own.
  if (around.type === 'UnaryExpression' && around.operator === '!') return null;
  if (node.type === 'BinaryExpression') return EQUALITIES.has(node.operator) ? () => build.not(opposite(node)) : null;
  const dual = /** @type {'&&' | '||'} */ (node.type === 'LogicalExpression' ? DUALS.get(node.operator) : undefined);
  if (!dual) return null;
  const isTest = isTested(node);
  const areBooleans = typeOf(node.left, draft) === 'boolean' && typeOf(node.right, draft) === 'boolean';
  if (!isTest && !areBooleans) return null;
  return () => build.not(build.logical(dual, negated(node.left, true, draft), negated(node.right, true, draft)));
}

/**
 * @param {Node} node
 * @param {boolean} isTest whether of the negation nothing matters but whether it counts as true
 * @param {Draft} draft
 * @returns {Node} true where the node counts as false
 */
function negated(node, isTest, draft) {
  const inner = withoutParentheses(node);
  const isDenial = inner.type === 'UnaryExpression' && inner.operator === '!';
  // `!!a` is a truth value, `a` may be anything.
  const mustStay = isDenial && !isTest && typeOf(inner.argument, draft) !== 'boolean';
  return mustStay ? build.not(inner) : opposite(inner);
}
