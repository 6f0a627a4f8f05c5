// @ts-check
/**
 * Compares programs with their variants, on framed requests: `{ op: 'compare', items, trials, limits }`, where an
 * item is a program; its reply is `{ replies }`, one for each.
 */
import { decodeFrames, encodeFrame } from '../frames.mjs';
import { compare } from './comparing.mjs';

// What a program leaves behind, nobody waits for.
process.on('unhandledRejection', () => {});

for await (const { items, trials, limits } of decodeFrames(process.stdin)) {
  const replies = items.map((/** @type {any} */ item) => answer(item, trials, limits));
  process.stdout.write(encodeFrame({ replies }));
}

/**
 * @param {any} item
 * @param {any} trials
 * @param {any} limits
 */
function answer(item, trials, limits) {
  try {
    return compare(item, trials, limits);
  } catch (error) {
    return { failure: String(/** @type {any} */ (error)?.stack ?? error).slice(0, 500) };
  }
}
