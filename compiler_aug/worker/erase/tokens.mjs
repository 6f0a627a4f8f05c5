// @ts-check
/** Steps over white space and comments, from one piece of a program to the next. */

const WORD = /[\p{ID_Continue}$\u200c\u200d]+/uy;

export class Tokens {
  /**
   * @param {string} source
   * @param {import('../types.js').Comment[]} comments of the source
   */
  constructor(source, comments) {
    this.source = source;
    this.from = new Map(comments.map((comment) => [comment.start, comment]));
    this.upTo = new Map(comments.map((comment) => [comment.end, comment]));
  }

  /**
   * @param {number} offset
   * @returns {number} of the next character, from here on, that is neither blank nor comment
   */
  next(offset) {
    for (;;) {
      const comment = this.from.get(offset);
      if (comment) offset = comment.end;
      else if (isBlank(this.source[offset])) offset += 1;
      else return offset;
    }
  }

  /**
   * @param {number} offset
   * @returns {number} of the last character before it that is neither blank nor comment
   */
  previous(offset) {
    for (;;) {
      const comment = this.upTo.get(offset);
      if (comment) offset = comment.start;
      else if (isBlank(this.source[offset - 1])) offset -= 1;
      else return offset - 1;
    }
  }

  /**
   * @param {number} offset
   * @returns {import('../types.js').Comment | undefined} the comment right before it, blanks aside
   */
  commentBefore(offset) {
    while (isBlank(this.source[offset - 1])) offset -= 1;
    return this.upTo.get(offset);
  }

  /**
   * @param {number} offset
   * @returns {number} where the blanks right before it begin; line ends that close a comment don't count
   */
  blankBefore(offset) {
    let start = offset;
    while (isBlank(this.source[start - 1])) start -= 1;
    return this.upTo.get(start)?.type === 'Line' ? offset : start;
  }

  /**
   * @param {number} offset
   * @returns {number} where the blanks from here on end
   */
  blankAfter(offset) {
    while (isBlank(this.source[offset])) offset += 1;
    return offset;
  }

  /**
   * @param {number} offset
   * @returns {string} the name or keyword that begins there, or nothing
   */
  wordAt(offset) {
    WORD.lastIndex = offset;
    return WORD.exec(this.source)?.[0] ?? '';
  }
}

/** @param {string | undefined} character */
const isBlank = (character) => character !== undefined && /\s/.test(character);
