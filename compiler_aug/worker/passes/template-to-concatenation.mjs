// @ts-check
import * as build from '../making/build.mjs';
import { isPrimitive, typeOf } from '../facts/types.mjs';
import { editHalf } from '../making/sites.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * Write a template as a concatenation: with `+` where every part is surely no object, else with `concat`,
 * which turns an object into text the way a template does (`+` asks `valueOf` first).
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'template-to-concatenation',
  aliases: [],
  group: 'syntax',
  example: ['const greet = (name) => `Hello ${name}!`;', "const greet = (name) => 'Hello '.concat(name, '!');"],
  preserves: 'behaviour',
  assumes: [7],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['TemplateLiteral'], random, (node) => {
      const texts = node.quasis.map((/** @type {Node} */ each) => each.value.cooked);
      if (!isPlainTemplate(node) || texts.some((/** @type {unknown} */ text) => typeof text !== 'string')) return null;
      const isSimple = node.expressions.every((/** @type {Node} */ each) => isPrimitive(each, draft));
      return () => {
        const isText = (/** @type {Node} */ part) => typeOf(part, draft) === 'string';
        draft.replace(node, isSimple ? summed(texts, node.expressions, isText) : chained(texts, node.expressions));
      };
    }),
};

/** @param {Node} node */
function isPlainTemplate({ parent }) {
  return parent?.type !== 'TaggedTemplateExpression' && parent?.type !== 'TSLiteralType' && parent?.type !== 'TSEnumMember';
}

/**
 * @param {string[]} texts
 * @param {Node[]} expressions
 * @param {(part: Node) => boolean} isText
 */
function summed(texts, expressions, isText) {
  const parts = texts.flatMap((text, index) => [
    ...(text === '' ? [] : [build.literal(text)]), ...(index < expressions.length ? [expressions[index]] : []),
  ]);
  // Two numbers would be added.
  if (!parts.slice(0, 2).some(isText)) parts.unshift(build.literal(''));
  return parts.reduce((sum, part) => build.binary('+', sum, part));
}

/**
 * One call for each expression: each becomes text before the next is evaluated.
 *
 * @param {string[]} texts
 * @param {Node[]} expressions
 */
function chained(texts, expressions) {
  return expressions.reduce((chain, expression, index) => {
    const text = texts[index + 1];
    const rest = text === '' ? [] : [build.literal(text)];
    return build.call(build.member(chain, build.identifier('concat')), [expression, ...rest]);
  }, build.literal(texts[0]));
}
