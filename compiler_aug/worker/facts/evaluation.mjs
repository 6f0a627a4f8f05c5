// @ts-check
/** In which order the parts of a statement are evaluated, and what may change places in it. */
import { CONSTANT_GLOBALS, hasEffect } from './effects.mjs';
import { isPrimitive } from './types.mjs';
import { isConstant } from './uses.mjs';
import { canSwap } from './order.mjs';
import { childrenOf, isFunction } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/** Statements that begin by evaluating an expression, once. @type {Map<string, string>} */
const FIRST = new Map([
  ['ExpressionStatement', 'expression'], ['ReturnStatement', 'argument'], ['ThrowStatement', 'argument'],
  ['IfStatement', 'test'], ['SwitchStatement', 'discriminant'], ['ForInStatement', 'right'], ['ForOfStatement', 'right'],
]);

const BUILT_IN = new Set([
  'Array', 'ArrayBuffer', 'BigInt', 'Boolean', 'Date', 'Error', 'Function', 'JSON', 'Map', 'Math', 'Number',
  'Object', 'Promise', 'RangeError', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'SyntaxError', 'TypeError',
  'WeakMap', 'WeakSet', 'decodeURIComponent', 'encodeURIComponent', 'isFinite', 'isNaN', 'parseFloat', 'parseInt',
]);

/** Stands for conversions, which may call functions of the program. @type {Node} */
const ANYTHING = { type: 'Anything', start: 0, end: 0 };

/**
 * The expressions that a statement is about to evaluate first of all, once.
 *
 * @param {Node} statement
 * @returns {Node[]}
 */
export function firstExpressions(statement) {
  if (statement.type === 'VariableDeclaration') return statement.declarations.map((/** @type {Node} */ { init }) => init).filter(Boolean);
  const field = FIRST.get(statement.type);
  return field && statement[field] && statement.directive == null ? [statement[field]] : [];
}

/**
 * @typedef {object} Course
 * @property {Node[]} before what is evaluated before it
 * @property {boolean} isCertain whether it is evaluated in any case, unless what is before throws
 */

/**
 * What a statement evaluates before it comes to an expression in it.
 *
 * @param {Node} statement
 * @param {Node} expression
 * @returns {Course | null} null where it may be evaluated later or more than once
 */
export function courseTo(statement, expression) {
  /** @type {Course} */
  const course = { before: [], isCertain: true };
  let child = expression;
  for (let parent = child.parent; parent; child = parent, parent = parent.parent) {
    if (parent === statement && parent.type !== 'VariableDeclaration') {
      return parent[FIRST.get(parent.type) ?? ''] === child ? course : null;
    }
    const step = stepTo(parent, child);
    if (!step) return null;
    course.before.push(...step.before);
    course.isCertain &&= step.isCertain;
    if (parent === statement) return course;
  }
  return null;
}

/** @param {Node[]} before */
const after = (before) => ({ before, isCertain: true });

const PERHAPS = { before: [ANYTHING], isCertain: false };

/**
 * @param {Node[]} siblings
 * @param {Node} child one of them
 */
const inFrontOf = (siblings, child) => siblings.slice(0, siblings.indexOf(child)).filter(Boolean);

/**
 * One level of `courseTo`.
 *
 * @param {Node} parent
 * @param {Node} child
 * @returns {Course | null}
 */
