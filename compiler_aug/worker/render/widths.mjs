// @ts-check
/** About how wide expressions are on one line, told by the tree alone, so that printing twice changes nothing. */
import { fieldsOf } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

/** Their inside stands on lines of its own, or is not counted. */
const TALL = new Set(['BlockStatement', 'ClassBody', 'FunctionExpression', 'ClassExpression']);

/** What may stand over several lines at the end of a list without the list being broken. */
const LAST = new Set(['ObjectExpression', 'ArrayExpression', 'ArrowFunctionExpression', 'FunctionExpression', 'ClassExpression']);

/**
 * @param {(Node | null)[]} nodes
 * @param {number} width
 * @returns {boolean} whether they fit on one line
 */
export function fit(nodes, width) {
  if (width === Infinity) return true;
  let left = width;
  for (const node of nodes) {
    if (node) left = remaining(node, left) - 2;
    if (left < 0) return false;
  }
  return true;
}

/**
 * Arguments may also end with a function or an object over several lines.
 *
 * @param {Node[]} nodes
 * @param {number} width
 */
export function fitAsArguments(nodes, width) {
  const last = nodes.at(-1);
  return fit(last && LAST.has(last.type) ? nodes.slice(0, -1) : nodes, width) || nodes.length === 1;
}

/**
 * @param {Node} node
 * @param {number} width
 * @returns {number} what is left of it
 */
function remaining(node, width) {
  const { type } = node;
  if (type === 'Identifier' || type === 'JSXIdentifier') return width - node.name.length;
  if (type === 'Literal') return width - (node.raw ?? String(node.value)).length;
  if (type === 'TemplateElement') return width - node.value.raw.length;
  if (type === 'JSXText') return width - node.value.length;
  if (type === 'ParenthesizedExpression') return remaining(node.expression, width);
  if (TALL.has(type)) return width - 12;
  let left = width - 2;
  if (type === 'Property' && !node.computed) {
    // With quotes or without.
    left -= String(node.key.name ?? node.key.value).length;
    return node.shorthand ? left : remaining(node.value, left);
  }
  for (const field of fieldsOf(node)) {
    const value = node[field];
    if (Array.isArray(value)) {
      for (const child of value) if (child && left >= 0) left = remaining(child, left - 2);
    } else if (value && left >= 0) left = remaining(value, left - 1);
    if (left < 0) return left;
  }
  return left;
}
