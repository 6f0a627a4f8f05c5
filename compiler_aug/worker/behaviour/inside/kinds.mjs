// @ts-check
/** Which value stands behind a name that a program uses but does not make: drawn from how it is used. */

/**
 * What the names of a program look like from how it uses them (`hints.mjs` finds out).
 *
 * @typedef {object} Hints
 * @property {Record<string, Kind[]>} kinds by name; `f()` for what `f` returns
 * @property {string[]} properties that are read or written
 * @property {Record<string, (string | number | boolean | null)[]>} constants that a name is compared with
 */

/** @typedef {'callable' | 'object' | 'list' | 'text' | 'number' | 'truth' | 'nothing'} Kind */

/** Of what nothing is known: mostly objects, since most code reaches into what it gets. */
const ANY = /** @type {Kind[]} */ ([
  'object', 'object', 'object', 'callable', 'number', 'number', 'text', 'text', 'truth', 'list', 'nothing',
]);

/** What names say by themselves. @type {[RegExp, Kind[]][]} */
const SPEAKING = [
  [/^(?:is|has|should|can|was|allow|enable|disable)(?:[A-Z_]|$)|(?:ed|able|equals|includes|matches|test|contains)$/, ['truth']],
  [/(?:length|size|count|index|width|height|left|top|right|bottom|offset|depth|level|max|min|total|time|start|end|pos|num)$/i, ['number']],
  [/^(?:[ijknmwhxyz]|dx|dy|len|idx)$/, ['number']],
  [/(?:name|type|key|path|url|id|text|str|string|title|label|class|prefix|suffix|message|format|kind)$/i, ['text']],
  [/^(?:cb|callback|done|next|fn|func|iteratee|predicate|comparator|resolve|reject|handler|listener)$|(?:Fn|Callback|Handler)$/, ['callable']],
  [/(?:list|array|items|values|keys|args|children|nodes|elements|entries|arr|data)$/i, ['list']],
];

const SMALL_NUMBERS = [0, 1, 2, 3, 5, -1, 10, 0.5, 7, 255];
const SHORT_TEXTS = ['', 'a', 'ab', 'foo', 'Foo bar', 'x-y', 'a,b,c', '12', 'key', ' pad ', '/a/b.js', 'fooBar', '#fff'];

/**
 * FNV-1a, with a last mixing: neighbours differ in all bits.
 *
 * @param {string} text
 * @returns {number} an integer below 2 ** 32
 */
export function hashOf(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {number} roll
 * @returns {T}
 */
export const picked = (items, roll) => items[roll % items.length];

/**
 * @param {string} label
 * @param {Hints} hints
 * @param {number} roll
 * @param {boolean} isWild whether the program may get what it does not expect
 * @returns {Kind}
 */
export function kindOf(label, hints, roll, isWild) {
  if (isWild) return picked(ANY, roll);
  const used = Object.hasOwn(hints.kinds, label) ? hints.kinds[label] : [];
  if (used.length > 0) return picked(used, roll);
  const bare = label.endsWith('()') ? label.slice(0, -2) : label;
  const spoken = SPEAKING.find(([words]) => words.test(bare))?.[1];
  return spoken && roll % 5 > 0 ? picked(spoken, roll) : picked(ANY, roll);
}

/**
 * A value that is no object.
 *
 * @param {Kind} kind
 * @param {string} label
 * @param {Hints} hints
 * @param {number} roll
 */
export function plainValue(kind, label, hints, roll) {
  const constants = Object.hasOwn(hints.constants, label) ? hints.constants[label] : [];
  const other = roll >>> 4;
  if (constants.length > 0 && roll % 4 > 0) return picked(constants, other);
  switch (kind) {
    case 'number':
      return picked(SMALL_NUMBERS, other);
    case 'text':
      return picked(SHORT_TEXTS, other);
    case 'truth':
      return other % 2 === 0;
    default:
      return other % 2 === 0 ? undefined : null;
  }
}
