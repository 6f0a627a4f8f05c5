// @ts-check
/** The source where it is copied: with other names, and without the comments that were dropped. */

/** @typedef {import('../types.js').Comment} Comment */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * What differs in the source: a comment that is gone, or another name.
 *
 * @typedef {{start: number, end: number, name: string, comment: Comment | null}} Patch
 */

export class Slices {
  /** @param {Draft} draft */
  constructor(draft) {
    this.source = draft.text;
    this.patches = patchesOf(draft);
  }

  /**
   * @param {number} start
   * @param {number} end
   * @returns {string} the source between two places as it reads now
   */
  text(start, end) {
    const { source, patches } = this;
    let text = '';
    let place = start;
    for (let at = firstFrom(start, patches); at < patches.length && patches[at].start < end; at += 1) {
      const { start: begin, end: close, comment, name } = patches[at];
      if (begin < place || close > end) continue;
      if (comment) {
        const { from, to, left } = extentOf(comment, place, end, source);
        text += source.slice(place, from) + left;
        place = to;
      } else {
        text += source.slice(place, begin) + name;
        place = close;
      }
    }
    return place === start ? source.slice(start, end) : text + source.slice(place, end);
  }
}

/**
 * @param {Draft} draft
 * @returns {Patch[]} in source order
 */
function patchesOf({ droppedComments, hasNewNames, unit, nodes }) {
  /** @type {Patch[]} */
  const patches = [];
  if (hasNewNames) {
    for (const place of unit.identifiers) {
      const { name, origin, made } = nodes[place];
      if (name !== origin.name && !made) patches.push({ start: origin.start, end: origin.start + origin.name.length, name, comment: null });
    }
  }
  if (droppedComments.size === 0) return patches;
  for (const comment of droppedComments) patches.push({ start: comment.start, end: comment.end, name: '', comment });
  return patches.sort((a, b) => a.start - b.start);
}

/**
 * @param {number} start
 * @param {Patch[]} patches
 * @returns {number} place of the first that does not begin before
 */
function firstFrom(start, patches) {
  let low = 0;
  let high = patches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (patches[middle].start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What may stand for a semicolon. */
const BREAK = /[\n\r\u2028\u2029]/;

/** @param {string} character */
const isBlank = (character) => character === ' ' || character === '\t';

/**
 * What goes with a comment, and what is left in its place: one that has lines of its own takes them along.
 *
 * @param {Comment} comment
 * @param {number} start
 * @param {number} end
 * @param {string} source
 */
function extentOf(comment, start, end, source) {
  let lineEnd = comment.end;
  while (lineEnd < end && isBlank(source[lineEnd])) lineEnd += 1;
  if (lineEnd < end && source[lineEnd] !== '\n') {
    // A line break inside may stand for a semicolon.
    if (BREAK.test(comment.value)) return { from: comment.start, to: lineEnd, left: '\n' };
    const isApart = isBlank(source[comment.start - 1]);
    return { from: comment.start, to: lineEnd, left: isApart ? '' : ' ' };
  }
  let from = comment.start;
  while (from > start && isBlank(source[from - 1])) from -= 1;
  const isAlone = lineEnd < end && (from === 0 || source[from - 1] === '\n');
  if (isAlone) return { from, to: lineEnd + 1, left: '' };
  const left = comment.type === 'Block' && lineEnd >= end ? (BREAK.test(comment.value) ? '\n' : ' ') : '';
  return { from, to: lineEnd, left };
}
