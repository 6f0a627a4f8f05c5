// @ts-check
/** Ways to print a program. */
import { pick } from '../random.mjs';

/** @typedef {import('../types.js').Style} Style */
/** @typedef {import('../types.js').Random} Random */

/** What passes made in the midst of what is copied. @type {Style} */
export const PLAIN = {
  indent: '  ', quotes: 'keep', semicolons: true, braces: 'keep', spaces: 'wide', spacedBraces: true,
  trailingCommas: false, arrowParens: 'always', quoteProps: 'keep', blankLines: 0, maxWidth: Infinity,
  elseOnNewLine: false,
};

/** The one style of `reformat`: nothing but layout, quotes and parentheses. @type {Style} */
export const CANONICAL = { ...PLAIN, quotes: 'single', maxWidth: 100 };

/**
 * A style as some team may have agreed on.
 *
 * @param {Random} random
 * @returns {Style}
 */
export function drawnStyle(random) {
  const coin = () => random() < 0.5;
  return {
    indent: pick(['  ', '    ', '\t'], random),
    quotes: pick(['single', 'double', 'keep'], random),
    semicolons: random() < 0.75,
    braces: pick(['keep', 'always', 'when-needed'], random),
    spaces: random() < 0.75 ? 'wide' : 'tight',
    spacedBraces: coin(),
    trailingCommas: coin(),
    arrowParens: coin() ? 'always' : 'avoid',
    quoteProps: pick(['keep', 'as-needed', 'always'], random),
    blankLines: coin() ? 0 : 1,
    maxWidth: pick([80, 100, 120, 60], random),
    elseOnNewLine: random() < 0.25,
  };
}
