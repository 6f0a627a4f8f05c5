// @ts-check
/** Places where a pass may act, each taken or left by a coin. */

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Random} Random */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * Look at every node of some types and edit about half of those where an edit is possible. What an
 * earlier edit took out of the tree is passed over.
 *
 * @param {Draft} draft
 * @param {string[]} types
 * @param {Random} random
 * @param {(node: Node) => (() => void) | null} editOf the edit that is possible at a node
 * @returns {number} edits made
 */
export function editHalf(draft, types, random, editOf) {
  return editSome(0.5, draft, types, random, editOf);
}

/**
 * The same, for another share than a half.
 *
 * @param {number} share
 * @param {Draft} draft
 * @param {string[]} types
 * @param {Random} random
 * @param {(node: Node) => (() => void) | null} editOf
 * @returns {number} edits made
 */
export function editSome(share, draft, types, random, editOf) {
  let changes = 0;
  for (const node of draft.of(...types)) {
    // The coin first: to find out whether an edit is possible takes longer.
    if (random() >= share || !draft.has(node)) continue;
    const edit = editOf(node);
    if (!edit) continue;
    edit();
    changes += 1;
  }
  return changes;
}
