// @ts-check
/** Trees as text, comments included. */
import { print } from 'esrap';
import ts from 'esrap/languages/ts';
import tsx from 'esrap/languages/tsx';
import { positionsIn } from './positions.mjs';
import { visit } from './tree.mjs';

/** @type {import('./types.js').Style} */
export const PLAIN = { indent: '  ', quotes: 'single' };

/**
 * @param {import('./types.js').Unit} unit
 * @param {import('./types.js').Style} [style]
 * @returns {string} the unit's text, wrapper included
 */
export function printUnit(unit, style = PLAIN) {
  const comments = unit.comments.length > 0 ? placeComments(unit) : [];
  const language = unit.language === 'ts' ? ts : tsx;
  const visitors = language({ quotes: style.quotes, comments: /** @type {any} */ (comments) });
  const { code } = print(/** @type {any} */ (unit.program), /** @type {any} */ (visitors), {
    indent: style.indent,
  });
  const { hashbang } = unit.program;
  return hashbang ? `#!${hashbang.value}\n${code}` : code;
}

/**
 * esrap finds the place of a comment by line and column, oxc gives offsets only: without this all
 * comments would silently vanish.
 *
 * @param {import('./types.js').Unit} unit
 */
function placeComments(unit) {
  const positionAt = positionsIn(unit.text);
  const place = (/** @type {any} */ node) => {
    // Nodes that a pass made have no offsets; esrap takes that as "near its neighbours".
    if (node.end > 0) node.loc = { start: positionAt(node.start), end: positionAt(node.end) };
  };
  visit(unit.program, place);
  unit.comments.forEach(place);
  return unit.comments;
}
