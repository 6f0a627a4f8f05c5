// @ts-check
/** Walks over trees. */
import { visitorKeys } from 'oxc-parser';

/** @typedef {import('./types.js').Node} Node */

/**
 * The children of a node, in source order, each with the field that holds it.
 *
 * @param {Node} node
 * @returns {[child: Node, field: string][]}
 */
export function childrenOf(node) {
  /** @type {[Node, string][]} */
  const children = [];
  for (const field of visitorKeys[node.type] ?? []) {
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
 * Look at every node, parents first.
 *
 * @param {Node} node
 * @param {(node: Node) => void} look
 */
export function visit(node, look) {
  look(node);
  for (const [child] of childrenOf(node)) visit(child, look);
}
