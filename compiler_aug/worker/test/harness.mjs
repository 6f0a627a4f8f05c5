// @ts-check
/** What tests of all passes share. */
import { PASSES } from '../passes/index.mjs';
import { makeVariants } from '../variants.mjs';

/** Passes whose variants do what the source does. */
export const PRESERVING = [...PASSES.values()].filter(({ preserves }) => preserves === 'behaviour').map(({ name }) => name);

/**
 * @param {...string} passes
 * @returns {import('../types.js').Plan} that always draws all of them
 */
export const always = (...passes) => ({ steps: passes.map((pass) => ({ pass, chance: 1 })) });

/**
 * @param {string} source
 * @param {import('../types.js').Plan} plan
 * @param {string | number} [seed]
 * @param {string} [language]
 * @param {string} [shape]
 */
export function variantOf(source, plan, seed = 1, language = 'auto', shape = 'auto') {
  const { variants } = makeVariants({ source, language, shape }, plan, [String(seed)]);
  return variants[0];
}
