// @ts-check
/** What becomes of a function: where it is surely called and nothing else. */
import { isConstant, isDeclaration } from './uses.mjs';
import { visit, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/** Methods of the standard library, and of emitters of events, that call what they are given. */
const CALLING_METHODS = new Set([
  'map', 'forEach', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex', 'some', 'every', 'reduce',
  'reduceRight', 'flatMap', 'sort', 'toSorted', 'then', 'catch', 'finally', 'replace', 'replaceAll', 'from',
  'addEventListener', 'on', 'once', 'nextTick', 'parse', 'stringify',
]);
const CALLING_GLOBALS = new Set([
  'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'requestIdleCallback',
]);

/**
 * Whether a function is only ever called, never constructed or asked for its `prototype`: at once, by a method
 * that is known to call what it gets, or by a local name that nothing else is done with.
 *
 * @param {Draft} draft
 * @param {Node} fn
 */
export function isOnlyCalled(draft, fn) {
  if (isCalledAt(fn)) return true;
  let place = fn;
  while (place.parent?.type === 'ParenthesizedExpression') place = place.parent;
  const { parent } = place;
  if (parent?.type !== 'VariableDeclarator' || parent.init !== place || parent.id.type !== 'Identifier') return false;
  const { binding } = parent.id;
  if (!binding || !isConstant(draft, binding)) return false;
  return draft.usesOf(binding).every((use) => isDeclaration(use) || isCalledAt(use));
}

/**
 * @param {Node} node whose value is a function
 * @returns {boolean}
 */
function isCalledAt(node) {
  const parent = /** @type {Node} */ (node.parent);
  switch (parent.type) {
    case 'ParenthesizedExpression':
      return isCalledAt(parent);
    case 'CallExpression':
      return parent.callee === node || isHandedToCaller(parent, node);
    case 'NewExpression':
      return parent.arguments[0] === node && isGlobal(parent.callee, 'Promise');
    case 'MemberExpression': {
      if (parent.object !== node || parent.computed) return false;
      const isCalling = parent.property.name === 'call' || parent.property.name === 'apply';
      return isCalling && parent.parent?.type === 'CallExpression' && parent.parent.callee === parent;
    }
    default:
      return false;
  }
}

/**
 * @param {Node} call
 * @param {Node} argument
 */
function isHandedToCaller(call, argument) {
  if (call.arguments.indexOf(argument) > 1) return false;
  const callee = withoutParentheses(call.callee);
  if (callee.type === 'MemberExpression') return !callee.computed && CALLING_METHODS.has(callee.property.name);
  return callee.type === 'Identifier' && !callee.binding && CALLING_GLOBALS.has(callee.name);
}

/**
 * @param {Node} node
 * @param {string} name
 */
const isGlobal = (node, name) => node.type === 'Identifier' && !node.binding && node.name === name;

/** What one kind of function may call so, and the other not. */
const SPECIAL_NAMES = new Set(['arguments', 'await', 'yield']);

/**
 * Whether a name is met in a function that means something else in other kinds of functions.
 *
 * @param {Node} fn
 */
export function mentionsSpecialNames(fn) {
  let found = false;
  visit(fn, (each) => {
    found ||= each.type === 'Identifier' && SPECIAL_NAMES.has(each.name);
  });
  return found;
}

/**
 * Whether two parameters share a name, which only `function` in sloppy code allows.
 *
 * @param {Node} fn
 */
export function repeatsParameters({ params }) {
  const names = params.map((/** @type {Node} */ { name }) => name).filter(Boolean);
  return new Set(names).size < names.length;
}
