// @ts-check
import { minifyUnit } from '../engines/minify.mjs';

const DENSE = { compress: false, mangle: false, codegen: { removeWhitespace: true } };

/**
 * Print the program with as little white space as can be, on one line. Comments go.
 *
 * @type {import('../types.js').TextPass}
 */
export default {
  name: 'compact',
  aliases: [],
  group: 'layout',
  example: ['if (a) {\n  f(1, 2); // first\n}', 'if(a){f(1,2)}'],
  preserves: 'behaviour',
  assumes: [2, 10],
  idempotent: true,
  refuses: ({ traits }) => (traits.returnsAtTop ? 10 : 0),
  draw: () => ({}),
  rewrite(unit) {
    const text = minifyUnit(unit, DENSE);
    return text === unit.text ? null : text;
  },
};
