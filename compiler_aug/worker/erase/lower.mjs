// @ts-check
/** What else of TypeScript does something when it runs: parameter properties, `import =`, `export =`. */
import { namesOf } from './lowered-scope.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./erase.mjs').Erasure} Erasure */

/**
 * `constructor(private x)` sets `this.x`, after the parent's constructor.
 *
 * @param {Node} func
 * @param {Erasure} erasure
 */
export function lowerParameterProperties(func, { edits, source }) {
  const names = func.params
    .filter((/** @type {Node} */ { type }) => type === 'TSParameterProperty')
    .map((/** @type {Node} */ { parameter }) => (parameter.left ?? parameter).name);
  if (names.length === 0) return;
  const statements = func.body.body;
  const isParent = (/** @type {Node} */ { expression }) => expression?.callee?.type === 'Super';
  const isDirective = (/** @type {Node} */ { directive }) => directive;
  const place = statements.findLast(isParent) ?? statements.findLast(isDirective);
  const start = place?.end ?? func.body.start + 1;
  const neighbour = place ?? statements[0];
  const line = neighbour ? source.slice(source.lastIndexOf('\n', neighbour.start) + 1, neighbour.start) : '';
  const lead = neighbour && line.trim() === '' ? `\n${line}` : ' ';
  const given = names.map((/** @type {string} */ name) => `${lead}this.${name} = ${name};`).join('');
  const closed = place && source[place.end - 1] !== ';' ? ';' : '';
  edits.insert(start, closed + given + (source[start] === '}' ? ' ' : ''));
}

/**
 * `import fs = require('fs')`, `import Name = Space.Name`.
 *
 * @param {Node} node
 * @param {Erasure} erasure
 */
export function lowerImportEquals({ start, id, moduleReference }, { edits }) {
  edits.replace(start, id.start, 'const ');
  if (moduleReference.type === 'TSExternalModuleReference') return;
  edits.replace(moduleReference.start, moduleReference.end, namesOf(moduleReference).join('.'));
}

/**
 * `export = value`.
 *
 * @param {Node} node
 * @param {Erasure} erasure
 */
export function lowerExportAssignment({ start, expression }, { edits }) {
  edits.replace(start, expression.start, 'module.exports = ');
}
