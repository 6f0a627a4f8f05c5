// @ts-check
import * as build from '../making/build.mjs';
import { pick } from '../random.mjs';
import { hexEscape, quoted, spellingsOf, unicodeEscape } from '../making/spelling.mjs';
import { editSome } from '../making/sites.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Random} Random */

/** Texts here are no values, or loaders and bundlers look for them. */
const NO_VALUES = new Set([
  'JSXAttribute', 'ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'ImportAttribute',
  'ImportSpecifier', 'ExportSpecifier', 'TSExternalModuleReference',
]);

/**
 * Spell numbers and strings in other ways: `255` as `0xff`, `1000` as `1e3` or `1_000`, characters as
 * escapes, other quotes.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'respell-literals',
  aliases: [],
  group: 'syntax',
  example: ["const max = [255, 'a'];", 'const max = [0xff, "a"];'],
  preserves: 'behaviour',
  assumes: [],
  idempotent: false,
  apply: (draft, random) =>
    editSome(0.3, draft, ['Literal'], random, (node) => {
      if (node.regex || node.bigint != null || !isValue(node)) return null;
      if (typeof node.value === 'string') return () => void respell(draft, node, respelled(node, random));
      // Old octal numbers and their likes are left to those who wrote them.
      if (typeof node.value !== 'number' || /^0\d/.test(node.raw ?? '')) return null;
      const spellings = spellingsOf(node.value, node.raw ?? String(node.value));
      return spellings.length > 0 ? () => respell(draft, node, pick(spellings, random)) : null;
    }),
};

/**
 * @param {import('../types.js').Draft} draft
 * @param {Node} node
 * @param {string} raw
 */
function respell(draft, node, raw) {
  draft.replace(node, build.literal(node.value, raw));
}

/** @param {Node} node */
function isValue(node) {
  const parent = /** @type {Node} */ (node.parent);
  if (parent.type === 'ExpressionStatement') return false;
  if (NO_VALUES.has(parent.type) || (parent.type.startsWith('TS') && !parent.expression)) return false;
  if (parent.type === 'CallExpression' && parent.callee.name === 'require') return false;
  const isKey = parent.key === node && !parent.computed;
  return !isKey;
}

/**
 * @param {Node} node
 * @param {Random} random
 */
function respelled({ value, raw = '' }, random) {
  const own = raw[0] === '"' ? '"' : "'";
  const other = own === '"' ? "'" : '"';
  const kind = random();
  if (kind < 0.4 || value === '') return quoted(value, other);
  // One character, or about a third of them.
  const chosen = Math.floor(random() * value.length);
  const isChosen = (/** @type {number} */ at) => (kind < 0.8 ? at === chosen : random() < 0.3);
  const escape = (/** @type {string} */ unit) =>
    unit.charCodeAt(0) < 256 && random() < 0.5 ? hexEscape(unit) : unicodeEscape(unit);
  return quoted(value, random() < 0.5 ? own : other, (unit, at) => (isChosen(at) ? escape(unit) : unit));
}
