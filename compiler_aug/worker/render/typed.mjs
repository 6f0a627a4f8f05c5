// @ts-check
/** Comparisons that TypeScript would read as types: `f(a < b, c > (d))` is a call of one function. */
import { visit } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

/** Fields with commas in between. */
const LISTED = ['arguments', 'elements', 'expressions'];

/** What `a < b` may be the end of. */
const OPERATION = /^(?:Binary|Logical|Conditional|Assignment|Unary|Await|Yield|ArrowFunction)Expression$/;

/**
 * @param {Node} node a comparison with `<`
 * @returns {boolean} whether a `>` may follow in the same list
 */
export function isOpened(node) {
  let last = node;
  while (last.parent && OPERATION.test(last.parent.type)) last = last.parent;
  const { parent } = last;
  const list = parent && LISTED.map((field) => parent[field]).find((each) => each?.includes(last));
  if (!list) return false;
  let isClosed = false;
  for (const later of list.slice(list.indexOf(last) + 1)) {
    if (later) visit(later, ({ operator }) => void (isClosed ||= typeof operator === 'string' && operator.startsWith('>')));
  }
  return isClosed;
}
