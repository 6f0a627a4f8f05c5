// @ts-check
import { essence } from '../edits.mjs';
import { pick } from '../random.mjs';
import { transformUnit } from '../engines/transform.mjs';
import { insideOf } from '../wrapper.mjs';

const TARGETS = ['es2015', 'es2016', 'es2017', 'es2018', 'es2019', 'es2020', 'es2021', 'es2022'];

/** Without any of these a program has no syntax that is newer than the oldest target's. */
const NEWER = /\?\.|\?\?|\*\*|\|\|=|&&=|\.\.\.|\basync\b|\bawait\b|\bcatch\s*\{|\bclass\b|#|\d_\d|\/[dsuvy]*[dsv][dsuvy]*\b|\\p\{|\(\?</;

/**
 * Write newer syntax in that of an older edition of the language, drawn from ES2015 to ES2022; TypeScript
 * loses its types. Where an edition would need helpers from a package, a later one is taken.
 *
 * @type {import('../types.js').TextPass}
 */
export default {
  name: 'downlevel',
  aliases: [],
  group: 'language',
  example: ['const size = (a) => a?.size;', 'const size = (a) => a === null || a === void 0 ? void 0 : a.size;'],
  preserves: 'behaviour',
  assumes: [2, 7, 8],
  idempotent: false,
  draw: (random) => ({ target: pick(TARGETS, random) }),
  rewrite(unit, { target }) {
    const isPlain = unit.language === 'jsx' && !NEWER.test(unit.text.slice(...insideOf(unit)));
    if (isPlain || unit.traits.hasActingTypes) return null;
    for (const tried of TARGETS.slice(TARGETS.indexOf(String(target)))) {
      const text = transformUnit(unit, tried);
      if (text === null) continue;
      return isAlike(text, unit) || callsHidden(text, unit) ? null : { text, language: 'jsx' };
    }
    return null;
  },
};

/**
 * Whether nothing was changed but layout and types.
 *
 * @param {string} text
 * @param {import('../types.js').Unit} unit
 */
function isAlike(text, unit) {
  if (unit.language === 'jsx' && essence(text) === essence(unit.text)) return true;
  return text === transformUnit(unit, 'esnext');
}

/**
 * Whether what stands for an operator or a regular expression would call something of the program's own.
 *
 * @param {string} text
 * @param {import('../types.js').Unit} unit
 */
function callsHidden(text, unit) {
  const called = ['Math', 'RegExp'].filter((name) => text.includes(`${name}.pow(`) || text.includes(`new ${name}(`));
  return called.length > 0 && unit.nodes.some((node) => node.binding && called.includes(node.name));
}
