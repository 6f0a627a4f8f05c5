// @ts-check
/** Why a program can't be processed. */

/** @typedef {import('./types.js').Position} Position */

/** A program is refused; line and column count from 1 in the text that was given. */
export class Refusal extends Error {
  /**
   * @param {'syntax' | 'depth'} kind
   * @param {string} message
   * @param {Position} place
   */
  constructor(kind, message, { line, column }) {
    super(message);
    this.kind = kind;
    this.line = line;
    this.column = column;
  }
}

/** The program does not parse. */
export class SourceSyntaxError extends Refusal {
  /**
   * @param {string} message
   * @param {Position} place
   */
  constructor(message, place) {
    super('syntax', message, place);
  }
}

/** The program is nested deeper than passes can walk. */
export class DepthError extends Refusal {
  /**
   * @param {string} message
   * @param {Position} place
   */
  constructor(message, place) {
    super('depth', message, place);
  }
}

/**
 * @param {unknown} error
 * @returns {boolean} whether a walk ran out of stack: few brackets can be many levels, as in `a + b + c`
 */
export function isTooDeep(error) {
  return error instanceof RangeError && error.message.includes('call stack');
}
