// @ts-check
/** Conditions of which nothing matters but whether they count as true. */
import * as build from './build.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

/** Not `<` and `>=`: of NaN both are false. */
const OPPOSITES = new Map([['===', '!=='], ['!==', '==='], ['==', '!='], ['!=', '==']]);

/**
 * @param {Node} test
 * @returns {Node} true where the test counts as false, made of its parts
 */
export function opposite(test) {
  const inner = withoutParentheses(test);
  if (inner.type === 'UnaryExpression' && inner.operator === '!') return withoutParentheses(inner.argument);
  const operator = inner.type === 'BinaryExpression' && OPPOSITES.get(inner.operator);
  return operator ? build.binary(operator, inner.left, inner.right) : build.not(inner);
}
