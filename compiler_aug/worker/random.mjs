// @ts-check
/** Random numbers from a seed: the same on every machine, never the built-in ones. */
import { createHash } from 'node:crypto';

/**
 * The sfc32 generator, seeded with 128 bits of a SHA-256 digest.
 *
 * Source: PractRand 0.94, `sfc32` (Chris Doty-Humphrey, public domain).
 *
 * @param {string} seed any text; equal texts give equal sequences
 * @returns {import('./types.js').Random}
 */
export function randomFrom(seed) {
  const digest = createHash('sha256').update(seed).digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = digest.readInt32LE(12);
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
