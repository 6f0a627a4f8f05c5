// @ts-check
/**
 * TypeScript without its types, as JavaScript. What only TypeScript reads is taken out and everything
 * else, comments and layout too, stays as it was written. Enums, namespaces and parameter properties,
 * which do something when they run, are spelt out (`lower*.mjs`).
 *
 * Imports and exports of names that stand for types go, as the compiler takes them; an import that
 * nothing uses stays. Decorators stay, but not those on parameters: JavaScript has no place for them.
 */
import { Edits, placesOf } from '../edits.mjs';
import { eraseParts } from './erase-parts.mjs';
import { guardStatements } from './semicolons.mjs';
import { isGone, LISTS, removeStatement } from './statements.mjs';
import { Tokens } from './tokens.mjs';
import { childrenOf } from '../tree.mjs';
import { isType, typeNamesOf } from './value-names.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * What an erasure works with.
 *
 * @typedef {object} Erasure
 * @property {string} source
 * @property {Edits} edits
 * @property {Tokens} tokens
 * @property {(name: string) => boolean} isTypeName
 * @property {Set<Node>} gone statements and members of which nothing stays
 */

/**
 * A program without types.
 *
 * @typedef {object} Erased
 * @property {string} text
 * @property {(offset: number) => number} offsetOf where a character of the source is in the text; -1 if
 *   it is gone
 * @property {(start: number, end: number) => {start: number, end: number}} spanOf what is left of a
 *   stretch of the source, with what was put in between
 */

/**
 * @param {string} source
 * @param {Node} program as `readProgram` gives it, with its parentheses
 * @param {import('../types.js').Comment[]} comments
 * @param {{start: number, end: number}[]} [inComments] stretches of comments to be taken out as well
 * @returns {Erased}
 */
export function eraseTypes(source, program, comments, inComments = []) {
  const edits = new Edits(source);
  const tokens = new Tokens(source, comments);
  const gone = /** @type {Set<Node>} */ (new Set());
  const erasure = { source, edits, tokens, isTypeName: typeNamesOf(program), gone };
  erase(program, [], erasure);
  if (edits.list.length > 0) guardStatements(program, erasure, asErased(edits));
  for (const { start, end } of inComments) edits.remove(start, end);
  return asErased(edits);
}

/**
 * @param {Edits} edits
 * @returns {Erased}
 */
function asErased(edits) {
  const { text, kept } = edits.made();
  return { text, ...placesOf(kept, text.length) };
}

/**
 * @param {Node} node
 * @param {Node[]} ancestors outermost first
 * @param {Erasure} erasure
 */
function erase(node, ancestors, erasure) {
  const { edits, gone, source, tokens } = erasure;
  const list = LISTS[node.type] ? node[LISTS[node.type]] : [];
  for (const [index, statement] of list.entries()) {
    if (isGone(statement, erasure)) removeStatement(list, index, node, erasure);
  }
  eraseParts(node, ancestors, erasure);
  ancestors.push(node);
  for (const [child] of childrenOf(node)) {
    if (gone.has(child)) continue;
    if (!isType(child)) erase(child, ancestors, erasure);
    else edits.remove(source[child.start] === ':' ? tokens.blankBefore(child.start) : child.start, child.end);
  }
  ancestors.pop();
}
