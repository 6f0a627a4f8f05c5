// @ts-check
/** Walks over trees, and what stands in them. */
import { visitorKeys } from 'oxc-parser';

/** @typedef {import('./types.js').Node} Node */

/** @type {readonly string[]} */
const NO_FIELDS = [];

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/**
 * @param {Node | null | undefined} node
 * @returns {boolean} whether it is a function, an arrow among them; a method's value is one
 */
export const isFunction = (node) => FUNCTIONS.has(node?.type ?? '');

/**
 * @param {Node} node
 * @param {Node} around
 * @returns {boolean} whether it is the other one, or a part of it
 */
export function isInside(node, around) {
  for (let each = /** @type {Node | null} */ (node); each; each = each.parent) if (each === around) return true;
  return false;
}

/**
 * @param {Node} node
 * @returns {readonly string[]} its fields that hold nodes, in source order
 */
export function fieldsOf(node) {
  return visitorKeys[node.type] ?? NO_FIELDS;
}

/**
 * The children of a node, in source order, each with the field that holds it.
 *
 * @param {Node} node
 * @returns {[child: Node, field: string][]}
 */
export function childrenOf(node) {
  /** @type {[Node, string][]} */
  const children = [];
  for (const field of fieldsOf(node)) {
    const value = node[field];
    if (Array.isArray(value)) {
      for (const child of value) if (child) children.push([child, field]);
    } else if (value) {
      children.push([value, field]);
    }
  }
  return children;
}

/**
 * Whether something is true of a child. Quicker than a look through `childrenOf`.
 *
 * @param {Node} node
 * @param {(child: Node, field: string) => boolean} isMeant
 * @returns {boolean}
 */
export function someChild(node, isMeant) {
  for (const field of fieldsOf(node)) {
    const value = node[field];
    if (Array.isArray(value)) {
      for (const child of value) if (child && isMeant(child, field)) return true;
    } else if (value && isMeant(value, field)) {
      return true;
    }
  }
  return false;
}

/**
 * Look at every node, parents first.
 *
 * @param {Node} node
 * @param {(node: Node, parent: Node | null) => void} look
 * @param {Node | null} [parent] of the first
 */
export function visit(node, look, parent = null) {
  look(node, parent);
  for (const field of fieldsOf(node)) {
    const value = node[field];
    if (Array.isArray(value)) {
      for (const child of value) if (child) visit(child, look, node);
    } else if (value) {
      visit(value, look, node);
    }
  }
}

/**
 * @param {Node} node
 * @returns {Node} what stands between its outermost parentheses
 */
export function withoutParentheses(node) {
  return node.type === 'ParenthesizedExpression' ? withoutParentheses(node.expression) : node;
}

/**
 * Whether an identifier in that field is looked up, and not a mere name.
 *
 * @param {Node} parent
 * @param {string} field
 */
export function isReference(parent, field) {
  switch (parent.type) {
    case 'MemberExpression':
      return field === 'object' || parent.computed;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return field !== 'key' || parent.computed;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'ImportAttribute':
    case 'JSXAttribute':
      return false;
    default:
      return true;
  }
}
