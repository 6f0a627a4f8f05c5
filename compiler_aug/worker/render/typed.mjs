// @ts-check
/** Comparisons that TypeScript would read as types: `f(a < b, c > (d))` is a call of one function. */
import { visit } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

/** Fields with commas in between. */
const LISTED = ['arguments', 'elements', 'expressions'];

/** What `a < b` may be the end of, and `c > (d)` the beginning. */
const OPERATION = /^(?:Binary|Logical|Conditional|Assignment|Unary|Await|Yield|ArrowFunction)Expression$/;

/** Behind type arguments these would begin a call, or a template. */
const CALLED = /^[(`]/;
const CLOSING = />\s*[(`]/;

/**
 * Whether an expression and another one of the same list may be read as one.
 *
 * @param {Node} node in its place
 * @param {string} text of it
 * @returns {boolean}
 */
export function mayBeTypes(node, text) {
  if (!OPERATION.test(node.type)) return false;
  const isOpening = text.includes('<');
  const isClosing = CLOSING.test(text);
  if (!isOpening && !isClosing) return false;
  let last = node;
  while (last.parent && OPERATION.test(last.parent.type)) last = last.parent;
  const { parent } = last;
  const list = parent && LISTED.map((field) => parent[field]).find((each) => each?.includes(last));
  if (!list) return false;
  const at = list.indexOf(last);
  return (isOpening && compares(list.slice(at + 1), '>')) || (isClosing && compares(list.slice(0, at), '<'));
}

/**
 * @param {(Node | null)[]} nodes
 * @param {string} mark
 * @returns {boolean} whether there is an operator in them that begins with it
 */
function compares(nodes, mark) {
  let found = false;
  for (const node of nodes) {
    if (node) visit(node, ({ operator }) => void (found ||= typeof operator === 'string' && operator.startsWith(mark)));
  }
  return found;
}

/**
 * Whether `a < b > (c)` would be a call.
 *
 * @param {string} left
 * @param {string} operator
 * @param {string} right
 */
export const isCall = (left, operator, right) => operator.startsWith('>') && CALLED.test(right) && left.includes('<');
