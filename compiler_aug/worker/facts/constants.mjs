// @ts-check
/** Values that are known before a program runs, worked out as the language does; and how they are written. */
import * as build from '../making/build.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {string | number | boolean | null | undefined} Constant */

/** A folded text that is longer than this is left as it was written. */
const MOST_CHARACTERS = 1000;

/**
 * The value of an expression of literals; null if it is not one, or is not sure to be the same on every
 * engine.
 *
 * @param {Node} node
 * @returns {{value: Constant} | null}
 */
export function constantOf(node) {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return constantOf(node.expression);
    case 'Literal':
      return node.regex || node.bigint != null ? null : { value: node.value };
    case 'Identifier':
      return globalConstant(node);
    case 'TemplateLiteral':
      return joined(node);
    case 'UnaryExpression':
      return unary(node);
    case 'BinaryExpression':
      return binary(node);
    case 'LogicalExpression': {
      const left = constantOf(node.left);
      return left && (isSettledBy(node.operator, left.value) ? left : constantOf(node.right));
    }
    case 'ConditionalExpression': {
      const test = constantOf(node.test);
      return test && constantOf(test.value ? node.consequent : node.alternate);
    }
    default:
      return null;
  }
}

/**
 * Whether a logical operator never looks to its right.
 *
 * @param {string} operator
 * @param {Constant} left
 */
export function isSettledBy(operator, left) {
  if (operator === '??') return left !== null && left !== undefined;
  return operator === '||' ? Boolean(left) : !left;
}

/** @param {Node} identifier */
function globalConstant({ name, binding }) {
  if (binding) return null;
  if (name === 'undefined') return { value: undefined };
  if (name === 'NaN') return { value: NaN };
  return name === 'Infinity' ? { value: Infinity } : null;
}

/** @param {Node} template */
function joined({ quasis, expressions }) {
  let text = '';
  for (const [index, { value }] of quasis.entries()) {
    if (typeof value.cooked !== 'string') return null;
    text += value.cooked;
    if (index === expressions.length) break;
    const part = constantOf(expressions[index]);
    if (!part) return null;
    text += String(part.value);
  }
  return { value: text };
}

/** @param {Node} node */
function unary({ operator, argument }) {
  const isFunction = argument.type === 'FunctionExpression' || argument.type === 'ArrowFunctionExpression';
  if (isFunction && operator === 'typeof') return { value: 'function' };
  const known = constantOf(argument);
  if (!known) return null;
  const value = /** @type {any} */ (known.value);
  switch (operator) {
    case '!':
      return { value: !value };
    case '-':
      return { value: -value };
    case '+':
      return { value: Number(value) };
    case '~':
      return { value: ~value };
    case 'typeof':
      return { value: typeof value };
    case 'void':
      return { value: undefined };
    default:
      return null;
  }
}

/** @type {Record<string, (left: any, right: any) => Constant>} */
const OPERATIONS = {
  '+': (left, right) => left + right, '-': (left, right) => left - right,
  '*': (left, right) => left * right, '/': (left, right) => left / right,
  '%': (left, right) => left % right, '**': (left, right) => left ** right,
  '&': (left, right) => left & right, '|': (left, right) => left | right, '^': (left, right) => left ^ right,
  '<<': (left, right) => left << right, '>>': (left, right) => left >> right,
  '>>>': (left, right) => left >>> right,
  '<': (left, right) => left < right, '<=': (left, right) => left <= right,
  '>': (left, right) => left > right, '>=': (left, right) => left >= right,
  '==': (left, right) => left == right, '!=': (left, right) => left != right,
  '===': (left, right) => left === right, '!==': (left, right) => left !== right,
};

/** @param {Node} node */
function binary({ operator, left, right }) {
  const operation = Object.hasOwn(OPERATIONS, operator) ? OPERATIONS[operator] : null;
  const known = operation && [constantOf(left), constantOf(right)];
  if (!operation || !known || !known[0] || !known[1]) return null;
  const value = operation(known[0].value, known[1].value);
  // The standard lets engines approximate powers.
  if (operator === '**' && !Number.isSafeInteger(value)) return null;
  return { value };
}

/**
 * @param {Constant} value
 * @returns {Node | null} null for what has no literal, or a very long one
 */
export function writtenOut(value) {
  if (value === undefined) return build.undefinedValue();
  if (typeof value === 'string' && value.length > MOST_CHARACTERS) return null;
  if (typeof value !== 'number') return build.literal(value);
  if (!Number.isFinite(value)) return null;
  return value < 0 || Object.is(value, -0) ? build.unary('-', build.literal(-value)) : build.literal(value);
}
