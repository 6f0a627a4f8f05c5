// @ts-check
import * as build from '../making/build.mjs';
import { copy } from '../making/copy.mjs';
import { isRepeatable, isTakenAsReference } from '../facts/order.mjs';
import { isNullish } from '../making/nullish.mjs';
import { editHalf } from '../making/sites.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * Spell `a?.b` as a conditional expression, where `a` may be read twice.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'expand-optional-chains',
  aliases: [],
  group: 'syntax',
  example: ['const size = (a) => a?.b.size;', 'const size = (a) => a === null || a === void 0 ? void 0 : a.b.size;'],
  preserves: 'behaviour',
  assumes: [1, 6],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['ChainExpression'], random, (chain) => {
      const [link, ...further] = linksOf(chain).reverse();
      const base = withoutParentheses(link.object ?? link.callee);
      if (!isRepeatable(base) || isTakenAsReference(chain)) return null;
      return () => {
        const test = isNullish(copy(base), random() < 0.5);
        draft.change(link, { optional: false, [link.object ? 'object' : 'callee']: base });
        const rest = further.length > 0 ? chain : chain.expression;
        draft.replace(chain, build.conditional(test, build.undefinedValue(), rest));
      };
    }),
};

/**
 * The places of a chain where it may end early, outermost first.
 *
 * @param {Node} chain
 */
function linksOf(chain) {
  const links = [];
  let at = chain.expression;
  while (at && at.type !== 'ParenthesizedExpression') {
    if (at.optional && at.type !== 'Identifier') links.push(at);
    at = at.object ?? at.callee ?? (at.type === 'TSNonNullExpression' ? at.expression : null);
  }
  return links;
}
