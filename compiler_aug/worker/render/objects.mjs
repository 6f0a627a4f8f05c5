// @ts-check
/** Objects and patterns, printed anew. */
import { besideText, commentText } from './comments.mjs';
import { bracketed } from './brackets.mjs';
import { around, list, optional } from './expressions.mjs';
import { methodText } from './functions.mjs';
import { sidesOf } from './printed-lists.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */
/** @typedef {import('./render.mjs').Printer} Printer */

/** @type {Record<string, Printer>} */
export const OBJECTS = {
  ObjectExpression: (node, renderer) => object(node, renderer),
  Property: (node, renderer) => property(node, renderer),
  ObjectPattern: (node, renderer) => decorated(node, object(node, renderer), renderer),
  ArrayPattern: (node, renderer) => decorated(node, list(node, 'elements', renderer), renderer),
  RestElement: (node, renderer) => decorated(node, `...${renderer.child(node, 'argument')}`, renderer),
  AssignmentPattern: (node, renderer) =>
    decorated(node, around(renderer.child(node, 'left'), '=', renderer.child(node, 'right'), renderer), renderer),
};

/**
 * A parameter with its decorators and type.
 *
 * @param {Node} node
 * @param {string} text
 * @param {Renderer} renderer
 */
function decorated(node, text, renderer) {
  const decorators = (node.decorators ?? []).map((/** @type {Node} */ each) => `${renderer.node(each)} `).join('');
  return `${decorators}${text}${node.optional ? '?' : ''}${optional(node.typeAnnotation, renderer)}`;
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function object(node, renderer) {
  const pad = renderer.style.spacedBraces ? ' ' : '';
  const isBroken = node.type === 'ObjectExpression' && node.properties.some(isTall);
  const sides = sidesOf(node, 'properties', node.properties, renderer);
  const print = (/** @type {Node} */ each) => renderer.child(node, 'properties', each);
  if (!sides) return bracketed(node.properties, print, { open: '{', close: '}', pad, isBroken }, renderer);
  return commentedObject(node, sides, renderer);
}

/**
 * @param {Node} node
 * @param {import('./comments.mjs').Sides} sides
 * @param {Renderer} renderer
 */
function commentedObject({ properties }, sides, renderer) {
  const lines = renderer.deeper(() => {
    const { indent } = renderer;
    const text = (/** @type {import('../types.js').Comment} */ comment) => commentText(comment, indent);
    return [
      ...properties.flatMap((/** @type {Node} */ each, /** @type {number} */ at) => {
        const comma = at < properties.length - 1 ? ',' : '';
        const beside = besideText(sides.after.get(each) ?? [], indent);
        return [...(sides.before.get(each) ?? []).map(text), renderer.node(each) + comma + beside];
      }),
      ...sides.last.map(text),
    ].map((line) => `\n${indent}${line}`);
  });
  return `{${lines.join('')}\n${renderer.indent}}`;
}

/**
 * Whether a property stands over several lines.
 *
 * @param {Node} property
 */
function isTall({ value }) {
  return (value?.type === 'FunctionExpression' || value?.type === 'ArrowFunctionExpression') && value.body.body?.length > 0;
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function property(node, renderer) {
  const { value, kind, method } = node;
  if (value.type === 'FunctionExpression' && (method || kind !== 'init')) {
    const key = keyText(node, renderer);
    return methodText(kind === 'init' ? '' : kind, key, value, renderer);
  }
  const text = renderer.child(node, 'value');
  if (node.shorthand && isNamedAsKey(node)) return text;
  // Written out, `__proto__` would set the prototype.
  const isPrototype = node.shorthand && node.key.name === '__proto__' && node.parent?.type === 'ObjectExpression';
  const key = isPrototype ? `[${renderer.habits.quote}__proto__${renderer.habits.quote}]` : keyText(node, renderer);
  return `${key}:${renderer.space}${text}`;
}

/** @param {Node} node */
function isNamedAsKey({ key, value }) {
  const name = value.type === 'AssignmentPattern' ? value.left : value;
  return name.type === 'Identifier' && name.name === key.name;
}

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/**
 * The key of a property or a member of a class.
 *
 * @param {Node} node
 * @param {Renderer} renderer
 * @returns {string}
 */
export function keyText(node, renderer) {
  const { key, computed, type } = node;
  const text = renderer.child(node, 'key');
  if (computed) return `[${text}]`;
  const { quoteProps } = renderer.style;
  // In classes a quoted name may be another member.
  if (type !== 'Property' || quoteProps === 'keep') return text;
  if (quoteProps === 'always' && key.type === 'Identifier' && PLAIN_NAME.test(text)) {
    const { quote } = renderer.habits;
    return quote + text + quote;
  }
  const isBare = quoteProps === 'as-needed' && typeof key.value === 'string' && PLAIN_NAME.test(text.slice(1, -1));
  return isBare ? text.slice(1, -1) : text;
}
