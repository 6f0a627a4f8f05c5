// @ts-check
/** How a program is laid out: white space, quotes, braces, comments. */
import beautify from './beautify.mjs';
import compact from './compact.mjs';
import moveComments from './move-comments.mjs';
import reformat from './reformat.mjs';
import removeComments from './remove-comments.mjs';

/** @type {import('../types.js').Pass[]} */
export default [reformat, beautify, compact, removeComments, moveComments];
