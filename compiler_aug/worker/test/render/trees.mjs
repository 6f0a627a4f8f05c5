// @ts-check
/** What tests of the renderer share: programs printed anew, and trees without what printing may change. */
import assert from 'node:assert/strict';
import { Draft } from '../../draft.mjs';
import { readProgram, rereadUnit } from '../../program.mjs';
import { render } from '../../render/render.mjs';
import { fieldsOf, withoutParentheses } from '../../tree.mjs';

/** @typedef {import('../../types.js').Node} Node */
/** @typedef {import('../../types.js').Style} Style */
/** @typedef {import('../../types.js').Unit} Unit */
/** @typedef {import('../../types.js').Comment} Comment */

/** Places, spelling, and what a draft adds. */
const IGNORED = new Set([
  'type', 'start', 'end', 'raw', 'parent', 'place', 'origin', 'made', 'dirty', 'scope', 'binding', 'shorthand', 'tail',
  'sourceType', 'expression', 'optional', 'directive',
]);

/** @type {(statement: Node) => boolean} */
const isDeclaring = ({ type, kind, body }) =>
  type === 'LabeledStatement' ? isDeclaring(body) : (type === 'VariableDeclaration' && kind !== 'var') || /^(?:Function|Class)Declaration$/.test(type);

/**
 * A tree as text, without parentheses and spelling.
 *
 * @param {Node} node
 * @returns {string}
 */
export function essence(node) {
  const { type } = node;
  if (type === 'ParenthesizedExpression') return essence(withoutParentheses(node));
  // Braces around one statement and quotes around a key are a matter of style.
  if (type === 'BlockStatement' && node.body.length === 1 && !isDeclaring(node.body[0])) return essence(node.body[0]);
  const told = [node.optional ? 'optional' : '', typeof node.directive === 'string' ? `directive ${node.directive}` : ''];
  if (node.regex) told.push(`${node.regex.pattern} ${node.regex.flags}`);
  if (type === 'TemplateElement') told.push(JSON.stringify(node.value.raw));
  for (const [field, value] of Object.entries(node)) {
    // A pass may leave out what is not there.
    const isTold = typeof value !== 'object' && value !== undefined && value !== false && !IGNORED.has(field);
    if (isTold) told.push(`${field}=${String(value)}`);
  }
  const children = fieldsOf(node).map((field) => {
    const value = node[field];
    if (type === 'Property' && field === 'key' && !node.computed) return String(value.name ?? value.value);
    if (Array.isArray(value)) return value.map((each) => (each ? essence(each) : '-')).join(',');
    return value ? essence(value) : '';
  });
  return `${type}(${told.sort().join(' ')} ${children.join(';')})`;
}

/** Types are never made by a pass; this JSX is nothing but the place of a comment. */
const NEVER_MADE = /^TS(?!As|Satisfies|NonNull|TypeAssertion|Instantiation|ModuleBlock)|^JSXEmptyExpression$/;

/**
 * Everything printed anew.
 *
 * @param {Unit} unit
 * @param {Style | null} style null: every node is as if a pass had made it
 */
export function reprinted(unit, style) {
  const draft = new Draft(unit);
  if (style) draft.printIn(style);
  else for (const node of draft.nodes) node.made = !NEVER_MADE.test(node.type);
  const text = render(draft);
  return { text, again: rereadUnit(text, unit) };
}

/**
 * A program in a style.
 *
 * @param {string} source
 * @param {Style} style
 * @param {string} [language]
 * @returns {string}
 */
export const printedIn = (source, style, language = 'jsx') => reprinted(readProgram(source, language, 'program'), style).text;

/**
 * A draft says what a text that was printed from it says.
 *
 * @param {Draft} draft
 * @param {string} [about]
 * @returns {string} the text
 */
export function assertTold(draft, about = '') {
  const expected = essence(draft.program);
  const text = render(draft);
  const again = rereadUnit(text, draft.unit);
  assert.doesNotThrow(() => again.program, `${about}\n${text}`);
  assert.equal(essence(again.program), expected, `${about}\n${text}`);
  return text;
}

/**
 * What comments say, white space aside.
 *
 * @param {Comment[]} comments
 */
export const wordsOf = (comments) => comments.map(({ value }) => value.replaceAll(/\s+/g, ' ').trim()).sort();
