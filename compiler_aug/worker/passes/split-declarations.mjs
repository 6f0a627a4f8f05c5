// @ts-check
import { node as made } from '../making/build.mjs';
import { editHalf } from '../making/sites.mjs';

/**
 * Declare every variable in a statement of its own: `let a, b;` is `let a; let b;`.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'split-declarations',
  aliases: [],
  group: 'syntax',
  example: ['let a = 1, b = a;', 'let a = 1;\nlet b = a;'],
  preserves: 'behaviour',
  assumes: [],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['VariableDeclaration'], random, (statement) => {
      const { kind, declare, declarations } = statement;
      // Heads of loops, exports and lone branches have no place for a second statement.
      if (declarations.length < 2 || !draft.listOf(statement)) return null;
      return () => draft.replaceStatement(statement, declarations.map((/** @type {any} */ each) =>
        made('VariableDeclaration', { kind, declare, declarations: [each] })));
    }),
};
