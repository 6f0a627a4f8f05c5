// @ts-check
import { giveName, labelsOf, someNaming } from '../names/names.mjs';

/** @typedef {import('../types.js').Draft} Draft */
/** @typedef {import('../types.js').Random} Random */

/**
 * Give parameters, local variables, inner functions and classes, and labels names of everyday words, most of
 * them written in one manner. Options: `targets` is `all`, or `declared-parameters` for what the released
 * code does: one parameter of a function declaration; `share` is the chance of each binding (of each
 * declaration), null draws one for the program.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'rename-variables',
  aliases: ['VR', 'variable renaming'],
  group: 'identifiers',
  example: ['const add = (a, b) => a + b;', 'const add = (account, action) => account + action;'],
  preserves: 'behaviour',
  assumes: [1, 2],
  idempotent: false,
  options: { targets: 'all', share: null },
  apply(draft, random, { targets = 'all', share = null }) {
    if (targets === 'declared-parameters') return renameDeclaredParameters(draft, random, Number(share ?? 0.25));
    // The share varies, so that some variants keep most names and some keep none.
    const drawn = 1 - 0.75 * random();
    return renameAll(draft, random, Number(share ?? drawn));
  },
};

/**
 * @param {Draft} draft
 * @param {Random} random
 * @param {number} share
 */
function renameAll(draft, random, share) {
  const { kept } = draft.resolution;
  const manner = someNaming(random);
  const bound = draft.bindings().filter(({ name }) => !kept.has(name)).map((binding) => draft.usesOf(binding));
  const named = [...bound, ...labelsOf(draft).map(({ uses }) => uses)].filter((uses) => uses.length > 0);
  let changes = 0;
  for (const uses of named) {
    if (random() >= share) continue;
    giveName(draft, uses, draft.fresh(random, random() < 0.8 ? manner : someNaming(random)));
    changes += 1;
  }
  return changes;
}

/**
 * @param {Draft} draft
 * @param {Random} random
 * @param {number} share
 */
function renameDeclaredParameters(draft, random, share) {
  let changes = 0;
  for (const { params } of draft.of('FunctionDeclaration')) {
    if (params.length === 0 || random() >= share) continue;
    const { type, binding } = params[Math.floor(random() * params.length)];
    // As there, a pattern stays.
    if (type !== 'Identifier' || !binding || draft.resolution.kept.has(binding.name)) continue;
    giveName(draft, draft.usesOf(binding), draft.fresh(random));
    changes += 1;
  }
  return changes;
}
