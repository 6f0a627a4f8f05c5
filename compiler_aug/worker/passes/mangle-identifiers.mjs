// @ts-check
import { giveNames, isFree, shortName } from '../names.mjs';
import { shuffled } from '../random.mjs';
import { resolve } from '../resolve.mjs';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/**
 * Give all parameters and local variables short names, as a minifier does.
 *
 * Sibling scopes use the same names again; the letters come in random order.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'mangle-identifiers',
  paper: 'Identifier mangling (IM)',
  example: ['const add = (left, right) => left + right;', 'const add = (c, x) => c + x;', 1],
  preserves: 'behaviour',
  assumes: [1, 2],
  apply(program, random) {
    const { bindings, kept, globals, dynamic } = resolve(program);
    if (dynamic) return 0;
    const letters = shuffled(LETTERS, random);
    const taken = new Set([...globals, ...kept]);
    /** @type {Map<import('../scope.mjs').Binding, string>} */
    const newNames = new Map();
    /** @type {Map<import('../scope.mjs').Scope, Set<string>>} */
    const used = new Map();
    for (const binding of bindings) {
      if (kept.has(binding.name)) continue;
      let n = 0;
      let name = shortName(n, letters);
      while (!isFree(name, taken) || isUsedAround(binding.scope, name, used)) {
        n += 1;
        name = shortName(n, letters);
      }
      newNames.set(binding, name);
      used.set(binding.scope, (used.get(binding.scope) ?? new Set()).add(name));
    }
    return giveNames(program, newNames);
  },
};

/**
 * Whether a scope or one around it gave that name already; scopes inside come later and look here.
 *
 * @param {import('../scope.mjs').Scope} scope
 * @param {string} name
 * @param {Map<import('../scope.mjs').Scope, Set<string>>} used
 */
function isUsedAround(scope, name, used) {
  for (let around = /** @type {typeof scope | null} */ (scope); around; around = around.parent) {
    if (used.get(around)?.has(name)) return true;
  }
  return false;
}
