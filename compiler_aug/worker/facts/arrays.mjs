// @ts-check
/**
 * Arrays of which it is certain that they are arrays, have no holes, and stay as they are while a loop goes
 * over them. Built-in objects are taken to be the standard's own.
 */
import { functionAround, usesArguments } from './around.mjs';
import { typeOf } from './types.mjs';
import { isConstant, isWrite } from './uses.mjs';
import { isLoop } from './control.mjs';
import { childrenOf, isFunction, isInside, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/** Functions of globals that make a new array without holes. */
const MAKERS = new Map([
  ['Object', ['keys', 'values', 'entries', 'getOwnPropertyNames', 'getOwnPropertySymbols']],
  ['Array', ['from', 'of']],
  ['Reflect', ['ownKeys']],
]);

/** Methods that only read an array, and hand out its elements at most. */
const READERS = new Set(['includes', 'indexOf', 'lastIndexOf', 'join', 'at', 'slice', 'keys', 'entries', 'values']);

/** Methods that leave no holes in an array that has none. */
const CHANGERS = new Set(['push', 'pop', 'shift', 'unshift', 'reverse', 'sort']);

/** Those that return the array itself. */
const FLUENT = new Set(['reverse', 'sort']);

/** Methods that call a function, and with which argument of that the array itself is handed out. */
const CALLERS = new Map([
  ['forEach', 2], ['map', 2], ['filter', 2], ['some', 2], ['every', 2], ['find', 2], ['findIndex', 2],
  ['findLast', 2], ['flatMap', 2], ['reduce', 3], ['reduceRight', 3],
]);

/**
 * Whether an expression is an array without holes that nobody changes while `loop` goes over it.
 *
 * @param {Node} node
 * @param {Node} loop the statement
 * @param {Draft} draft
 * @returns {boolean}
 */
export function isSteadyArray(node, loop, draft) {
  const inner = withoutParentheses(node);
  if (inner.type !== 'Identifier') return isNewArray(inner, loop, draft);
  const { binding } = inner;
  if (!binding || !isConstant(draft, binding)) return false;
  const uses = draft.usesOf(binding);
  const declarator = uses.find((use) => use.parent?.type === 'VariableDeclarator' && use.parent.id === use)?.parent;
  if (!declarator?.init || !isNewArray(withoutParentheses(declarator.init), loop, draft)) return false;
  return uses.every((use) =>
    use.parent === declarator || isHarmless(use, loop, declarator) || comesAfter(use, loop, declarator, draft));
}

/**
 * Whether an expression makes an array without holes that nobody else has hold of.
 *
 * @param {Node} node
 * @param {Node} loop
 * @param {Draft} draft
 * @returns {boolean}
 */
function isNewArray(node, loop, draft) {
  if (node.type === 'ArrayExpression') return node.elements.every(Boolean);
  if (node.type !== 'CallExpression' || node.optional) return false;
  const { callee, arguments: args } = node;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.optional) return false;
  const object = withoutParentheses(callee.object);
  const { name } = callee.property;
  if (object.type === 'Identifier' && !object.binding) return MAKERS.get(object.name)?.includes(name) ?? false;
  if (name === 'split') return typeOf(object, draft) === 'string' && args.length === 1 && isSeparator(args[0]);
  if (name === 'map') return args.length === 1 && keepsArray(args[0], 2) && isSteadyArray(object, loop, draft);
  if (name === 'filter' || name === 'slice') return isSteadyArray(object, loop, draft);
  return FLUENT.has(name) && isNewArray(object, loop, draft);
}

/** @param {Node} node */
const isSeparator = (node) => node.type === 'Literal' && (typeof node.value === 'string' || Boolean(node.regex));

/**
 * Whether an argument is a function, written there, that does not look at its parameter of that number.
 *
 * @param {Node | undefined} node
 * @param {number} index
 */
