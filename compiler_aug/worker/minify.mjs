// @ts-check
/** The minifier behind the passes that it performs. */
import { minifySync } from 'oxc-minify';

/**
 * @param {import('./types.js').Unit} unit
 * @param {import('oxc-minify').MinifyOptions} options
 * @returns {string} the unit's text, rewritten
 * @throws {Error} the minifier finds an early error that the parser lets pass
 */
export function minifyUnit(unit, options) {
  // Left out, a file is a module; `module: true` would forbid JSX.
  const kind = unit.program.sourceType === 'module' ? {} : { module: false };
  const result = minifySync(`unit.${unit.language}`, unit.text, { ...kind, ...options });
  if (result.errors.length > 0) throw new Error(result.errors[0].message);
  return result.code;
}
