// @ts-check
/** The catalogue of passes. */
import compress from './compress.mjs';
import insertDeadCode from './insert-dead-code.mjs';
import mangleIdentifiers from './mangle-identifiers.mjs';
import reformat from './reformat.mjs';
import renameVariables from './rename-variables.mjs';

/** @type {Map<string, import('../types.js').Pass>} */
export const PASSES = new Map(
  [renameVariables, compress, mangleIdentifiers, insertDeadCode, reformat].map((pass) => [
    pass.name,
    pass,
  ]),
);
