// @ts-check
import { giveName, isFree, labelsOf, shortName } from '../names/names.mjs';
import { shuffled } from '../random.mjs';

/** @typedef {import('../types.js').Draft} Draft */
/** @typedef {import('../scope.mjs').Scope} Scope */

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/**
 * Give all parameters, local variables and labels short names, as a minifier does.
 *
 * Sibling scopes use the same names again; the letters come in random order.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'mangle-identifiers',
  aliases: ['IM', 'identifier mangling'],
  group: 'identifiers',
  example: ['const add = (left, right) => left + right;', 'const add = (b, c) => b + c;'],
  preserves: 'behaviour',
  assumes: [1, 2],
  idempotent: false,
  apply(draft, random) {
    const letters = shuffled(LETTERS, random);
    return mangleBindings(draft, letters) + mangleLabels(draft, letters);
  },
};

/**
 * @param {Draft} draft
 * @param {string[]} letters
 */
function mangleBindings(draft, letters) {
  const { globals, kept } = draft.resolution;
  /** @type {Map<Scope, Set<string>>} */
  const used = new Map();
  const named = draft.bindings().filter(({ name }) => !kept.has(name)).map((binding) => ({ binding, uses: draft.usesOf(binding) }));
  let changes = 0;
  for (const { binding, uses } of named) {
    if (uses.length === 0) continue;
    const name = firstFree(letters, (short) =>
      // What passes named anew without saying where it is bound stays as it is.
      !globals.has(short) && !kept.has(short) && isFree(short, draft.taken) && !isUsedAround(binding.scope, short, used));
    used.set(binding.scope, (used.get(binding.scope) ?? new Set()).add(name));
    if (uses[0].name === name) continue;
    giveName(draft, uses, name);
    changes += 1;
  }
  return changes;
}

/**
 * Labels have names of their own kind: they are in nobody's way.
 *
 * @param {Draft} draft
 * @param {string[]} letters
 */
function mangleLabels(draft, letters) {
  let changes = 0;
  for (const { statement, uses } of labelsOf(draft)) {
    let depth = 0;
    for (let around = statement.parent; around; around = around.parent) if (around.type === 'LabeledStatement') depth += 1;
    const name = shortName(depth, letters);
    if (statement.label.name === name) continue;
    giveName(draft, uses, name);
    changes += 1;
  }
  return changes;
}

/**
 * @param {string[]} letters
 * @param {(name: string) => boolean} isGood
 */
function firstFree(letters, isGood) {
  for (let n = 0; ; n += 1) {
    const name = shortName(n, letters);
    if (isGood(name)) return name;
  }
}

/**
 * Whether a scope or one around it gave that name already; scopes inside come later and look here.
 *
 * @param {Scope} scope
 * @param {string} name
 * @param {Map<Scope, Set<string>>} used
 */
function isUsedAround(scope, name, used) {
  for (let around = /** @type {Scope | null} */ (scope); around; around = around.parent) {
    if (used.get(around)?.has(name)) return true;
  }
  return false;
}
