// @ts-check
/** Changes of a text, collected in any order and made at once, with a map from old places to new ones. */

/** @typedef {{start: number, end: number, text: string, order: number}} Edit */

/** Two of these side by side read as one: `return<T>x`. */
const WORD = /[\p{ID_Continue}$\u200c\u200d\\#\ud800-\udfff]/u;

/** The same, for the characters of ASCII. */
const IS_WORD = Array.from({ length: 128 }, (_, point) => WORD.test(String.fromCharCode(point)));

const code = (/** @type {string} */ character) => character.charCodeAt(0);

/** Characters that make another token, or a comment, of the operator before them: `a + +b`. */
const JOINING = new Map(Object.entries({
  '+': '+=', '-': '-=', '*': '*=/', '/': '/*=', '%': '=', '<': '<=!/', '>': '>=', '=': '=>', '&': '&=', '|': '|=', '^': '=',
  '!': '=', '?': '?.=', '.': '.',
}).map(([operator, characters]) => [code(operator), [...characters].map(code)]));

const [BANG, MINUS] = ['!', '-'].map(code);

export class Edits {
  /** @param {string} source */
  constructor(source) {
    this.source = source;
    /** @type {Edit[]} */
    this.list = [];
  }

  /**
   * Put `text` in the place of what stands from `start` to `end`. What other edits change in between is
   * gone with it.
   *
   * @param {number} start
   * @param {number} end
   * @param {string} text
   */
  replace(start, end, text) {
    this.list.push({ start, end, text, order: this.list.length });
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  remove(start, end) {
    if (start < end) this.replace(start, end, '');
  }

  /**
   * Insertions at one place come out in the order in which they were asked for.
   *
   * @param {number} place
   * @param {string} text
   */
  insert(place, text) {
    this.replace(place, place, text);
  }

  /** Every change in source order, less those inside another one. */
  sorted() {
    // At one place insertions come first, then what takes most away.
    const isInsertion = (/** @type {Edit} */ { start, end }) => Number(start === end);
    const sorted = this.list.toSorted((a, b) => {
      const byKind = isInsertion(b) - isInsertion(a);
      return a.start - b.start || byKind || b.end - a.end || a.order - b.order;
    });
    /** @type {Edit[]} */
    const outer = [];
    let border = 0;
    for (const edit of sorted) {
      // Of two that overlap, what either takes away is taken away.
      if (edit.start >= border) outer.push(edit);
      else if (edit.end > border) outer.push({ ...edit, start: border });
      border = Math.max(border, edit.end);
    }
    return outer;
  }

  /** The changed text, and what was kept in it. */
  made() {
    /** @type {string[]} */
    const parts = [];
    /** @type {Kept[]} */
    const kept = [];
    let length = 0;
    let from = 0;
    let tail = '';
    const put = (/** @type {string} */ text) => {
      if (text === '') return;
      parts.push(text);
      length += text.length;
      tail = text.slice(-2);
    };
    const keep = (/** @type {number} */ end) => {
      if (end <= from) return;
      const text = this.source.slice(from, end);
      // What joins in the source was meant to.
      if (wouldJoin(tail, text) && !wouldJoin(this.source.slice(0, from), text)) put(' ');
      kept.push({ start: from, end, place: length });
      put(text);
    };
    for (const { start, end, text } of this.sorted()) {
      keep(start);
      put(text);
      from = Math.max(from, end);
    }
    keep(this.source.length);
    return { text: parts.join(''), kept };
  }
}

/**
 * A stretch of the source that stands in the text at `place`.
 *
 * @typedef {{start: number, end: number, place: number}} Kept
 */

/**
 * Whether a space is wanted between two pieces of a program.
 *
 * @param {string} before
 * @param {string} after
 */
export function wouldJoin(before, after) {
  if (before === '' || after === '') return false;
  const left = before.charCodeAt(before.length - 1);
  const right = after.charCodeAt(0);
  if (isWord(left)) return isWord(right);
  // `<!--` begins a comment.
  if (left === BANG && right === MINUS) return before.endsWith('<!');
  return JOINING.get(left)?.includes(right) ?? false;
}

/** @param {number} point code of a character */
const isWord = (point) => (point < 128 ? IS_WORD[point] : WORD.test(String.fromCharCode(point)));

/**
 * Where old places are in the changed text.
 *
 * @param {Kept[]} kept
 * @param {number} length of the changed text
 */
export function placesOf(kept, length) {
  /** First stretch that ends behind an offset. */
  const reaching = (/** @type {number} */ offset) => {
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (kept[middle].end > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  /**
   * @param {number} offset of a character in the source
   * @returns {number} of the same character in the text; -1 if it is gone
   */
  const offsetOf = (offset) => {
    const stretch = kept[reaching(offset)];
    if (!stretch || stretch.start > offset) return -1;
    return stretch.place + offset - stretch.start;
  };
  /**
   * What is left of a stretch of the source, with what was put in between.
   *
   * @param {number} start
   * @param {number} end
   */
  const spanOf = (start, end) => {
    const first = kept[reaching(start)];
    const from = first ? first.place + Math.max(start - first.start, 0) : length;
    const at = reaching(end - 1);
    const last = kept[at];
    // The last kept character before `end`, in this stretch or the one before it.
    const previous = kept[at - 1];
    let to = 0;
    if (last && last.start < end) to = last.place + Math.min(end, last.end) - last.start;
    else if (previous) to = previous.place + previous.end - previous.start;
    return { start: from, end: Math.max(from, to) };
  };
  return { offsetOf, spanOf };
}

/**
 * Without what a printer is free to choose.
 *
 * @param {string} text
 */
export const essence = (text) => text.replaceAll(/[\s;]/g, '').replaceAll(/['`]/g, '"');
