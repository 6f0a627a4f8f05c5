// @ts-check
/** Which steps of a plan a variant takes, and in which order. */
import { PASSES } from './passes/index.mjs';
import { markOf } from './random.mjs';

/** @typedef {import('./types.js').Plan} Plan */
/** @typedef {import('./types.js').Pass} Pass */
/** @typedef {import('./random.mjs').Draws} Draws */

/**
 * A step with all that does not depend on the seed.
 *
 * @typedef {object} Step
 * @property {Pass} pass
 * @property {number} chance
 * @property {Int32Array} coin mark of the draw that decides
 * @property {Int32Array} order mark of the draw that decides the place
 * @property {import('./types.js').Options} options
 */

/** Steps in a row of which all or none work on the whole text. @type {WeakMap<Plan, Step[][]>} */
const known = new WeakMap();

/**
 * The steps that are drawn. Each has draws of its own: taking one pass out of a plan changes neither whether
 * another is drawn nor which of two others comes first.
 *
 * @param {Plan} plan
 * @param {Draws} draws
 * @returns {Step[]}
 */
export function drawnSteps(plan, draws) {
  /** @type {Step[]} */
  const drawn = [];
  for (const run of runsOf(plan)) {
    /** @type {Step[]} */
    const taken = [];
    for (const step of run) if (draws.coin(step.coin) < step.chance) taken.push(step);
    // Text passes stay where they are: in between, the program would have to be read again.
    const isShuffled = plan.order === 'shuffled' && taken.length > 1 && !('rewrite' in taken[0].pass);
    if (isShuffled) taken.sort((a, b) => draws.coin(a.order) - draws.coin(b.order));
    drawn.push(...taken);
  }
  return drawn;
}

/** @param {Plan} plan */
function runsOf(plan) {
  let runs = known.get(plan);
  if (!runs) {
    runs = [];
    for (const step of plan.steps.map(stepOf)) {
      const last = runs.at(-1);
      if (last && 'rewrite' in last[0].pass === 'rewrite' in step.pass) last.push(step);
      else runs.push([step]);
    }
    known.set(plan, runs);
  }
  return runs;
}

/**
 * The steps that are not drawn, the nearest first: as if all chances were raised by one factor, further and further. For
 * a variant in which too little changed.
 *
 * @param {Plan} plan
 * @param {Draws} draws
 * @returns {Generator<Step, void>}
 */
export function* spareSteps(plan, draws) {
  const steps = runsOf(plan).flat();
  const factors = steps.map(({ coin, chance }) => (chance > 0 ? draws.coin(coin) / chance : 0));
  for (;;) {
    let nearest = -1;
    for (let at = 0; at < factors.length; at += 1) {
      if (factors[at] >= 1 && (nearest < 0 || factors[at] < factors[nearest])) nearest = at;
    }
    if (nearest < 0) return;
    factors[nearest] = 0;
    yield steps[nearest];
  }
}

/**
 * @param {import('./types.js').PlanStep} step
 * @returns {Step}
 */
function stepOf({ pass: name, chance, gate, options }) {
  const pass = PASSES.get(name);
  if (!pass) throw new Error(`no pass is called ${name}`);
  const coin = markOf(gate ? `gate/${gate}` : `coin/${name}`);
  return { pass, chance, coin, order: markOf(`order/${name}`), options: { ...pass.options, ...options } };
}
