// @ts-check
/** Where lists of statements or members stand, and what holds for each in it. */
import { startOf } from './comments.mjs';
import { isInPrologue } from './precedence.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */

/**
 * @param {Node} owner of a list
 * @returns {string} the field that holds it
 */
export const fieldOf = ({ type }) => (type === 'SwitchCase' ? 'consequent' : 'body');

/**
 * @param {Node} origin of a list
 * @param {Renderer} renderer
 * @returns {string} the white space before those that have a line of their own
 */
export function indentIn(origin, renderer) {
  const own = firstOnLine(origin, renderer);
  if (own) return indentAt(startOf(own), renderer);
  return indentAt(origin.start, renderer) + (origin.type === 'Program' ? '' : renderer.habits.indentStep);
}

/**
 * @param {Node} origin of a list
 * @param {Renderer} renderer
 * @returns {Node | undefined} the first that begins a line
 */
export function firstOnLine(origin, { source }) {
  return origin[fieldOf(origin)].find((/** @type {Node} */ each) => startsLine(startOf(each), source));
}

/**
 * A string that stands first now must not become a directive.
 *
 * @param {Node} statement
 * @param {string} text
 */
export function guardedDirective(statement, text) {
  const { expression } = statement;
  const isText = statement.type === 'ExpressionStatement' && expression.type === 'Literal' && typeof expression.value === 'string';
  return isText && !text.startsWith('(') && isInPrologue(statement) ? text.replace(/^(.*?)(;?)$/s, '($1)$2') : text;
}

/**
 * @param {number} place
 * @param {string} source
 * @returns {boolean} whether only white space stands before it on its line
 */
function startsLine(place, source) {
  let at = place;
  while (at > 0 && (source[at - 1] === ' ' || source[at - 1] === '\t')) at -= 1;
  return at === 0 || source[at - 1] === '\n';
}

/**
 * @param {number} place
 * @param {Renderer} renderer
 * @returns {string} the white space that its line begins with
 */
export function indentAt(place, renderer) {
  const start = renderer.lineStart(place);
  let at = start;
  while (at < place && (renderer.source[at] === ' ' || renderer.source[at] === '\t')) at += 1;
  return renderer.source.slice(start, at);
}
