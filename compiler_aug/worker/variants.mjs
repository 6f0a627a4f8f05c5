// @ts-check
/** One program, a plan and seeds: variants. */
import { Attempt } from './attempt.mjs';
import { isTooDeep } from './failures.mjs';
import { drawnSteps } from './plan.mjs';
import { readProgram } from './program.mjs';
import { drawsFrom } from './random.mjs';

/** @typedef {import('./types.js').Unit} Unit */
/** @typedef {import('./types.js').Plan} Plan */
/** @typedef {import('./attempt.mjs').Outcomes} Outcomes */
/** @typedef {{source: string, language: string, shape: string}} Program */
/** @typedef {Outcomes & {text: string, index: number}} Variant */

/**
 * Variants of a program, one for each seed. Every pass draws from its own generator, seeded by the
 * variant's seed and the pass's name: taking one pass out of a plan changes no other pass's draws.
 *
 * @param {Program} program
 * @param {Plan} plan
 * @param {string[]} seeds
 * @param {number} [distinct] stop after so many different texts, none of them the source; the others are
 *   left out. 0: every seed has its variant
 * @returns {{variants: Variant[]}}
 * @throws {import('./failures.mjs').SourceSyntaxError}
 */
export function makeVariants({ source, language, shape }, plan, seeds, distinct = 0) {
  const base = readProgram(source, language, shape);
  const texts = new Set([source]);
  /** @type {Variant[]} */
  const variants = [];
  for (const [index, seed] of seeds.entries()) {
    const variant = makeVariant(base, source, plan, seed);
    if (distinct > 0) {
      if (texts.has(variant.text)) continue;
      texts.add(variant.text);
    }
    variants.push({ index, ...variant });
    if (variants.length === distinct) break;
  }
  return { variants };
}

/**
 * The text after every pass that changed something.
 *
 * @param {Program} program
 * @param {Plan} plan
 * @param {string} seed
 * @returns {Omit<Variant, 'index'> & {texts: string[]}}
 */
export function explainVariant({ source, language, shape }, plan, seed) {
  /** @type {string[]} */
  const texts = [];
  return { ...makeVariant(readProgram(source, language, shape), source, plan, seed, texts), texts };
}

/**
 * @param {Unit} base
 * @param {string} source
 * @param {Plan} plan
 * @param {string} seed
 * @param {string[] | null} [texts] gets the text after every change
 * @returns {Omit<Variant, 'index'>}
 */
function makeVariant(base, source, plan, seed, texts = null) {
  const draws = drawsFrom(seed);
  const steps = drawnSteps(plan, draws);
  /** Passes at fault, with what they said. @type {Map<string, string>} */
  const faulty = new Map();
  let isCareful = false;
  for (;;) {
    const attempt = new Attempt(base, draws, faulty, isCareful, texts);
    try {
      const text = attempt.completed(plan, steps, source);
      attempt.release();
      return { text, ...attempt.outcomes };
    } catch (error) {
      if (isTooDeep(error) || (isCareful && attempt.current === '')) throw error;
      // The draft may be half changed. Start again: without the pass if it is surely at fault, else reading the
      // outcome of every pass, to find the one that is. The draft's copy is not given back: what a pass changed
      // before it threw may not have been noted, and would be in the next draft.
      if (attempt.isSurelyAtFault || isCareful) faulty.set(attempt.current, String(error));
      else isCareful = true;
      texts?.splice(0);
    }
  }
}
