// @ts-check
/** Functions that stand in parentheses, casts, or calls that give them back changed: `curry((a, b) => a + b)`. */
import { unwrapped } from './plain.mjs';

/** @typedef {import('../types.js').Node} Node */

const FUNCTIONS = new Set(['FunctionExpression', 'ArrowFunctionExpression']);

/**
 * Functions that run what they are given: their result is no function, and its name not that of one.
 * Any other function called by its mere name is taken to give the function back, wrapped.
 */
const RUNNERS = new Set([
  'all', 'any', 'assert', 'computed', 'connect', 'derived', 'each', 'effect', 'every', 'fails', 'filter', 'find',
  'findIndex', 'flatMap', 'forEach', 'map', 'on', 'perform', 'queueMicrotask', 'reduce', 'requestAnimationFrame',
  'requestIdleCallback', 'setImmediate', 'setInterval', 'setTimeout', 'some', 'sort', 'sortBy', 'subscribe', 'times',
  'useMemo',
]);

/** Methods that give the function back: `_.curry(…)`. Any other method is taken to run it. */
const WRAPPERS = new Set([
  'bind', 'curry', 'curryN', 'debounce', 'dual', 'fn', 'fnUntraced', 'forwardRef', 'hitch', 'memo', 'memoize',
  'once', 'overArgs', 'partial', 'proxy', 'rearg', 'referToSelf', 'rest', 'restArguments', 'throttle', 'useCallback',
  'wrap',
]);

/**
 * The function that an expression is, or that it wraps and gives back. Two calls deep it must say by
 * a name of its own that it is more than a callback: `curry(dispatch([], function all() {}))`.
 *
 * @param {Node | null} value
 * @returns {Node | null}
 */
export function functionOf(value) {
  const inner = value && unwrapped(value);
  if (!inner || FUNCTIONS.has(inner.type)) return inner;
  const func = wrappedBy(inner);
  if (func) return func;
  const nested = onlyOne(argumentsOf(inner).map(wrappedBy));
  return nested?.id ? nested : null;
}

/**
 * @param {Node} value
 * @returns {Node | null} the one function that a call wraps and gives back
 */
function wrappedBy(value) {
  const bound = value.callee?.property?.name === 'bind' ? unwrapped(value.callee.object) : null;
  if (bound && FUNCTIONS.has(bound.type)) return bound;
  return onlyOne(argumentsOf(value).map((each) => (FUNCTIONS.has(each.type) ? each : null)));
}

/**
 * @param {Node} value
 * @returns {Node[]} what a call gets that may wrap it; nothing if the value is no such call
 */
function argumentsOf({ type, callee, arguments: given }) {
  if (type !== 'CallExpression') return [];
  const wraps = callee.type === 'Identifier' ? !RUNNERS.has(callee.name) : WRAPPERS.has(callee.property?.name);
  return wraps ? given.map(unwrapped) : [];
}

/**
 * @param {(Node | null)[]} candidates
 * @returns {Node | null} null if there are none or several
 */
function onlyOne(candidates) {
  const [first, second] = candidates.filter((each) => each !== null);
  return first && !second ? first : null;
}
