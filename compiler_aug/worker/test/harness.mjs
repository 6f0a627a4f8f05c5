// @ts-check
/** What the tests of passes share: run one pass on one program. */
import { PASSES } from '../passes/index.mjs';
import { makeVariant } from '../variants.mjs';

/**
 * @param {string} pass
 * @param {string} source
 * @param {string | number} [seed]
 * @returns {string}
 */
export function rewritten(pass, source, seed = 1) {
  const plan = [{ pass, chance: 1 }];
  const program = { source, language: 'auto', shape: 'auto' };
  const variant = makeVariant(program, plan, String(seed));
  if (variant.failed.length > 0) throw new Error(variant.failed[0].message);
  return variant.text;
}

export const ALL_PASSES = [...PASSES.keys()];
