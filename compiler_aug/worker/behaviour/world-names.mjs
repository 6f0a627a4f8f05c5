// @ts-check
/** What an expression is called in the world around a program. */
import { childrenOf, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * The name by which the world knows what an expression stands for.
 *
 * @param {Node} expression
 * @returns {string | null}
 */
export function labelOf(expression) {
  const node = withoutParentheses(expression);
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'ThisExpression':
      return 'this';
    case 'PrivateIdentifier':
      return `#${node.name}`;
    case 'MemberExpression':
      return node.computed ? listed(labelOf(node.object)) : labelOf(node.property);
    case 'CallExpression': {
      const callee = labelOf(node.callee);
      return callee === null ? null : `${callee}()`;
    }
    case 'AwaitExpression':
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
      return labelOf(node.argument ?? node.expression);
    default:
      return null;
  }
}

/** @param {string | null} name */
const listed = (name) => (name === null ? null : `${name}[]`);

/**
 * Whether a function's own code assigns a property of `this`.
 *
 * @param {Node} node
 * @returns {boolean}
 */
export function writesThis(node) {
  return childrenOf(node).some(([child]) => {
    if (child.type === 'AssignmentExpression' && child.left.object?.type === 'ThisExpression') return true;
    return child.type !== 'FunctionExpression' && child.type !== 'FunctionDeclaration' && writesThis(child);
  });
}
