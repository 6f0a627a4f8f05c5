// @ts-check
/** Passes that a compiler performs on text: compression, older syntax, no types. */
import compress from './compress.mjs';
import downlevel from './downlevel.mjs';
import eraseTypes from './erase-types.mjs';

/** @type {import('../types.js').Pass[]} */
export default [
  compress, downlevel, eraseTypes,
];
