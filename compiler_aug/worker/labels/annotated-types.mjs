// @ts-check
/** Labels from the annotations of TypeScript. */
import { boundBy, FIELDS, FUNCTIONS, keyOf, nameGivenBy } from './bearers.mjs';
import { childrenOf } from '../tree.mjs';
import { typeText } from './type-text.mjs';
import { isType } from '../erase/value-names.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./type-labels.mjs').Labels} Labels */

/**
 * Label what is annotated.
 *
 * @param {Node} node
 * @param {Node | null} named what bears the name of the function that the node is
 * @param {Labels} labels
 */
export function annotated(node, named, labels) {
  if (FUNCTIONS.has(node.type)) annotatedFunction(node, named, labels);
  else if (node.type === 'VariableDeclarator') annotatedName('variable', node.id, labels);
  else if (node.type === 'CatchClause' && node.param) annotatedName('variable', node.param, labels);
  else if (FIELDS.has(node.type) && node.typeAnnotation) {
    labels.add('field', keyOf(node), typeText(node.typeAnnotation.typeAnnotation), 'annotation');
  }
  for (const [child] of childrenOf(node)) {
    if (!isType(child)) annotated(child, nameGivenBy(node, child, named), labels);
  }
}

/**
 * @param {Node} node
 * @param {Node | null} named
 * @param {Labels} labels
 */
function annotatedFunction({ id, params, returnType }, named, labels) {
  for (const param of params) {
    const { bound, typed } = boundBy(param);
    if (!typed.typeAnnotation || bound?.name === 'this') continue;
    labels.add('parameter', bound, typeText(typed.typeAnnotation.typeAnnotation), 'annotation');
  }
  if (returnType) labels.add('return', id ?? named, typeText(returnType.typeAnnotation), 'annotation');
}

/**
 * @param {import('../types.js').TypeLabel['kind']} kind
 * @param {Node} pattern
 * @param {Labels} labels
 */
function annotatedName(kind, pattern, labels) {
  if (!pattern.typeAnnotation) return;
  const bound = pattern.type === 'Identifier' ? pattern : null;
  labels.add(kind, bound, typeText(pattern.typeAnnotation.typeAnnotation), 'annotation');
}
