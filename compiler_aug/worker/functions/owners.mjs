// @ts-check
/** Which class or object holds a function, as far as the text around it tells. */
import { unwrapped } from './plain.mjs';

/** @typedef {import('../types.js').Node} Node */

/** Calls that fill the first argument with members of the others: `Object.assign(Queue.prototype, {…})`. */
const FILLERS = new Set(['assign', 'augment', 'extend', 'mix', 'mixin', 'safeMixin']);

/** Calls that make a class of the name in their first argument: `dojo.declare('app.Queue', null, {…})`. */
const MAKERS = new Set(['declare', 'define', 'defineClass', 'extend', 'createClass']);

/** What a module gives away bears the name that its readers choose. */
const MODULE = new Set(['exports', 'module']);

/**
 * The name that a node gives to the functions in it.
 *
 * @param {Node} node
 * @returns {string | undefined} nothing if it says nothing, empty if they belong to nobody
 */
export function ownerAt(node) {
  switch (node.type) {
    case 'ClassDeclaration':
      return node.id?.name ?? '';
    case 'ClassExpression':
      return node.id?.name;
    case 'VariableDeclarator':
      return node.id.type === 'Identifier' ? node.id.name : undefined;
    case 'AssignmentExpression':
      return nameOf(node.left);
    case 'CallExpression':
      return ownerByCall(node);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return '';
    default:
      return undefined;
  }
}

/**
 * The last name of what is assigned to, or held: `Queue` of `app.Queue` and of `app.Queue.prototype`.
 *
 * @param {Node} target
 * @returns {string} empty if it has none
 */
export function nameOf(target) {
  const node = unwrapped(target);
  if (node.type === 'Identifier') return MODULE.has(node.name) ? '' : node.name;
  if (node.type !== 'MemberExpression' || node.computed) return '';
  const { name, type } = node.property;
  if (name === 'prototype') return nameOf(node.object);
  if (name === 'exports' || name === 'default') return '';
  return type === 'PrivateIdentifier' ? `#${name}` : name;
}

/**
 * @param {Node} member
 * @returns {string | null} null for a computed name
 */
export function nameOfKey({ key, computed }) {
  if (computed) return null;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  return key.type === 'Identifier' ? key.name : String(key.value);
}

/**
 * @param {Node} call
 * @returns {string | undefined}
 */
function ownerByCall({ callee, arguments: [first] }) {
  const called = nameOf(callee);
  if (!first) return undefined;
  if (MAKERS.has(called) && first.type === 'Literal' && typeof first.value === 'string') {
    return /^(?:[\w$]+[./])*([\w$]+)$/.exec(first.value)?.[1];
  }
  return FILLERS.has(called) ? nameOf(first) || undefined : undefined;
}
