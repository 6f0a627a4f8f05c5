// @ts-check
/** Copies of nodes that are in the tree, to be put in elsewhere. */
import { fieldsOf } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * A copy to use a second time, which means the same names. Its own names may change: they are not copied from
 * the source, where the original's stand.
 *
 * @param {Node} node
 * @returns {Node}
 */
export function copy(node) {
  const isName = node.type === 'Identifier';
  /** @type {Node} */
  const twin = { ...node, parent: null, place: undefined, dirty: true, made: node.made || isName };
  for (const field of fieldsOf(node)) {
    const value = node[field];
    if (Array.isArray(value)) twin[field] = value.map((child) => child && copy(child));
    else if (value) twin[field] = copy(value);
  }
  return twin;
}
