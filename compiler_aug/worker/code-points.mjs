// @ts-check
/** Offsets in code points, as Python counts them; JavaScript counts UTF-16 units. */

/**
 * @param {string} text
 * @returns {(offset: number) => number} code points before an offset; half a pair counts as one
 */
export function codePointsIn(text) {
  /** @type {number[]} */
  const pairs = [];
  for (const { index } of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) pairs.push(index);
  return (offset) => {
    // Pairs that begin two units before the offset or earlier lie wholly before it.
    let low = 0;
    let high = pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[middle] <= offset - 2) low = middle + 1;
      else high = middle;
    }
    return offset - low;
  };
}
