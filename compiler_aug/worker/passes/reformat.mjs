// @ts-check
import { minifyUnit } from '../minify.mjs';
import { printUnit } from '../print.mjs';
import { rereadUnit } from '../program.mjs';
import { pick } from '../random.mjs';
import { visit } from '../tree.mjs';

const INDENTS = ['  ', '    ', '\t'];

/** Strings that read the same between either kind of quotes. */
const PLAIN_TEXT = /^[ !#-&(-[\]-~]*$/;

/**
 * Print the program anew: other indentation, line breaks and quotes, or densely on one line, which
 * drops the comments.
 *
 * @type {import('../types.js').TextPass}
 */
export default {
  name: 'reformat',
  paper: 'Reformatting (R), beautification (B)',
  example: ['var a = [1,2]', 'var a = [1, 2];', 1],
  preserves: 'behaviour',
  assumes: [2],
  rewrite(unit, random) {
    const dense = random() < 0.25;
    const indent = pick(INDENTS, random);
    const quotes = random() < 0.5 ? 'single' : 'double';
    // Printing with other quotes changes the tree, which is the unit's: it gets one of its own.
    const text = dense ? denseText(unit) : spacedText(rereadUnit(unit.text, unit), { indent, quotes });
    return text === unit.text ? null : text;
  },
};

/** @param {import('../types.js').Unit} unit */
function denseText(unit) {
  return minifyUnit(unit, { compress: false, mangle: false, codegen: { removeWhitespace: true } });
}

/**
 * @param {import('../types.js').Unit} unit
 * @param {import('../types.js').Style} style
 */
function spacedText(unit, style) {
  visit(unit.program, (node) => {
    // Without its raw text a string is printed with the quotes of the style.
    if (typeof node.value === 'string' && node.raw && PLAIN_TEXT.test(node.value)) {
      if (node.raw.length === node.value.length + 2) node.raw = undefined;
    }
  });
  return printUnit(unit, style);
}
