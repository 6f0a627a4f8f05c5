// @ts-check
/** Where what is in a list of statements or members begins and ends. */

/** @typedef {import('../types.js').Node} Node */

/**
 * @param {Node} origin of a list
 * @param {string} source
 * @returns {number} behind what opens the list
 */
export function openEnd({ type, start, test, hashbang }, source) {
  if (type === 'Program') return hashbang?.end ?? 0;
  if (type === 'StaticBlock') return outsideComments('{', start, source);
  return type === 'SwitchCase' ? outsideComments(':', test ? test.end : start, source) : start + 1;
}

/**
 * @param {Node} origin of a list
 * @param {number} last end of the last statement
 * @param {string} source
 * @returns {number} before what closes the list
 */
export function closeStart({ type, end }, last, source) {
  if (type === 'Program') return source.length;
  return type === 'SwitchCase' ? last : end - 1;
}

/**
 * @param {string} mark
 * @param {number} start
 * @param {string} source
 * @returns {number} behind the first such mark
 */
function outsideComments(mark, start, source) {
  const found = /** @type {RegExpExecArray} */ (
    new RegExp(`^(?:/\\*[^]*?\\*/|//[^\\n]*|[^${mark}])*?${mark}`).exec(source.slice(start))
  );
  return start + found[0].length;
}
