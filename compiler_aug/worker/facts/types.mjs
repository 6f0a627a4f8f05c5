// @ts-check
/** The type that a value surely has; null where anything could spoil it. */
import { functionAround } from './around.mjs';
import { CONSTANT_GLOBALS } from './effects.mjs';
import { isDeclaration, isWrite, writesOf } from './uses.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */
/** @typedef {import('../scope.mjs').Binding} Binding */

/** @typedef {'number' | 'string' | 'boolean' | 'undefined' | 'null' | 'bigint' | 'function' | 'object'} Type */

/** @param {Type} type */
export const isPrimitiveType = (type) => type !== 'function' && type !== 'object';

/**
 * @param {Node} node
 * @param {Draft} [draft]
 */
export function isPrimitive(node, draft) {
  const type = typeOf(node, draft);
  return type !== null && isPrimitiveType(type);
}

/**
 * The type that an expression's value surely has, if it has a value at all.
 *
 * @param {Node} node
 * @param {Draft} [draft] knows the types of local names
 * @returns {Type | null}
 */
export function typeOf(node, draft) {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return typeOf(node.expression, draft);
    case 'Literal':
      return typeOfLiteral(node);
    case 'TemplateLiteral':
      return 'string';
    case 'Identifier':
      return typeOfName(node, draft);
    case 'UnaryExpression':
      return typeOfUnary(node, draft);
    case 'BinaryExpression':
      return typeOfBinary(node.operator, node.left, node.right, draft);
    case 'AssignmentExpression':
      return node.operator === '=' ? typeOf(node.right, draft) : typeOfBinary(node.operator.slice(0, -1), node.left, node.right, draft);
    case 'UpdateExpression':
      return typeOf(node.argument, draft) === 'number' ? 'number' : null;
    case 'LogicalExpression':
      return same(typeOf(node.left, draft), typeOf(node.right, draft));
    case 'ConditionalExpression':
      return same(typeOf(node.consequent, draft), typeOf(node.alternate, draft));
    case 'SequenceExpression':
      return typeOf(node.expressions.at(-1), draft);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ClassExpression':
      return 'function';
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'NewExpression':
      // `new` may return a function, but no primitive; of functions nobody asks.
      return 'object';
    default:
      return null;
  }
}

/** @param {Node} node */
function typeOfLiteral({ value, regex, bigint }) {
  if (regex) return 'object';
  if (bigint != null) return 'bigint';
  return value === null ? 'null' : /** @type {Type} */ (typeof value);
}

/**
 * @param {Type | null} left
 * @param {Type | null} right
 */
const same = (left, right) => (left === right ? left : null);

/**
 * @param {Node} node
 * @param {Draft} [draft]
 * @returns {Type | null}
 */
function typeOfUnary({ operator, argument }, draft) {
  if (operator === '!' || operator === 'delete') return 'boolean';
  if (operator === 'typeof') return 'string';
  if (operator === 'void') return 'undefined';
  if (operator === '+') return 'number';
  const type = typeOf(argument, draft);
  return type !== null && type !== 'bigint' && isPrimitiveType(type) ? 'number' : null;
}

const COMPARISONS = new Set(['==', '!=', '===', '!==', '<', '<=', '>', '>=', 'in', 'instanceof']);
const ARITHMETIC = new Set(['-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>']);

/**
 * @param {string} operator
 * @param {Node} left
 * @param {Node} right
 * @param {Draft} [draft]
 * @returns {Type | null}
 */
function typeOfBinary(operator, left, right, draft) {
  if (COMPARISONS.has(operator)) return 'boolean';
  if (operator === '>>>') return 'number';
  const types = [typeOf(left, draft), typeOf(right, draft)];
  const areNumeric = (/** @type {Type | null} */ type) =>
    type === 'number' || type === 'boolean' || type === 'null' || type === 'undefined';
  if (operator === '+') {
    if (types.includes('string')) return 'string';
    return types.every(areNumeric) ? 'number' : null;
  }
  // A number and a bigint don't mix: one number makes the result a number, or an exception.
  return ARITHMETIC.has(operator) && types.some((type) => areNumeric(type) || type === 'string') ? 'number' : null;
}

/** Being worked out: a name's type may depend on itself, as in `i = i + 1`. @type {Map<Binding, Type | null>} */
const supposed = new Map();

/**
 * @param {Node} identifier
 * @param {Draft} [draft]
 * @returns {Type | null}
 */
function typeOfName(identifier, draft) {
  const { binding, name } = identifier;
  if (!binding) {
    if (name === 'undefined') return 'undefined';
    return CONSTANT_GLOBALS.has(name) ? 'number' : null;
  }
  const assumed = supposed.get(binding);
  if (assumed !== undefined) return assumed;
  if (!draft || binding.scope.depth === 0 || draft.resolution.dynamic) return null;
  const written = writesOf(draft, binding).map(valueWritten);
  const [first] = written;
  if (!first || draft.resolution.kept.has(name)) return null;
  if (binding.kind === 'var' ? !isSetBeforeUse(draft, binding) : binding.kind !== 'let' && binding.kind !== 'const') return null;
  // `let x;` is undefined until it is written.
  if (!draft.usesOf(binding).some((use) => isDeclaration(use) && isWrite(use))) return null;
  supposed.set(binding, null);
  try {
    const type = typeOf(first, draft);
    if (type === null || written.length === 1) return type;
    supposed.set(binding, type);
    return written.every((value) => value && typeOf(value, draft) === type) ? type : null;
  } finally {
    supposed.delete(binding);
  }
}

/**
 * Whether a `var` has its first value before anything reads it.
 *
 * @param {Draft} draft
 * @param {Binding} binding
 */
function isSetBeforeUse(draft, binding) {
  const uses = draft.usesOf(binding);
  const declarator = uses[0]?.parent;
  if (declarator?.type !== 'VariableDeclarator' || !declarator.init || !declarator.origin) return false;
  const statement = /** @type {Node} */ (declarator.parent);
  const outer = statement.parent?.type === 'ForStatement' ? statement.parent : statement;
  const home = functionAround(statement);
  if (!home || outer.parent !== home.body) return false;
  return uses.every((use) => functionAround(use) === home && use.start >= uses[0].start);
}

/**
 * The expression whose value a write gives to a name; null where there is none.
 *
 * @param {Node} identifier that is written
 * @returns {Node | null}
 */
function valueWritten(identifier) {
  const parent = /** @type {Node} */ (identifier.parent);
  if (parent.type === 'VariableDeclarator' && parent.id === identifier) {
    const loop = parent.parent?.parent;
    const isInForOf = loop && (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') && loop.left === parent.parent;
    return isInForOf ? null : parent.init;
  }
  if (parent.type === 'AssignmentExpression' && parent.left === identifier) return parent;
  return parent.type === 'UpdateExpression' ? parent : null;
}
