// @ts-check
import { freshName, giveNames } from '../names.mjs';
import { resolve } from '../resolve.mjs';

/**
 * Give parameters and local variables names of one or two everyday words.
 *
 * Differs from the released code, which renames one parameter of one function declaration: here
 * every binding below the top level may change, in functions of every kind.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'rename-variables',
  paper: 'Variable renaming (VR)',
  example: [
    'const add = (a, b) => a + b;',
    'const add = (head_option, streamLoop) => head_option + streamLoop;',
    1,
  ],
  preserves: 'behaviour',
  assumes: [1, 2],
  apply(program, random) {
    const { bindings, names, kept, dynamic } = resolve(program);
    if (dynamic) return 0;
    // The share varies, so that some variants keep most names and some keep none.
    const share = 0.25 + 0.75 * random();
    const newNames = new Map();
    for (const binding of bindings) {
      if (kept.has(binding.name) || random() >= share) continue;
      newNames.set(binding, freshName(names, random));
    }
    return giveNames(program, newNames);
  },
};
