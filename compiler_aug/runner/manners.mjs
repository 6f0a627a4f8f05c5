// @ts-check
/**
 * Manners of calling: libraries that do the same take their arguments in different orders.
 *
 * A tuple holds the data first. `data-last` moves them to the end; the curried manners give the
 * others first, all at once or one by one.
 */
import { canonical } from './values.mjs';

/**
 * @typedef {object} Manner
 * @property {(count: number) => boolean} fits whether it makes a difference for so many arguments
 * @property {(called: Function, args: any[]) => unknown} call
 */

/** @type {Record<string, Manner>} */
export const MANNERS = {
  'data-first': {
    fits: () => true,
    call: (called, args) => called(...args),
  },
  'data-last': {
    fits: (count) => count >= 2,
    call: (called, [data, ...rest]) => called(...rest, data),
  },
  curried: {
    fits: (count) => count >= 2,
    call: (called, [data, ...rest]) => called(...rest)(data),
  },
  'curried-singly': {
    fits: (count) => count >= 3,
    call: (called, [data, ...rest]) => rest.reduce((inner, arg) => inner(arg), called)(data),
  },
};

/**
 * The arguments after a call, if it changed them, and what a recorder among them was called with.
 *
 * @param {any[]} args after the call
 * @param {string[]} texts what they were before it
 * @returns {string} empty if they are as they were, and no recorder was called
 */
export function argsAfter(args, texts) {
  const after = args.map((arg) => (typeof arg === 'object' ? canonical(arg) : null));
  const changed = after.map((text, place) => (text === null || text === texts[place] ? '' : text));
  const seen = args.flatMap((arg) => (typeof arg === 'function' ? (arg.seen ?? []) : []));
  const called = seen.length > 0 ? ` calls ${canonical(seen)}` : '';
  return (changed.some((text) => text !== '') ? ` args ${changed.join('|')}` : '') + called;
}
