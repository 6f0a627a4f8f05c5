// @ts-check
/** Gaps, the source between two statements: comments on the line of the one before, then what belongs to the next. */

/** What ends the line of a statement. */
const BESIDE = /^[^\S\n]*(?:\/\*[^]*?\*\/[^\S\n]*)*(?:\/\/[^\n]*)?/;

/** Comments of which the last takes the rest of its line. */
const OPEN_COMMENT = /^(?:[^\S\n]|\/\*[^]*?\*\/)*\/\//;

/**
 * The part of a gap on the line of the statement before, and the rest.
 *
 * @param {string} gap
 * @returns {[beside: string, rest: string]}
 */
export function atLineEnd(gap) {
  // Without a line break it all belongs to what comes next.
  if (!gap.includes('\n')) return ['', gap];
  const end = gap.includes('/') ? /** @type {RegExpExecArray} */ (BESIDE.exec(gap))[0].length : gap.indexOf('\n');
  return [gap.slice(0, end), gap.slice(end)];
}

/**
 * What follows comments on the line of a statement.
 *
 * @param {string} beside
 * @param {string} rest
 */
export function afterComments(beside, rest) {
  const isOpen = OPEN_COMMENT.test(beside) && !rest.startsWith('\n');
  return isOpen ? `${beside}\n${rest}` : beside + rest;
}
