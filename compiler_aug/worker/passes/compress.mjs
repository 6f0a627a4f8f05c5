// @ts-check
import { minifyUnit } from '../minify.mjs';

const SPACED = { mangle: false, codegen: { removeWhitespace: false } };

/**
 * Shorten syntax as a minifier does: constants folded, branches joined into conditional
 * expressions, dead code and unused variables dropped, statements joined, comments dropped.
 *
 * @type {import('../types.js').TextPass}
 */
export default {
  name: 'compress',
  paper: 'Compression (C), dead-code elimination (DCE), constant folding (CF)',
  example: [
    'function sign(x) { if (x > 2 * 3) { return 1; } else { return -1; } }',
    'function sign(x) {\n\treturn x > 6 ? 1 : -1;\n}',
    1,
  ],
  preserves: 'behaviour',
  assumes: [1, 2, 3],
  rewrite(unit, random) {
    const compress = {
      joinVars: random() < 0.5,
      sequences: random() < 0.5,
      // A module's top level is its interface to files that are not here.
      unused: unit.program.sourceType !== 'module',
    };
    const compressed = minifyUnit(unit, { ...SPACED, compress });
    if (unit.comments.length > 0) return compressed;
    return compressed === minifyUnit(unit, { ...SPACED, compress: false }) ? null : compressed;
  },
};
