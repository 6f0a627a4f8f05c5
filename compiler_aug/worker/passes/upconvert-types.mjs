// @ts-check
import * as build from '../making/build.mjs';
import { isDeclaration, isWrite } from '../facts/uses.mjs';
import { editHalf } from '../making/sites.mjs';
import { isReference } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

/** What the names of constant globals stand for. @type {Record<string, () => Node>} */
const GLOBALS = {
  undefined: () => build.undefinedValue(),
  Infinity: () => build.binary('/', build.literal(1), build.literal(0)),
  NaN: () => build.binary('/', build.literal(0), build.literal(0)),
};

/**
 * Spell values as conversions or operations of numbers: `true` as `!0`, `undefined` as `void 0`, `Infinity` as `1 / 0`.
 *
 * Differs from the released code, whose `1` for `true` is another value: `1 === true` is false.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'upconvert-types',
  aliases: ['T', 'type upconversion'],
  group: 'compression',
  example: ['const answers = [true, false, undefined];', 'const answers = [!0, !1, void 0];'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['Literal', 'Identifier'], random, (node) => {
      const parent = /** @type {Node} */ (node.parent);
      if (node.type === 'Literal') {
        if (typeof node.value !== 'boolean' || parent.type === 'TSLiteralType') return null;
        return () => draft.replace(node, build.not(build.literal(node.value ? 0 : 1)));
      }
      if (!Object.hasOwn(GLOBALS, node.name) || !isGlobalValue(node, parent)) return null;
      return () => {
        if (parent.type === 'Property' && parent.shorthand) draft.change(parent, { shorthand: false });
        draft.replace(node, GLOBALS[node.name]());
      };
    }),
};

/**
 * @param {Node} node
 * @param {Node} parent
 */
function isGlobalValue(node, parent) {
  const field = ['object', 'key'].find((name) => parent[name] === node) ?? (parent.property === node ? 'property' : '');
  if (node.binding || !isReference(parent, field)) return false;
  if (parent.type.endsWith('Specifier') || (parent.type.startsWith('TS') && parent.expression !== node)) return false;
  return !isWrite(node) && !isDeclaration(node);
}
