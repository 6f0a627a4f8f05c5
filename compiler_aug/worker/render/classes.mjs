// @ts-check
/** Classes and their members, printed anew. */
import { areExported } from './comments.mjs';
import { around, optional } from './expressions.mjs';
import { methodText } from './functions.mjs';
import { keyText } from './objects.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */
/** @typedef {import('./render.mjs').Printer} Printer */

/** @type {Record<string, Printer>} */
export const CLASSES = {
  Decorator: (node, renderer) => `@${renderer.child(node, 'expression')}`,
  ClassDeclaration: (node, renderer) => classText(node, renderer),
  ClassExpression: (node, renderer) => classText(node, renderer),
  MethodDefinition(node, renderer) {
    const { kind, value } = node;
    const words = [...modifiers(node), ...(kind === 'get' || kind === 'set' ? [kind] : [])].join(' ');
    const key = `${keyText(node, renderer)}${node.optional ? '?' : ''}`;
    return decoratorsOf(node, renderer) + methodText(words, key, value, renderer);
  },
  PropertyDefinition: (node, renderer) => field(node, [], renderer),
  AccessorProperty: (node, renderer) => field(node, ['accessor'], renderer),
};

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function classText(node, renderer) {
  const words = [
    ...(node.declare ? ['declare'] : []), ...(node.abstract ? ['abstract'] : []), 'class',
    ...(node.id ? [renderer.node(node.id) + optional(node.typeParameters, renderer)] : []),
  ];
  if (!node.id && node.typeParameters) words.push(renderer.node(node.typeParameters));
  if (node.superClass) {
    words.push('extends', renderer.child(node, 'superClass') + optional(node.superTypeArguments, renderer));
  }
  if (node.implements?.length > 0) {
    words.push('implements', node.implements.map((/** @type {Node} */ each) => renderer.node(each)).join(', '));
  }
  const before = areBeforeExport(node) ? '' : decoratorsOf(node, renderer);
  return `${before}${words.join(' ')}${renderer.space}${renderer.node(node.body)}`;
}

/**
 * Whether the decorators of a class belong before the `export` around it.
 *
 * @param {Node} node
 */
export const areBeforeExport = ({ origin, parent }) => areExported(origin) && parent?.origin === origin.parent;

/**
 * @param {Node} node
 * @param {Renderer} renderer
 * @returns {string} with the space or the line break that follows
 */
export function decoratorsOf({ decorators = [], type }, renderer) {
  const end = renderer.isStyled && type === 'ClassDeclaration' ? `\n${renderer.indent}` : ' ';
  return decorators.map((/** @type {Node} */ each) => renderer.node(each) + end).join('');
}

/**
 * @param {Node} node
 * @returns {string[]} in the order in which TypeScript wants them
 */
function modifiers(node) {
  const words = ['declare', 'static', 'override', 'readonly'].filter((word) => node[word]);
  return node.accessibility ? [node.accessibility, ...words] : words;
}

/**
 * @param {Node} node
 * @param {string[]} kind
 * @param {Renderer} renderer
 */
function field(node, kind, renderer) {
  const mark = node.optional ? '?' : node.definite ? '!' : '';
  const name = keyText(node, renderer) + mark + optional(node.typeAnnotation, renderer);
  const text = [...modifiers(node), ...kind, name].join(' ');
  return `${decoratorsOf(node, renderer)}${node.value ? around(text, '=', renderer.child(node, 'value'), renderer) : text};`;
}
