// @ts-check
import { CANONICAL } from '../render/styles.mjs';

/**
 * Print the whole program anew in one style: layout, quotes and parentheses. Comments stay.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'reformat',
  aliases: ['R', 'reformatting'],
  group: 'layout',
  example: ['var a = [1,2]; if (a) { f("x") }', "var a = [1, 2];\nif (a) {\n  f('x');\n}"],
  preserves: 'behaviour',
  assumes: [2],
  idempotent: true,
  apply(draft) {
    return draft.printIn(CANONICAL);
  },
};
