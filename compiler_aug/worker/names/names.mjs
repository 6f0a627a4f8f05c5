// @ts-check
/** New names for bindings, and giving them. */
import { pick } from '../random.mjs';
import { ABBREVIATIONS, NOUNS, QUALIFIERS, RESERVED } from './words.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Random} Random */
/** @typedef {import('../types.js').Draft} Draft */

/** How names are written. @typedef {'word' | 'camel' | 'snake' | 'short' | 'numbered'} Naming */

/** One word or camel case are what most programs use. @type {readonly Naming[]} */
const NAMINGS = ['word', 'word', 'word', 'camel', 'camel', 'camel', 'snake', 'snake', 'short', 'numbered'];

/** Names in a row that are tried. */
const PATIENCE = 64;

/**
 * A way of naming, for one name or for a whole program.
 *
 * @param {Random} random
 */
export const someNaming = (random) => pick(NAMINGS, random);

/**
 * A name of one or two everyday words that nothing in the program bears; it becomes taken.
 *
 * @param {ReadonlySet<string>} own names of the program
 * @param {Set<string>} taken names that were given since
 * @param {Random} random
 * @param {Naming} [naming]
 * @returns {string}
 */
export function freshName(own, taken, random, naming = someNaming(random)) {
  const [first, second, digit] = [random(), random(), random()];
  // Among thousands of names, each would try all before it: it goes to where nobody was yet.
  for (let attempt = 0; ; attempt += attempt === PATIENCE ? own.size + taken.size : 1) {
    const name = NAMED[naming](first, second, digit, attempt);
    if (own.has(name) || !isFree(name, taken)) continue;
    taken.add(name);
    return name;
  }
}

/**
 * @param {readonly string[]} words
 * @param {number} drawn
 * @param {number} attempt further along the list; after its end words bear a number
 */
function wordAt(words, drawn, attempt) {
  const round = Math.floor(attempt / words.length);
  return words[(Math.floor(drawn * words.length) + attempt) % words.length] + (round > 0 ? round : '');
}

/** @type {Record<Naming, (first: number, second: number, digit: number, attempt: number) => string>} */
const NAMED = {
  word: (first, second, digit, attempt) => wordAt(NOUNS, first, attempt),
  camel: (...drawn) => {
    const [one, two] = twoWords(...drawn);
    return one + two[0].toUpperCase() + two.slice(1);
  },
  snake: (...drawn) => twoWords(...drawn).join('_'),
  short: (first, second, digit, attempt) => wordAt(ABBREVIATIONS, first, attempt),
  numbered: (first, second, digit, attempt) =>
    wordAt(second < 0.5 ? NOUNS : ABBREVIATIONS, first, attempt) + (1 + Math.floor(digit * 4)),
};

/**
 * Two nouns, or a noun and what is said of it.
 *
 * @param {number} first
 * @param {number} second
 * @param {number} digit
 * @param {number} attempt
 */
const twoWords = (first, second, digit, attempt) => [
  wordAt(digit < 0.5 ? QUALIFIERS : NOUNS, first, 0), wordAt(NOUNS, second, attempt),
];

/**
 * The n-th short name over an alphabet: a, b, ..., aa, ba, ...
 *
 * @param {number} n from 0
 * @param {readonly string[]} letters
 * @returns {string}
 */
export function shortName(n, letters) {
  const rest = Math.floor(n / letters.length);
  return (rest > 0 ? shortName(rest - 1, letters) : '') + letters[n % letters.length];
}

/**
 * @param {string} name
 * @param {Set<string>} taken
 */
export function isFree(name, taken) {
  return !taken.has(name) && !RESERVED.has(name.toLowerCase());
}

/**
 * @param {Draft} draft
 * @param {Node[]} uses all identifiers that mean one binding, or one label
 * @param {string} name
 */
export function giveName(draft, uses, name) {
  for (const use of uses) draft.rename(use, name);
}

/**
 * Every label, with the `break` and `continue` that name it.
 *
 * @param {Draft} draft
 * @returns {{statement: Node, uses: Node[]}[]}
 */
export function labelsOf(draft) {
  const labels = draft.of('LabeledStatement').map((statement) => ({ statement, uses: [statement.label] }));
  if (labels.length === 0) return labels;
  for (const jump of draft.of('BreakStatement', 'ContinueStatement')) {
    if (!jump.label) continue;
    let around = jump.parent;
    while (around && !(around.type === 'LabeledStatement' && around.label.name === jump.label.name)) around = around.parent;
    labels.find(({ statement }) => statement === around)?.uses.push(jump.label);
  }
  return labels;
}
