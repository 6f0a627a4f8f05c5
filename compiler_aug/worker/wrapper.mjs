// @ts-check
/**
 * What stands around a program that can't stand alone (a method, an anonymous function), so that a compiler can
 * read it, and the program without it.
 */
import { withoutParentheses } from './tree.mjs';

/** @typedef {import('./types.js').Shape} Shape */
/** @typedef {import('./types.js').Node} Node */
/** @typedef {import('./types.js').Unit} Unit */

/** A name for the wrapper that no program is expected to use. */
const WRAP = '$wrap$';

/** Last of the wrapper's own members of the class around a method, as any printer may write it. */
const MARKER = /static\s*\[\$wrap\$\](?:\s*=\s*\$wrap\$\.#[\p{ID_Continue}$]+)?\s*;?/u;

/** A parenthesis in it stands around nothing. */
const STRING = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs;

/**
 * What stands before and after a program so that it can be read.
 *
 * @param {Shape} shape
 * @param {string} source
 * @returns {[prefix: string, suffix: string]}
 */
export function wrapping(shape, source) {
  if (shape === 'program') return ['', ''];
  if (shape === 'expression') return [`${WRAP}((\n`, '\n))'];
  // A method may use private names of its class; a compiler wants to see them declared.
  const names = new Set(source.match(/#[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
  const own = /^\s*(?:(?:static|async|get|set)\s+|\*\s*)*(#[\p{ID_Continue}$]+)/u.exec(source)?.[1];
  const declared = [...names].filter((name) => name !== own).map((name) => `${name};`);
  // The marker reads the method's own private name: one that nobody reads would be dropped.
  const marker = `static [${WRAP}]${own ? `=${WRAP}.${own}` : ''};`;
  return [`${WRAP}(class extends ${WRAP} {${declared.join('')}${marker}\n`, '\n})'];
}

/**
 * Whether the wrapper holds exactly one program of that shape: `}) ({` would close it early.
 *
 * @param {any} program
 * @param {Shape} shape
 */
export function isWrapped(program, shape) {
  if (program.body.length !== 1) return false;
  const call = program.body[0].expression;
  if (call?.type !== 'CallExpression' || call.callee.name !== WRAP) return false;
  if (call.arguments.length !== 1) return false;
  if (shape === 'expression') return true;
  const inner = withoutParentheses(call.arguments[0]);
  if (inner.type !== 'ClassExpression') return false;
  const members = inner.body.body;
  return markerAt(members) === members.length - 2;
}

/**
 * The first node inside the wrapper, by shape.
 *
 * @type {Record<Shape, (program: Node) => Node>}
 */
export const INNER = {
  program: (program) => program,
  expression: (program) => withoutParentheses(program.body[0].expression.arguments[0]),
  method: (program) => {
    const members = withoutParentheses(program.body[0].expression.arguments[0]).body.body;
    return members[markerAt(members) + 1];
  },
};

/**
 * Where the program stands in its unit's text, the wrapper left out; told by the text alone.
 *
 * @param {Unit} unit
 * @returns {[start: number, end: number]}
 */
export function insideOf({ text, shape }) {
  if (shape === 'program') return [0, text.length];
  if (shape === 'expression') return [text.indexOf('(') + 1, text.lastIndexOf(')')];
  const [marker] = MARKER.exec(text) ?? [''];
  return [text.indexOf(marker) + marker.length, text.lastIndexOf('}')];
}

/**
 * The program itself, without the wrapper.
 *
 * @param {Unit} unit
 * @returns {string}
 */
export function unwrap(unit) {
  const { text, shape } = unit;
  const [start, end] = insideOf(unit);
  const inner = text.slice(start, end);
  if (shape === 'method') return dedent(inner);
  if (shape === 'program') return inner.trim();
  // Within the wrapper's own parentheses, as long as no printer took them away.
  const hasParentheses = text.startsWith(`${WRAP}((\n`) || areAround(inner.trim());
  return hasParentheses ? inner.trim().slice(1, -1).trim() : inner.trim();
}

/**
 * Members of the wrapping class up to the marker are the wrapper's; -1 if there is none.
 *
 * @param {any[]} members
 */
function markerAt(members) {
  return members.findIndex((member) => member.computed && member.key.name === WRAP);
}

/**
 * Whether one pair of parentheses surely stands around a whole expression.
 *
 * @param {string} text
 */
function areAround(text) {
  // In a template or a regular expression a parenthesis may be anything.
  if (!text.startsWith('(') || /[`/]/.test(text)) return false;
  let depth = 0;
  const code = text.replaceAll(STRING, '');
  for (let at = 0; at < code.length; at += 1) {
    if (code[at] === '(') depth += 1;
    else if (code[at] === ')') depth -= 1;
    if (depth === 0) return at === code.length - 1;
  }
  return false;
}

/**
 * Take the common indentation away, but never inside a template or a string over several lines.
 *
 * @param {string} text
 */
function dedent(text) {
  const trimmed = text.replace(/^\s*\n/, '').trimEnd();
  const indent = /^[\t ]*/.exec(trimmed)?.[0] ?? '';
  if (indent === '' || /`|\\\n/.test(trimmed)) return trimmed.trimStart();
  return trimmed.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}