function keepsArray(node, index) {
  if (!node || !isFunction(node) || node.params.length > index || usesArguments(node)) return false;
  return node.params.every((/** @type {Node} */ { type }) => type !== 'RestElement');
}

/**
 * Whether a use of an array can neither change it while the loop runs nor let others do so.
 *
 * @param {Node} use
 * @param {Node} loop
 * @param {Node} declarator
 */
function isHarmless(use, loop, declarator) {
  const parent = /** @type {Node} */ (use.parent);
  const around = /** @type {Node} */ (parent.parent);
  switch (parent.type) {
    case 'SpreadElement':
      return true;
    case 'ForOfStatement':
      return parent.right === use;
    case 'ReturnStatement': {
      const home = functionAround(use);
      return home !== null && !home.generator && areOfOneCall(use, loop, declarator);
    }
    case 'MemberExpression':
      if (parent.object !== use || parent.optional || isTarget(parent)) return false;
      if (around.type !== 'CallExpression' || around.callee !== parent) return isRead(parent, around);
      return !parent.computed && isHarmlessCall(parent.property.name, around, [use, loop, declarator]);
    default:
      return false;
  }
}

/**
 * Whether all of them are run by one call of one function: then none runs while another does, unless it
 * is inside of it.
 *
 * @param {...Node} nodes
 */
const areOfOneCall = (...nodes) => nodes.every((node) => functionAround(node) === functionAround(nodes[0]));

/** @param {Node} member */
function isTarget(member) {
  const parent = /** @type {Node} */ (member.parent);
  return isWrite(member) || (parent.type === 'UnaryExpression' && parent.operator === 'delete');
}

/**
 * @param {Node} member
 * @param {Node} around
 */
function isRead({ computed, property }, around) {
  // What a tag is read from is its `this`; a call may hide behind the others.
  const isCalled = ['TaggedTemplateExpression', 'TSNonNullExpression', 'ParenthesizedExpression'].includes(around.type);
  if (isCalled) return false;
  return computed || property.name === 'length';
}

/**
 * @param {string} name of the method
 * @param {Node} call
 * @param {[use: Node, loop: Node, declarator: Node]} place
 */
function isHarmlessCall(name, call, [use, loop, declarator]) {
  if (READERS.has(name)) return true;
  const [first] = call.arguments;
  const handed = CALLERS.get(name);
  if (handed !== undefined) return keepsArray(first, handed);
  if (!CHANGERS.has(name) || isInside(use, bodyOf(loop)) || !areOfOneCall(use, loop, declarator)) return false;
  return !FLUENT.has(name) || call.parent?.type === 'ExpressionStatement';
}

/**
 * What runs while a loop goes over its array.
 *
 * @param {Node} loop a `for…of`, or the statement of a call of `forEach`
 * @returns {Node}
 */
const bodyOf = (loop) => (loop.type === 'ForOfStatement' ? loop.body : loop.expression.arguments[0]);

/**
 * Whether a use runs, if at all, when the loop is over for good.
 *
 * @param {Node} use
 * @param {Node} loop
 * @param {Node} declarator
 * @param {Draft} draft
 */
function comesAfter(use, loop, declarator, draft) {
  const home = draft.listOf(/** @type {Node} */ (declarator.parent))?.owner;
  if (!home || !areOfOneCall(use, loop, declarator)) return false;
  for (let around = loop.parent; around !== home; around = around.parent) {
    if (!around || isLoop(around)) return false;
  }
  return isBehind(use, loop);
}

/**
 * Whether a node stands behind another in the tree.
 *
 * @param {Node} node
 * @param {Node} other
 */
function isBehind(node, other) {
  if (isInside(node, other)) return false;
  for (let around = node; around.parent; around = around.parent) {
    const { parent } = around;
    if (!isInside(other, parent)) continue;
    const children = childrenOf(parent).map(([child]) => child);
    return children.findIndex((child) => isInside(other, child)) < children.indexOf(around);
  }
  return false;
}
