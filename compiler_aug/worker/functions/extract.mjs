// @ts-check
/** Functions of a file, with all that a corpus wants to know of them. */
import { codePointsIn } from '../code-points.mjs';
import { documentationIn } from './documentation.mjs';
import { eraseTypes } from '../erase/erase.mjs';
import { fingerprintsOf } from './fingerprints.mjs';
import { namedFunctions } from './named.mjs';
import { positionsIn } from '../positions.mjs';
import { readProgram } from '../program.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').ExtractedFunction} ExtractedFunction */
/** @typedef {import('../types.js').Unit} Unit */

/**
 * @param {string} source
 * @param {string} language
 * @returns {ExtractedFunction[]} functions that bear a name, in source order, nested ones too
 * @throws {import('../failures.mjs').SourceSyntaxError}
 */
export function extractFunctions(source, language) {
  const unit = readProgram(source, language, 'program');
  const { program, comments } = unit;
  const fingerprints = fingerprintsOf(program);
  const documentationAt = documentationIn(source, comments);
  const positionAt = positionsIn(source);
  const codePoints = codePointsIn(source);
  const javascriptOf = erasing(unit);
  /** @type {ExtractedFunction[]} */
  const extracted = [];
  for (const { name, owner, shape, node, func, statement } of namedFunctions(program)) {
    const prints = fingerprints.get(func);
    // In the decorator of a parameter, say: JavaScript has nothing in that place.
    if (!prints) continue;
    const { start, end } = node;
    extracted.push({
      name,
      owner,
      shape,
      source: source.slice(start, end),
      javascript: javascriptOf(start, end),
      documentation: documentationAt(statement.start),
      parameters: func.params.map((/** @type {Node} */ param) => source.slice(param.start, param.end)),
      start: codePoints(start),
      end: codePoints(end),
      startLine: positionAt(start).line,
      endLine: positionAt(end).line,
      ...prints,
    });
  }
  return extracted;
}

/**
 * @param {Unit} unit
 * @returns {(start: number, end: number) => string} what a stretch of the text is without its types; empty
 *   where the program is JavaScript
 */
function erasing({ text, language, program, comments }) {
  if (language === 'jsx') return () => '';
  const erased = eraseTypes(text, program, comments);
  return (from, to) => {
    const { start, end } = erased.spanOf(from, to);
    return erased.text.slice(start, end).trim();
  };
}
