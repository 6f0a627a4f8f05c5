// @ts-check
/** The catalogue of passes, room by room. */
import controlFlow from './control-flow.mjs';
import deadCode from './dead-code.mjs';
import declarations from './declarations.mjs';
import expressions from './expressions.mjs';
import language from './language.mjs';
import layout from './layout.mjs';

const ROOMS = [layout, language, controlFlow, declarations, expressions, deadCode];

/** By name. @type {Map<string, import('../types.js').Pass>} */
export const PASSES = new Map(ROOMS.flat().map((pass) => [pass.name, pass]));
