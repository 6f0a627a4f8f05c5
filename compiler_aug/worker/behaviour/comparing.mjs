// @ts-check
/** A program and its variants, run side by side: whether all of them do the same. */
import { parseSync } from 'oxc-parser';
import { randomFrom, shuffled } from '../random.mjs';
import { makeVariants } from '../variants.mjs';
import { runnable } from './frame.mjs';
import { mutated, mutationsOf } from './mutations.mjs';
import { Witness } from './witness.mjs';

/** @typedef {import('./frame.mjs').Program & {firstSeed: number}} Program */
/** @typedef {import('../types.js').Plan} Plan */

/** A plan, by the name under which its variants are counted, and how many are made of a program. */
/** @typedef {{name: string, plan: Plan, count: number}} Trial */

/**
 * A variant that does something else.
 *
 * @typedef {object} Difference
 * @property {string} trial
 * @property {string} seed
 * @property {string[]} passes that changed something
 * @property {number} call which one
 * @property {string} before the first line in which the records differ
 * @property {string} after
 * @property {string} text of the variant
 */

/**
 * @typedef {object} Comparison
 * @property {'informative' | 'dull' | 'unstable' | 'unreadable'} status `dull`: no call returned anything; `unstable`:
 *   the source itself does not always do the same; `unreadable`: it can't be run alone
 * @property {Record<string, [variants: number, differing: number]>} trials by name, where the text changed
 * @property {Difference[]} differences
 * @property {Record<string, [made: number, noticed: number]>} mutations by kind
 * @property {[trial: string, cause: string][]} failed passes that failed
 */

/**
 * @param {Program} program
 * @param {Trial[]} trials
 * @param {{calls: number, mutations: number}} limits
 * @returns {Comparison}
 */
export function compare(program, trials, limits) {
  const witness = Witness.of(program, limits.calls);
  if (typeof witness === 'string') return nothingOf(witness);
  const comparison = nothingOf(witness.status);
  if (comparison.status === 'informative') {
    for (const trial of trials) tryOut(program, trial, witness, comparison);
    tryMutations(program, witness, limits.mutations, comparison);
  }
  // What a variant leaves behind in the room, or what the source does only now and then, is nobody's fault.
  const isSteady = witness.isSteady();
  witness.room.leave();
  return isSteady ? comparison : nothingOf('unstable');
}

/**
 * @param {Comparison['status']} status
 * @returns {Comparison}
 */
const nothingOf = (status) => ({ status, trials: {}, differences: [], mutations: {}, failed: [] });

/**
 * @param {Program} program
 * @param {Trial} trial
 * @param {Witness} witness
 * @param {Comparison} comparison
 */
function tryOut(program, { name, plan, count }, witness, comparison) {
  // Which passes a plan draws follows from the seed alone: programs have seeds of their own.
  const seeds = Array.from({ length: count }, (_, number) => String(program.firstSeed + number));
  const { variants } = makeVariants(program, plan, seeds);
  const counted = (comparison.trials[name] ??= [0, 0]);
  const texts = new Set([program.source]);
  for (const { text, index, passes, failed } of variants) {
    comparison.failed.push(...failed);
    if (texts.has(text)) continue;
    texts.add(text);
    counted[0] += 1;
    const found = witness.differenceOf(text);
    if (!found) continue;
    counted[1] += 1;
    comparison.differences.push({ trial: name, seed: seeds[index], passes: passes.map(([pass]) => pass), ...found, text });
  }
}

/**
 * @param {Program} program
 * @param {Witness} witness
 * @param {number} most
 * @param {Comparison} comparison
 */
function tryMutations({ source }, witness, most, comparison) {
  const { frame } = witness;
  const text = runnable(frame, source) ?? '';
  const tree = /** @type {any} */ (parseSync('', text, { lang: 'jsx', sourceType: 'commonjs', preserveParens: true }).program);
  for (const mutation of shuffled(mutationsOf(tree, text), randomFrom(source)).slice(0, most)) {
    const counted = (comparison.mutations[mutation.kind] ??= [0, 0]);
    counted[0] += 1;
    if (witness.differenceOfRunnable(mutated(text, mutation), false)) counted[1] += 1;
  }
}
