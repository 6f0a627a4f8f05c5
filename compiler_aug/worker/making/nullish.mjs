// @ts-check
/** Tests for null and undefined, written out. */
import * as build from './build.mjs';
import { copy } from './copy.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * A condition that is true of null and undefined; shorter, it takes an object that equals them for them.
 *
 * @param {Node} value that may be read twice
 * @param {boolean} isExact
 */
export function isNullish(value, isExact) {
  if (!isExact) return build.binary('==', value, build.literal(null));
  const isNull = build.binary('===', value, build.literal(null));
  return build.logical('||', isNull, build.binary('===', copy(value), build.undefinedValue()));
}
