// @ts-check
/** Documentation comments: blocks that begin with two stars, directly before what they are on. */

/** @typedef {import('../types.js').Comment} Comment */

/**
 * @param {string} source
 * @param {Comment[]} comments in source order
 * @returns {(place: number) => string} text of the comment that ends right before a place, without its
 *   markers; empty if the last comment before it is none, or something stands between
 */
export function documentationIn(source, comments) {
  return (place) => {
    const last = comments[countBefore(place, comments) - 1];
    if (last?.type !== 'Block' || !last.value.startsWith('*')) return '';
    if (source.slice(last.end, place).trim() !== '') return '';
    const lines = last.value.slice(1).split(/\r\n|[\r\n]/);
    return lines.map((line) => line.replace(/^\s*\*?\s?/, '').trimEnd()).join('\n').trim();
  };
}

/**
 * @param {number} place
 * @param {Comment[]} comments
 * @returns {number} how many end at the place or before
 */
function countBefore(place, comments) {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle].end <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
