// @ts-check
import { drawnStyle } from '../render/styles.mjs';

/**
 * Print the whole program anew in a style drawn at random: indentation, quotes, braces, semicolons, spaces,
 * blank lines, width. Comments stay.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'beautify',
  aliases: ['B', 'beautification'],
  group: 'layout',
  example: ['if (a) f("x", {b: 1}); else g();', 'if(a){\n    f("x",{"b":1});\n}else{\n    g();\n}', 13],
  preserves: 'behaviour',
  assumes: [2],
  idempotent: true,
  apply(draft, random) {
    return draft.printIn(drawnStyle(random));
  },
};