function stepTo(parent, child) {
  switch (parent.type) {
    case 'ParenthesizedExpression':
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'AwaitExpression':
    case 'YieldExpression':
    case 'UnaryExpression':
    case 'SpreadElement':
      return after([]);
    case 'VariableDeclarator':
      return parent.init === child ? after([]) : null;
    case 'VariableDeclaration':
      return after(inFrontOf(parent.declarations, child).flatMap(partsOfDeclarator));
    case 'BinaryExpression':
      return after(parent.right === child ? [parent.left] : []);
    case 'LogicalExpression':
      return parent.left === child ? after([]) : PERHAPS;
    case 'ConditionalExpression':
      return parent.test === child ? after([]) : PERHAPS;
    case 'SequenceExpression':
      return after(inFrontOf(parent.expressions, child));
    case 'ArrayExpression':
      return after(inFrontOf(parent.elements, child));
    case 'AssignmentExpression':
      return parent.right === child ? stepToRight(parent) : null;
    case 'MemberExpression':
      if (parent.object === child) return after([]);
      return parent.computed ? (mayStop(parent) ? PERHAPS : after([parent.object])) : null;
    case 'CallExpression':
    case 'NewExpression':
      if (parent.callee === child) return after([]);
      return mayStop(parent) ? PERHAPS : after([parent.callee, ...inFrontOf(parent.arguments, child)]);
    case 'ObjectExpression':
      return after(inFrontOf(parent.properties, child).flatMap(partsOfProperty));
    case 'Property':
      if (parent.parent?.type !== 'ObjectExpression' || (parent.value === child) === (parent.key === child)) return null;
      return parent.computed ? after(parent.value === child ? [parent.key, ANYTHING] : []) : parent.value === child ? after([]) : null;
    case 'TemplateLiteral':
      // Each becomes a string before the next is evaluated.
      return after(inFrontOf(parent.expressions, child).flatMap((each) => (isPrimitive(each) ? [each] : [each, ANYTHING])));
    default:
      return null;
  }
}

/** @param {Node} assignment */
function stepToRight({ operator, left }) {
  const isLogical = operator === '&&=' || operator === '||=' || operator === '??=';
  if (isLogical) return PERHAPS;
  if (operator !== '=') return after([left]);
  if (left.type === 'Identifier') return after(left.binding ? [] : [left]);
  if (left.type !== 'MemberExpression') return left.type.endsWith('Pattern') ? after([]) : null;
  return after([left.object, ...(left.computed ? [left.property, ANYTHING] : [])]);
}

/** @param {Node} declarator */
function partsOfDeclarator({ id, init }) {
  return [init, id.type === 'Identifier' ? null : id].filter(Boolean);
}

/** @param {Node} property */
function partsOfProperty(property) {
  if (property.type !== 'Property') return [property];
  return property.computed ? [property.key, ANYTHING, property.value] : [property.value];
}

/**
 * Whether an optional link in front may end the evaluation.
 *
 * @param {Node} node
 * @returns {boolean}
 */
export function mayStop(node) {
  if (node.optional) return true;
  if (node.type === 'MemberExpression') return mayStop(node.object);
  return node.type === 'CallExpression' && mayStop(node.callee);
}

/**
 * Whether evaluating an expression does nothing (it may make an object) and gives the same at any time.
 *
 * @param {Node} node
 * @param {Draft} draft
 */
export function isFixed(node, draft) {
  return !hasEffect(node, draft) && readsConstants(node, draft);
}

/**
 * @param {Node} node
 * @param {Draft} draft
 * @returns {boolean}
 */
function readsConstants(node, draft) {
  // What is inside of a function is read when it is called.
  if (isFunction(node)) return true;
  if (node.type === 'Identifier') return node.binding ? isConstant(draft, node.binding) : CONSTANT_GLOBALS.has(node.name);
  return childrenOf(node).every(([child, field]) => {
    const isName = field === 'key' && !node.computed;
    return isName || readsConstants(child, draft);
  });
}

/**
 * Whether an expression may be evaluated before all of these instead of after them.
 *
 * @param {Node} node
 * @param {Node[]} others
 * @param {Draft} draft
 */
export function mayOvertake(node, others, draft) {
  if (isFixed(node, draft)) return true;
  return others.every((other) => isFixed(other, draft) || isBuiltIn(other) || canSwap(other, node, draft));
}

/** @param {Node} node */
function isBuiltIn({ type, name, binding, object, computed }) {
  if (type === 'Identifier') return !binding && BUILT_IN.has(name);
  return type === 'MemberExpression' && !computed && object.type === 'Identifier' && !object.binding && BUILT_IN.has(object.name);
}
