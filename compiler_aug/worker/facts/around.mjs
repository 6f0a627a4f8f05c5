// @ts-check
/** What a node stands in, and what its own code sees of that. */
import { isFunction, someChild } from '../tree.mjs';
import { isLoop } from './control.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * @param {Node} node
 * @returns {Node | null} the function that a node is inside of: in its parameters or its body. The name of a function
 *   declaration is declared outside of it
 */
export function functionAround(node) {
  for (let child = node, around = node.parent; around; child = around, around = around.parent) {
    if (isFunction(around) && !(around.type === 'FunctionDeclaration' && around.id === child)) return around;
  }
  return null;
}

/**
 * @param {Node} node
 * @returns {Node | null} the loop, of the same function, that a node is inside of
 */
export function loopAround(node) {
  for (let around = node.parent; around && !isFunction(around); around = around.parent) {
    if (isLoop(around)) return around;
  }
  return null;
}

/**
 * Whether there is a node of these types inside, functions in it left out.
 *
 * @param {Node} node
 * @param {...string} types
 * @returns {boolean}
 */
export function containsOwn(node, ...types) {
  return someChild(
    node,
    (child) => types.includes(child.type) || (!isFunction(child) && containsOwn(child, ...types)),
  );
}

/**
 * Whether a function's own code, or an arrow in it, has a node of which something is true: what an arrow
 * sees of `this`, `arguments`, `super` and `new.target` is what is around it.
 *
 * @param {Node} node
 * @param {(node: Node) => boolean} isMeant
 * @returns {boolean}
 */
function sees(node, isMeant) {
  return someChild(node, (child) => {
    if (isMeant(child)) return true;
    const hasOwn = child.type === 'FunctionExpression' || child.type === 'FunctionDeclaration';
    // Of a class, computed keys and `extends` see what is around; to tell them apart would gain little.
    return !hasOwn && sees(child, isMeant);
  });
}

/** @param {Node} fn */
export const usesThis = (fn) => sees(fn, ({ type }) => type === 'ThisExpression' || type === 'TSThisType');

/** @param {Node} fn */
export const usesArguments = (fn) =>
  sees(fn, ({ type, name, binding }) => type === 'Identifier' && name === 'arguments' && !binding);

/** @param {Node} fn */
export const usesSuper = (fn) => sees(fn, ({ type }) => type === 'Super');

/** @param {Node} fn */
export const usesNewTarget = (fn) => sees(fn, ({ type, meta }) => type === 'MetaProperty' && meta.name === 'new');

/**
 * Whether anybody looks at the value of an expression. What a whole script evaluates to counts as unused.
 *
 * @param {Node} node
 * @returns {boolean}
 */
export function isValueUsed(node) {
  const parent = /** @type {Node} */ (node.parent);
  switch (parent.type) {
    case 'ExpressionStatement':
      return false;
    case 'ForStatement':
      return parent.test === node;
    case 'ParenthesizedExpression':
      return isValueUsed(parent);
    case 'SequenceExpression':
      return parent.expressions.at(-1) === node && isValueUsed(parent);
    case 'UnaryExpression':
      return parent.operator !== 'void';
    default:
      return true;
  }
}

/**
 * Whether code is surely strict. Of a method that stands alone that is not known: it may be an object's.
 *
 * @param {Draft} draft
 * @param {Node} node
 */
export function isStrict(draft, node) {
  if (draft.program.sourceType === 'module') return true;
  for (let around = /** @type {Node | null} */ (node); around; around = around.parent) {
    const isWrapper = around.place >= 0 && around.place < draft.unit.first;
    if (around.type === 'ClassBody' && !isWrapper) return true;
    const statements = around.type === 'BlockStatement' || around.type === 'Program' ? around.body : [];
    if (statements.some((/** @type {Node} */ each) => each.directive === 'use strict')) return true;
  }
  return false;
}
