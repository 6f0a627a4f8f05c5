// @ts-check
import * as build from '../making/build.mjs';
import { isPrimitive, typeOf } from '../facts/types.mjs';
import { editHalf } from '../making/sites.mjs';
import { templateText } from '../making/spelling.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/** Global functions that give a primitive value, whatever they are given. */
const GIVE_PRIMITIVES = new Set([
  'String', 'Number', 'Boolean', 'BigInt', 'parseInt', 'parseFloat', 'isNaN', 'isFinite',
  'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI', 'escape', 'unescape',
]);

/** Methods of strings that give a primitive value. */
const GIVE_TEXTS = new Set([
  'concat', 'repeat', 'padStart', 'padEnd', 'trim', 'toLowerCase', 'toUpperCase', 'slice', 'substring', 'substr',
  'charAt', 'charCodeAt', 'indexOf', 'lastIndexOf', 'replace', 'replaceAll',
]);

/**
 * Write a concatenation as a template, where every part is surely no object (which `+` would turn into
 * text in another way), and `'text'.concat(part)` whatever the parts.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'concatenation-to-template',
  aliases: [],
  group: 'syntax',
  example: ["const say = (n) => 'n is ' + Number(n) + '!';", 'const say = (n) => `n is ${Number(n)}!`;'],
  preserves: 'behaviour',
  assumes: [1, 7],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['BinaryExpression', 'CallExpression'], random, (node) => {
      if (node.parent?.type === 'TSEnumMember') return null;
      const parts = partsOf(node, draft);
      if (!parts || parts.length < 2 || !parts.some(isText)) return null;
      return () => draft.replace(node, joined(parts));
    }),
};

/** @param {Node} node */
const isText = (node) => node.type === 'Literal' && typeof node.value === 'string' && node.bigint == null && !node.regex;

/**
 * @param {Node} node
 * @param {Draft} draft
 * @returns {Node[] | null} whose texts, one after the other, are the value
 */
function partsOf(node, draft) {
  if (node.type === 'CallExpression') return concatenated(node);
  if (node.operator !== '+' || typeOf(node, draft) !== 'string') return null;
  const parts = summands(node, draft);
  return parts.every((part) => givesPrimitive(part, draft)) ? parts : null;
}

/**
 * @param {Node} sum
 * @param {Draft} draft
 * @returns {Node[]}
 */
function summands(sum, draft) {
  const { left, right } = sum;
  const inner = withoutParentheses(left);
  // `1 + 2 + 'a'` adds numbers first.
  const isSum = inner.type === 'BinaryExpression' && inner.operator === '+' && typeOf(inner, draft) === 'string';
  return [...(isSum ? summands(inner, draft) : [inner]), withoutParentheses(right)];
}

/**
 * The parts of `'text'.concat(a).concat(b)`; of a call with several arguments all but one must be texts, for
 * in a template each becomes text before the next is evaluated.
 *
 * @param {Node} node
 * @returns {Node[] | null}
 */
function concatenated({ type, callee, optional, arguments: given }) {
  if (type !== 'CallExpression' || optional || callee.type !== 'MemberExpression' || callee.optional) return null;
  if (callee.computed || callee.property.name !== 'concat') return null;
  if (given.some((/** @type {Node} */ each) => each.type === 'SpreadElement')) return null;
  if (given.filter((/** @type {Node} */ each) => !isText(each)).length > 1) return null;
  const object = withoutParentheses(callee.object);
  const before = isText(object) ? [object] : concatenated(object);
  return before && [...before, ...given];
}

/**
 * @param {Node} node
 * @param {Draft} draft
 */
function givesPrimitive(node, draft) {
  if (isPrimitive(node, draft)) return true;
  if (node.type !== 'CallExpression' || node.optional) return false;
  const callee = withoutParentheses(node.callee);
  if (callee.type === 'Identifier') return !callee.binding && GIVE_PRIMITIVES.has(callee.name);
  if (callee.type !== 'MemberExpression' || callee.optional || callee.computed) return false;
  const { object, property } = callee;
  if (object.type === 'Identifier' && !object.binding) return object.name === 'Math';
  return typeOf(object, draft) === 'string' && GIVE_TEXTS.has(property.name);
}

/** @param {Node[]} parts */
function joined(parts) {
  const texts = [''];
  const expressions = [];
  for (const part of parts) {
    if (isText(part)) texts[texts.length - 1] += part.value;
    else texts.push('') && expressions.push(part);
  }
  // Of '$' and '{' neither is special by itself.
  return build.template(texts.map(templateText), expressions);
}
