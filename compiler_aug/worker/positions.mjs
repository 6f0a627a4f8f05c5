// @ts-check
/** Offsets of a text as lines and columns. */

/**
 * @param {string} text
 * @returns {(offset: number) => import('./types.js').Position} line from 1, column from 0, in
 *   JavaScript string units, as ESTree counts them
 */
export function positionsIn(text) {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
    starts.push(match.index + match[0].length);
  }
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low] };
  };
}

/**
 * @param {string} text
 * @param {number} offset
 * @returns {import('./types.js').Position} line and column from 1, the column in characters: what
 *   an editor shows
 */
export function placeOf(text, offset) {
  const { line, column } = positionsIn(text)(offset);
  const before = text.slice(offset - column, offset);
  return { line, column: [...before].length + 1 };
}
