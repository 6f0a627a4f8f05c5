// @ts-check
/** Functions, printed anew. */
import { bracketed } from './brackets.mjs';
import { isMethod } from './copies.mjs';
import { optional } from './expressions.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */
/** @typedef {import('./render.mjs').Printer} Printer */

/** @type {Record<string, Printer>} */
export const FUNCTIONS = {
  FunctionDeclaration: (node, renderer) => functionText(node, renderer),
  FunctionExpression: (node, renderer) =>
    isMethod(node) ? parametersAndBody(node, renderer) : functionText(node, renderer),
  ArrowFunctionExpression(node, renderer) {
    const { space } = renderer;
    const head = `${node.async ? 'async ' : ''}${isBare(node, renderer) ? renderer.child(node, 'params', node.params[0]) : heading(node, renderer)}`;
    return `${head}${space}=>${space}${renderer.child(node, 'body')}`;
  },
};

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function functionText(node, renderer) {
  const word = `${node.async ? 'async ' : ''}function${node.generator ? '*' : ''}`;
  if (!node.id) return word + renderer.space + parametersAndBody(node, renderer);
  return `${word} ${renderer.node(node.id)}${parametersAndBody(node, renderer)}`;
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function parametersAndBody(node, renderer) {
  const head = heading(node, renderer);
  return node.body ? `${head}${renderer.space}${renderer.child(node, 'body')}` : head;
}

/**
 * Parameters with types, and the type of the result.
 *
 * @param {Node} node
 * @param {Renderer} renderer
 */
function heading(node, renderer) {
  const print = (/** @type {Node} */ each) => renderer.child(node, 'params', each);
  const parameters = bracketed(node.params, print, { open: '(', close: ')', areArguments: node.params.length === 1 }, renderer);
  return optional(node.typeParameters, renderer) + parameters + optional(node.returnType, renderer);
}

/**
 * Whether an arrow's parameter needs no parentheses.
 *
 * @param {Node} node
 * @param {Renderer} renderer
 */
function isBare({ params, typeParameters, returnType }, { style }) {
  const [only] = params;
  if (style.arrowParens === 'always' || params.length !== 1 || typeParameters || returnType) return false;
  if (only.type !== 'Identifier' || only.typeAnnotation || only.optional || only.decorators?.length > 0) return false;
  return !/^(?:async|await|yield|let|of)$/.test(only.name);
}

/**
 * @param {string} words before the key
 * @param {string} key
 * @param {Node} value a function
 * @param {Renderer} renderer
 */
export function methodText(words, key, value, renderer) {
  const async = value.async ? 'async ' : '';
  const star = value.generator ? '*' : '';
  return `${words}${words ? ' ' : ''}${async}${star}${key}${renderer.node(value)}`;
}
