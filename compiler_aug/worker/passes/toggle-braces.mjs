// @ts-check
import * as build from '../making/build.mjs';
import { endsOpen, isScoped, keepsComments, LOOPS, onlyStatement } from '../facts/control.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * Braces around the only statement of a branch or of a loop: `if (a) b;` and `if (a) { b; }`.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'toggle-braces',
  aliases: [],
  group: 'syntax',
  example: ['if (a) f(); else { g(); }', 'if (a) {\n  f();\n} else g();'],
  preserves: 'behaviour',
  assumes: [],
  idempotent: false,
  apply(draft, random) {
    let changes = 0;
    for (const node of draft.of('IfStatement', ...LOOPS)) {
      for (const field of node.type === 'IfStatement' ? ['consequent', 'alternate'] : ['body']) {
        const made = random() < 0.5 && node[field] && toggled(draft, node, field);
        if (!made) continue;
        draft.replace(node[field], made);
        changes += 1;
      }
    }
    return changes;
  },
};

/**
 * @param {Draft} draft
 * @param {Node} node
 * @param {string} field that holds the branch
 * @returns {Node | null} the branch as it may stand there instead
 */
function toggled(draft, node, field) {
  const branch = node[field];
  if (branch.type !== 'BlockStatement') {
    const isElseIf = field === 'alternate' && branch.type === 'IfStatement';
    return isElseIf || branch.type === 'EmptyStatement' || isScoped(branch) ? null : build.block([branch]);
  }
  const only = onlyStatement(branch);
  if (!only || isScoped(only) || !keepsComments(draft, branch.start, branch.end, [only])) return null;
  return endsOpen(only) && isBeforeElse(node, field) ? null : only;
}

/**
 * Whether an `else` follows a branch, its own or that of a statement around.
 *
 * @param {Node} node
 * @param {string} field
 * @returns {boolean}
 */
function isBeforeElse(node, field) {
  if (node.type === 'DoWhileStatement') return false;
  if (field === 'consequent' && node.alternate) return true;
  const { parent } = node;
  if (!parent) return false;
  const outer = ['consequent', 'alternate', 'body'].find((each) => parent[each] === node);
  return outer !== undefined && isBeforeElse(parent, outer);
}
