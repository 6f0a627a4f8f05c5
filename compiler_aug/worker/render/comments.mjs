// @ts-check
/** Which node a comment stands in, and beside which of its children; comments as text. */
import { childrenOf } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Comment} Comment */
/** @typedef {import('../types.js').Unit} Unit */

/** @type {WeakMap<Unit, Map<Node, Comment[]>>} */
const known = new WeakMap();

/**
 * The comments of a unit by the innermost node that each stands in, less a `#!` line.
 *
 * @param {Unit} unit
 * @returns {Map<Node, Comment[]>}
 */
export function commentsByOwner(unit) {
  let owned = known.get(unit);
  if (!owned) {
    owned = new Map();
    for (const comment of unit.comments) {
      if (comment.start === 0 && unit.text.startsWith('#!')) continue;
      const owner = ownerOf(comment, unit.program);
      const others = owned.get(owner);
      if (others) others.push(comment);
      else owned.set(owner, [comment]);
    }
    known.set(unit, owned);
  }
  return owned;
}

/**
 * @param {Comment} comment
 * @param {Node} around
 */
function ownerOf(comment, around) {
  let owner = around;
  for (;;) {
    const inner = childrenOf(owner).find(([child]) => startOf(child) <= comment.start && comment.end <= child.end);
    if (!inner) return owner;
    [owner] = inner;
  }
}

/**
 * Where a node begins with its decorators. Those before the `export` of their class are the export's.
 *
 * @param {Node} node of a unit
 * @returns {number}
 */
export function startOf(node) {
  const bearer = node.declaration ?? node;
  if (bearer === node && areExported(node)) return node.start;
  return Math.min(bearer.decorators?.[0]?.start ?? node.start, node.start);
}

/**
 * Whether the decorators of a class of a unit stand before its `export`.
 *
 * @param {Node | null | undefined} node
 */
export const areExported = (node) => node?.parent?.declaration === node && node?.decorators?.[0]?.start < (node?.start ?? 0);

/** Nothing but comments. */
const ENDS_LINE = /^(?:[^\S\n]|\/\*.*?\*\/)*(?:\/\/.*)?(?:\n|$)/;

/**
 * @typedef {object} Sides
 * @property {Map<Node, Comment[]>} before comments above a child
 * @property {Map<Node, Comment[]>} after comments on the line where a child ends
 * @property {Comment[]} last what stands after all children
 */

/**
 * Comments between the children of a list, by the child that they belong to.
 *
 * @param {Comment[]} comments in source order
 * @param {Node[]} children of a unit, in source order
 * @param {string} source
 * @returns {Sides}
 */
export function besideChildren(comments, children, source) {
  /** @type {Sides} */
  const sides = { before: new Map(), after: new Map(), last: [] };
  let at = 0;
  for (const comment of comments) {
    while (at < children.length && startOf(children[at]) < comment.start) at += 1;
    const [previous, next] = [children[at - 1], children[at]];
    const isBelow = !previous || source.slice(previous.end, comment.start).includes('\n');
    const isBeside = !isBelow && (!next || comment.type === 'Line' || ENDS_LINE.test(source.slice(comment.end)));
    if (isBeside) add(sides.after, previous, comment);
    else if (next) add(sides.before, next, comment);
    else sides.last.push(comment);
  }
  return sides;
}

/**
 * @param {Map<Node, Comment[]>} lists
 * @param {Node} node
 * @param {Comment} comment
 */
function add(lists, node, comment) {
  const list = lists.get(node);
  if (list) list.push(comment);
  else lists.set(node, [comment]);
}

/**
 * Comments behind something, on its line as long as that is possible.
 *
 * @param {Comment[]} comments
 * @param {string} indent
 */
export function besideText(comments, indent) {
  let text = '';
  for (const [at, comment] of comments.entries()) {
    text += (comments[at - 1]?.type === 'Line' ? `\n${indent}` : ' ') + commentText(comment, indent);
  }
  return text;
}

/**
 * A statement of a list with the comments that were moved to it.
 *
 * @param {string} text
 * @param {import('../draft.mjs').Placed | undefined} placed
 * @param {string} indent
 */
export function withPlaced(text, placed, indent) {
  if (!placed) return text;
  const above = placed.above.map((comment) => `${commentText(comment, indent)}\n${indent}`);
  // Whatever follows, on the same line or the next.
  const behind = placed.behind.map(({ value }) => ` /* ${value.trim()} */`);
  return above.join('') + text + behind.join('');
}

/** Every line but the first begins with a star. */
const STARRED = /^[^\n]*(?:\n[\t ]*\*[^\n]*)*(?:\n[\t ]*)?$/;

/**
 * A comment on lines of its own, or behind something that ends its line.
 *
 * @param {Comment} comment
 * @param {string} indent
 */
export function commentText({ type, value }, indent) {
  if (type === 'Line') return `//${value.trimEnd()}`;
  // The stars of a documentation stand one below the other.
  return `/*${STARRED.test(value) ? value.replaceAll(/\n[\t ]*(?=\*|$)/g, `\n${indent} `) : value}*/`;
}
