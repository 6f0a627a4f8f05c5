// @ts-check
import * as build from '../making/build.mjs';
import { opposite } from '../making/conditions.mjs';
import { isScoped, keepsComments } from '../facts/control.mjs';
import { editHalf } from '../making/sites.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * `if (a) b; else c;` as `if (!a) c; else b;`, and `a ? b : c` likewise.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'invert-if',
  aliases: [],
  group: 'syntax',
  example: ['if (a === b) f(); else g();', 'if (a !== b)\n  g();\nelse\n  f();'],
  preserves: 'behaviour',
  assumes: [],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['IfStatement', 'ConditionalExpression'], random, (node) => {
      const { test, consequent, alternate } = node;
      if (!alternate || isScoped(consequent) || isScoped(alternate)) return null;
      if (!keepsComments(draft, node.start, node.end, [test, consequent, alternate])) return null;
      return () => draft.change(node, { test: opposite(test), consequent: enclosed(alternate), alternate: consequent });
    }),
};

/**
 * An `else if` that becomes the first branch gets a block.
 *
 * @param {Node} branch
 */
const enclosed = (branch) => (branch.type === 'IfStatement' ? build.block([branch]) : branch);
