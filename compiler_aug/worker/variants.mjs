// @ts-check
/** One program, a plan and a seed: one variant. */
import { PASSES } from './passes/index.mjs';
import { printUnit } from './print.mjs';
import { readProgram, rereadUnit, unwrap } from './program.mjs';
import { randomFrom } from './random.mjs';

/** @typedef {import('./types.js').Unit} Unit */
/** @typedef {{name: string, changes: number}} Applied */

/**
 * A variant of a program. Every pass draws from its own generator, seeded by the variant's seed and
 * the pass's name: taking one pass out of a plan changes no other pass's draws.
 *
 * A pass that fails leaves the program as it was before it, and is reported.
 *
 * @param {{source: string, language: string, shape: string}} program
 * @param {import('./types.js').PlanStep[]} plan
 * @param {string} seed
 * @returns {{text: string, passes: Applied[], failed: {name: string, message: string}[]}}
 * @throws {import('./program.mjs').SourceSyntaxError}
 */
export function makeVariant({ source, language, shape }, plan, seed) {
  let unit = readProgram(source, language, shape);
  /** @type {Applied[]} */
  const passes = [];
  /** @type {{name: string, message: string}[]} */
  const failed = [];
  for (const step of plan) {
    const random = randomFrom(`${seed}/${step.pass}`);
    if (random() >= step.chance) continue;
    try {
      const result = runPass(step.pass, unit, random);
      if (result.changes === 0) continue;
      unit = result.unit;
      passes.push({ name: step.pass, changes: result.changes });
    } catch (error) {
      failed.push({ name: step.pass, message: String(error) });
      // The tree may be half changed: read it again.
      unit = rereadUnit(unit.text, unit);
    }
  }
  return { text: passes.length > 0 ? unwrap(unit) : source, passes, failed };
}

/**
 * @param {string} name
 * @param {Unit} unit
 * @param {import('./types.js').Random} random
 * @returns {{unit: Unit, changes: number}} a unit whose text and tree agree
 */
function runPass(name, unit, random) {
  const pass = PASSES.get(name);
  if (!pass) throw new Error(`no pass is called ${name}`);
  if ('rewrite' in pass) {
    const text = pass.rewrite(unit, random);
    return text === null ? { unit, changes: 0 } : { unit: rereadUnit(text, unit), changes: 1 };
  }
  const changes = pass.apply(unit.program, random);
  return changes === 0 ? { unit, changes } : { unit: rereadUnit(printUnit(unit), unit), changes };
}
