// @ts-check
/** Functions that take their name from where they stand. */

/** @typedef {import('../types.js').Node} Node */

const WRAPPERS = new Set(['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);

/**
 * Whether an expression is a function or a class without a name, so that `x = …` names it `x`.
 *
 * @param {Node} node
 * @returns {boolean}
 */
export function isNamedByPlace(node) {
  if (WRAPPERS.has(node.type)) return isNamedByPlace(node.expression);
  if (node.type === 'ArrowFunctionExpression') return true;
  return (node.type === 'FunctionExpression' || node.type === 'ClassExpression') && !node.id;
}
