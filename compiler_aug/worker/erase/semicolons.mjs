// @ts-check
/** Semicolons that a program needs once its types are gone. */
import { LISTS } from './statements.mjs';
import { childrenOf } from '../tree.mjs';
import { isType } from './value-names.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./erase.mjs').Erasure} Erasure */

/**
 * Where something was taken out between two statements without a semicolon, the second may read on
 * from the first: `a = b as T` before `(c)`.
 *
 * @param {Node} program
 * @param {Erasure} erasure
 * @param {import('./erase.mjs').Erased} erased what the program is without semicolons put in
 */
export function guardStatements(program, { source, edits, gone }, { text, offsetOf, spanOf }) {
  search(program);

  /** @param {Node} node */
  function search(node) {
    const list = LISTS[node.type];
    let previous = /** @type {Node | null} */ (null);
    for (const statement of list ? node[list] : []) {
      if (gone.has(statement)) continue;
      if (previous && readsOn(previous, statement)) edits.insert(previous.end, ';');
      previous = statement;
    }
    for (const [child] of childrenOf(node)) if (!gone.has(child) && !isType(child)) search(child);
  }

  /**
   * @param {Node} first
   * @param {Node} second
   */
  function readsOn(first, second) {
    const isUnchanged = offsetOf(first.end - 1) >= 0 && offsetOf(second.start) >= 0;
    const left = spanOf(first.start, first.end);
    const right = spanOf(second.start, second.end);
    const gap = text.slice(left.end, right.start);
    if (isUnchanged && gap === source.slice(first.end, second.start)) return false;
    if (text[left.end - 1] === ';' || /^\s*;/.test(gap)) return false;
    const word = text.slice(right.start, right.start + 12);
    if (/^(?:[([*]|in\b|instanceof\b)/.test(word)) return true;
    if (first.type === 'PropertyDefinition') {
      return !first.value && /\b(?:get|set|static|async|accessor)$/.test(text.slice(left.start, left.end));
    }
    return first.type !== 'MethodDefinition' && /^[`+\-/.,]/.test(word);
  }
}
