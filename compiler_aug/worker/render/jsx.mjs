// @ts-check
/** JSX, printed anew. Texts stay as they are: white space in them counts. */
import { optional } from './expressions.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */
/** @typedef {import('./render.mjs').Printer} Printer */

/** @type {Record<string, Printer>} */
export const JSX = {
  JSXIdentifier: ({ name }) => name,
  JSXNamespacedName: ({ namespace, name }) => `${namespace.name}:${name.name}`,
  JSXMemberExpression: (node, renderer) => `${renderer.node(node.object)}.${renderer.node(node.property)}`,
  JSXText: ({ raw, value }) => raw ?? value,
  JSXExpressionContainer: (node, renderer) => `{${renderer.child(node, 'expression')}}`,
  JSXSpreadChild: (node, renderer) => `{...${renderer.child(node, 'expression')}}`,
  JSXSpreadAttribute: (node, renderer) => `{...${renderer.child(node, 'argument')}}`,
  JSXAttribute(node, renderer) {
    const { name, value } = node;
    if (!value) return renderer.node(name);
    // Strings have no escapes here, so that one without a spelling stands in braces.
    const text = value.type === 'Literal' ? (value.raw ?? `{${renderer.node(value)}}`) : renderer.node(value);
    return `${renderer.node(name)}=${text}`;
  },
  JSXOpeningElement(node, renderer) {
    const attributes = node.attributes.map((/** @type {Node} */ each) => ` ${renderer.node(each)}`).join('');
    const close = node.selfClosing ? ' />' : '>';
    return `<${renderer.node(node.name)}${optional(node.typeArguments, renderer)}${attributes}${close}`;
  },
  JSXClosingElement: (node, renderer) => `</${renderer.node(node.name)}>`,
  JSXOpeningFragment: () => '<>',
  JSXClosingFragment: () => '</>',
  JSXElement: (node, renderer) =>
    renderer.node(node.openingElement) + inside(node, renderer) + optional(node.closingElement, renderer),
  JSXFragment: (node, renderer) => `<>${inside(node, renderer)}</>`,
};

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
const inside = ({ children }, renderer) => children.map((/** @type {Node} */ child) => renderer.node(child)).join('');
