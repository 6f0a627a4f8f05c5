// @ts-check
/** Random numbers from a seed: the same on every machine, never the built-in ones. */

/**
 * The sfc32 generator, seeded with 128 bits of hash.
 *
 * Source: PractRand 0.94, `sfc32` (Chris Doty-Humphrey, public domain).
 *
 * @param {string} seed any text; equal texts give equal sequences
 * @returns {import('./types.js').Random}
 */
export function randomFrom(seed) {
  return drawsFrom(seed).generator('');
}

/**
 * What one seed draws: everything that has a name has draws of its own.
 *
 * @typedef {object} Draws
 * @property {(mark: Int32Array) => number} coin one number, cheaper than a generator, for the `markOf` a name
 * @property {(name: string) => import('./types.js').Random} generator
 */

/**
 * @param {string} seed
 * @returns {Draws}
 */
export function drawsFrom(seed) {
  const [a, b, c, d] = hashOf(seed);
  return {
    coin(mark) {
      return (mixed(mixed(a ^ mark[2]) ^ b ^ mark[3]) >>> 0) / 4294967296;
    },
    generator(name) {
      const mark = markOf(name);
      const random = sfc32(a ^ mark[0], b ^ mark[1], c ^ mark[2], d ^ mark[3]);
      // The source's advice for states that are near each other.
      for (let skipped = 0; skipped < 12; skipped += 1) random();
      return random;
    },
  };
}

/** @type {Map<string, Int32Array>} */
const marks = new Map();

/**
 * @param {string} name
 * @returns {Int32Array} what tells its draws from those of other names
 */
export function markOf(name) {
  let mark = marks.get(name);
  if (!mark) {
    mark = hashOf(name);
    marks.set(name, mark);
  }
  return mark;
}

/**
 * Source: cyrb128 (bryc, public domain).
 *
 * @param {string} text
 * @returns {Int32Array} of four
 */
function hashOf(text) {
  let [a, b, c, d] = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = b ^ Math.imul(a ^ code, 0x239b961b);
    b = c ^ Math.imul(b ^ code, 0xab0e9789);
    c = d ^ Math.imul(c ^ code, 0x38b34ae5);
    d = a ^ Math.imul(d ^ code, 0xa1e38b93);
  }
  a = Math.imul(c ^ (a >>> 18), 0x239b961b);
  b = Math.imul(d ^ (b >>> 22), 0xab0e9789);
  c = Math.imul(a ^ (c >>> 17), 0x38b34ae5);
  d = Math.imul(b ^ (d >>> 19), 0xa1e38b93);
  const all = a ^ b ^ c ^ d;
  return Int32Array.of(all, b ^ all, c ^ all, d ^ all);
}

/**
 * Every bit of the number decides every bit of the result.
 *
 * Source: the finalizer of MurmurHash3 (Austin Appleby, public domain).
 *
 * @param {number} bits
 */
function mixed(bits) {
  let hash = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} counter
 * @returns {import('./types.js').Random}
 */
function sfc32(a, b, c, counter) {
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
}

/**
 * @template T
 * @param {readonly T[]} items at least one
 * @param {import('./types.js').Random} random
 * @returns {T}
 */
export function pick(items, random) {
  return items[Math.floor(random() * items.length)];
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {import('./types.js').Random} random
 * @returns {T[]} the items in random order (Fisher and Yates)
 */
export function shuffled(items, random) {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
