// @ts-check
/** The minifier behind the passes that it performs. */
import { minifySync } from 'oxc-minify';
import { parseSync } from 'oxc-parser';
import { visit } from '../tree.mjs';
import { parse } from './parse.mjs';

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
  return isReadAlike(result.code, unit) ? result.code : null;
}

/**
 * Whether what the minifier writes means what it read. Of `(<a />).b` and of `[a < b, (c > (d))]` it drops the outer
 * parentheses: the one can't be read any more, the other is a call with types in TypeScript.
 *
 * @param {string} code
 * @param {import('../types.js').Unit} unit
 */
function isReadAlike(code, unit) {
  if (unit.traits.hasElements && parseSync(`unit.${unit.language}`, code).errors.length > 0) return false;
  if (unit.language === 'jsx' || !code.includes('<')) return true;
  const { program, errors } = parse(code, { lang: unit.language, preserveParens: true });
  return errors.length === 0 && typeArguments(/** @type {any} */ (program)) <= typeArguments(unit.program);
}

/** @param {import('../types.js').Node} program */
function typeArguments(program) {
  let count = 0;
  visit(program, ({ type }) => void (count += Number(type === 'TSTypeParameterInstantiation')));
  return count;
}
