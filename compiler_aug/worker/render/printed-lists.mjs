// @ts-check
/** Lists of statements, members and cases, printed anew: each on a line of its own, comments above or behind it. */
import { besideChildren, besideText, commentText, withPlaced } from './comments.mjs';
import { terminated, withoutSemicolon } from './endings.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */
/** @typedef {import('./render.mjs').Printer} Printer */
/** @typedef {import('./comments.mjs').Sides} Sides */

/** @type {Record<string, Printer>} */
export const PRINTED_LISTS = {
  Program(node, renderer) {
    const lines = linesOf(node, 'body', renderer);
    if (node.hashbang) lines.unshift(`#!${node.hashbang.value}`);
    return lines.join('\n');
  },
  BlockStatement: (node, renderer) => braced(node, 'body', renderer),
  TSModuleBlock: (node, renderer) => braced(node, 'body', renderer),
  ClassBody: (node, renderer) => braced(node, 'body', renderer),
  StaticBlock: (node, renderer) => `static${renderer.space}${braced(node, 'body', renderer)}`,
  SwitchStatement(node, renderer) {
    const { space } = renderer;
    return `switch${space}(${renderer.child(node, 'discriminant')})${space}${braced(node, 'cases', renderer)}`;
  },
  SwitchCase(node, renderer) {
    const head = node.test ? `${renderer.keyword('case', renderer.child(node, 'test'))}:` : 'default:';
    return head + renderer.deeper(() => below(linesOf(node, 'consequent', renderer), renderer.indent));
  },
};

/**
 * @param {Node} node
 * @param {string} field
 * @param {Renderer} renderer
 */
function braced(node, field, renderer) {
  const text = renderer.deeper(() => below(linesOf(node, field, renderer), renderer.indent));
  return text === '' ? '{}' : `{${text}\n${renderer.indent}}`;
}

/**
 * @param {string[]} lines
 * @param {string} indent
 */
function below(lines, indent) {
  let text = '';
  for (const line of lines) text += line === '' ? '\n' : `\n${indent}${line}`;
  return text;
}

/**
 * @param {Node} owner
 * @param {string} field
 * @param {Renderer} renderer
 * @returns {string[]} statements and comments, each from the current indentation on
 */
function linesOf(owner, field, renderer) {
  const items = directivesFirst(owner[field]);
  const sides = sidesOf(owner, field, items, renderer);
  const { indent, style } = renderer;
  /** @type {string[]} */
  const lines = [];
  const texts = renderer.forHead(false, () => items.map((item) => terminated(item, renderer.node(item), renderer.isStyled)));
  const put = (/** @type {import('../types.js').Comment} */ comment) => lines.push(commentText(comment, indent));
  for (const [at, item] of items.entries()) {
    const text = renderer.habits.hasSemicolons ? texts[at] : withoutSemicolon(item, texts[at], texts[at + 1]);
    const isTall = text.includes('\n') || texts[at - 1]?.includes('\n');
    // The cases of a `switch` stand together.
    if (at > 0 && isTall && style.blankLines === 1 && item.type !== 'SwitchCase') lines.push('');
    sides?.before.get(item)?.forEach(put);
    lines.push(withPlaced(text, renderer.placed.get(item), indent) + besideText(sides?.after.get(item) ?? [], indent));
  }
  sides?.last.forEach(put);
  return lines;
}

/** @param {Node[]} items */
function directivesFirst(items) {
  const isDirective = (/** @type {Node} */ { directive }) => typeof directive === 'string';
  const isLate = items.some((item, at) => at > 0 && isDirective(item) && !isDirective(items[at - 1]));
  return isLate ? items.toSorted((a, b) => Number(isDirective(b)) - Number(isDirective(a))) : items;
}

/**
 * The comments of a list by its items as they are now; what stands in the place of an item that is gone
 * has that one's.
 *
 * @param {Node} owner
 * @param {string} field
 * @param {Node[]} items
 * @param {Renderer} renderer
 * @returns {Sides | null}
 */
export function sidesOf(owner, field, items, renderer) {
  const comments = renderer.comments.get(owner.origin);
  if (!comments) return null;
  const before = owner.origin[field];
  const { before: above, after, last } = besideChildren(comments, before, renderer.source);
  /** @type {Sides} */
  const sides = { before: new Map(), after: new Map(), last };
  const bearers = bearersOf(before, items);
  for (const [lists, moved] of [[above, sides.before], [after, sides.after]]) {
    for (const [child, list] of lists) {
      const bearer = bearers.get(child);
      if (bearer) moved.set(bearer, [...(moved.get(bearer) ?? []), ...list]);
    }
  }
  return sides;
}

/**
 * @param {Node[]} before
 * @param {Node[]} items
 * @returns {Map<Node, Node>} by what stood in the source: itself, or what stands in its place
 */
function bearersOf(before, items) {
  const known = new Set(before);
  const bearers = new Map(items.filter(({ origin }) => known.has(origin)).map((item) => [item.origin, item]));
  let next = 0;
  for (const node of before) {
    const own = bearers.get(node);
    if (own) next = items.indexOf(own) + 1;
    else if (next < items.length && !known.has(items[next].origin)) bearers.set(node, items[next]);
  }
  return bearers;
}
