// @ts-check
import { statementsOf } from '../draft.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * Declare variables together that are declared one after the other: `let a; let b;` is `let a, b;`.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'merge-declarations',
  aliases: [],
  group: 'syntax',
  example: ['let a = 1;\nlet b = a;', 'let a = 1, b = a;'],
  preserves: 'behaviour',
  assumes: [],
  idempotent: true,
  apply(draft, random) {
    let changes = 0;
    for (const owner of draft.lists()) {
      const statements = statementsOf(owner);
      for (let at = 1; at < statements.length; at += 1) {
        const [first, second] = [statements[at - 1], statements[at]];
        if (!areAlike(first, second) || random() >= 0.5) continue;
        draft.change(first, { declarations: [...first.declarations, ...second.declarations] });
        draft.remove(second);
        at -= 1;
        changes += 1;
      }
    }
    return changes;
  },
};

/**
 * @param {Node} first
 * @param {Node} second
 */
const areAlike = (first, second) =>
  first.type === 'VariableDeclaration' && second.type === 'VariableDeclaration' &&
  first.kind === second.kind && Boolean(first.declare) === Boolean(second.declare);
