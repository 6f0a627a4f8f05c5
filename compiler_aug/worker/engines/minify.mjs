// @ts-check
/** The minifier behind the passes that it performs. */
import { minifySync } from 'oxc-minify';
import { parseSync } from 'oxc-parser';

/**
 * @param {import('../types.js').Unit} unit
 * @param {import('oxc-minify').MinifyOptions} options
 * @returns {string | null} the unit's text, rewritten; null where the minifier writes what can't be read
 * @throws {Error} the minifier finds an early error that the parser lets pass
 */
export function minifyUnit(unit, options) {
  // Left out, a file is a module; `module: true` would forbid JSX.
  const kind = unit.traits.isModule ? {} : { module: false };
  const result = minifySync(`unit.${unit.language}`, unit.text, { ...kind, ...options });
  if (result.errors.length > 0) throw new Error(result.errors[0].message);
  // Of `(<a />).b` it drops the parentheses.
  const isSure = !unit.traits.hasElements || parseSync(`unit.${unit.language}`, result.code).errors.length === 0;
  return isSure ? result.code : null;
}
