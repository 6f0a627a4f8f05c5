// @ts-check
/** Passes that work constants out, drop dead code, insert it, and drop lines. */
import eliminateDeadCode from './eliminate-dead-code.mjs';
import foldConstants from './fold-constants.mjs';
import insertDeadCode from './insert-dead-code.mjs';
import sampleLines from './sample-lines.mjs';
import upconvertTypes from './upconvert-types.mjs';

/** @type {import('../types.js').Pass[]} */
export default [
  eliminateDeadCode, foldConstants, insertDeadCode, sampleLines, upconvertTypes,
];
