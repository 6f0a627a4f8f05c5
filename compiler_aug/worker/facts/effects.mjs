// @ts-check
/** What evaluating an expression does. Every answer is on the safe side: where anything could spoil it, there is an effect. */
import { isPrimitive, isPrimitiveType, typeOf } from './types.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */
/** @typedef {import('../scope.mjs').Binding} Binding */

/** Globals that can't be written, as long as no binding hides them. */
export const CONSTANT_GLOBALS = new Set(['undefined', 'NaN', 'Infinity']);

/**
 * Whether evaluating an expression does nothing, can't throw and makes no new object: it may be evaluated
 * more often, less often, earlier among other pure things, or not at all.
 *
 * @param {Node} node
 * @param {Draft} [draft] knows the types of local names
 * @returns {boolean}
 */
export function isPure(node, draft) {
  return isWithoutEffect(node, draft, false);
}

/**
 * Whether evaluating an expression might do something: call, write, throw, read through a getter. Making
 * an object counts as nothing.
 *
 * @param {Node} node
 * @param {Draft} [draft]
 */
export const hasEffect = (node, draft) => !isWithoutEffect(node, draft, true);

/**
 * @param {Node} node
 * @param {Draft | undefined} draft
 * @param {boolean} mayMakeObjects
 * @returns {boolean}
 */
function isWithoutEffect(node, draft, mayMakeObjects) {
  const all = (/** @type {(Node | null)[]} */ ...nodes) =>
    nodes.every((each) => !each || isWithoutEffect(each, draft, mayMakeObjects));
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return all(node.expression);
    case 'Literal':
      return mayMakeObjects || !node.regex;
    case 'ThisExpression':
      // In a derived class it throws before `super()`.
      return !isInConstructor(node);
    case 'Identifier':
      return isSafeRead(node);
    case 'TemplateLiteral':
      return node.expressions.every((/** @type {Node} */ each) => isPrimitive(each, draft)) && all(...node.expressions);
    case 'UnaryExpression':
      return isPureUnary(node, draft) && all(node.operator === 'typeof' && isGlobal(node.argument) ? null : node.argument);
    case 'BinaryExpression':
      return isPureBinary(node, draft) && all(node.left, node.right);
    case 'LogicalExpression':
      return all(node.left, node.right);
    case 'ConditionalExpression':
      return all(node.test, node.consequent, node.alternate);
    case 'SequenceExpression':
      return all(...node.expressions);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return mayMakeObjects;
    case 'ArrayExpression':
      return mayMakeObjects && node.elements.every((/** @type {Node | null} */ each) => each?.type !== 'SpreadElement') && all(...node.elements);
    case 'ObjectExpression':
      return mayMakeObjects && node.properties.every((/** @type {Node} */ each) =>
        each.type === 'Property' && !each.computed && all(each.value));
    default:
      return false;
  }
}

/**
 * @param {Node} node
 * @param {Draft} [draft]
 */
function isPureUnary({ operator, argument }, draft) {
  if (operator === '!' || operator === 'typeof' || operator === 'void') return true;
  const type = typeOf(argument, draft);
  if (operator === '+') return type !== null && type !== 'bigint' && isPrimitiveType(type);
  return (operator === '-' || operator === '~') && type !== null && isPrimitiveType(type);
}

/**
 * @param {Node} node
 * @param {Draft} [draft]
 */
function isPureBinary({ operator, left, right }, draft) {
  if (operator === '===' || operator === '!==') return true;
  const types = [typeOf(left, draft), typeOf(right, draft)];
  if (operator === '==' || operator === '!=') {
    if (types.some((type) => type === 'null' || type === 'undefined')) return true;
  }
  if (operator === 'in' || operator === 'instanceof') return false;
  return types.every((type) => type !== null && type !== 'bigint' && isPrimitiveType(type));
}

/** @param {Node} node */
const isGlobal = (node) => node.type === 'Identifier' && !node.binding;

/**
 * Whether reading a name neither throws nor calls anything.
 *
 * @param {Node} identifier
 */
function isSafeRead(identifier) {
  const { binding } = identifier;
  if (!binding) return CONSTANT_GLOBALS.has(identifier.name);
  if (binding.scope.depth === 0 && binding.kind !== 'function') return binding.kind === 'import' ? false : binding.kind === 'var';
  if (binding.kind !== 'let' && binding.kind !== 'const' && binding.kind !== 'class' && binding.kind !== 'using') return true;
  return isDeclaredBefore(identifier, binding);
}

/**
 * Whether a `let`, `const` or `class` has its value wherever that identifier is read: the declaration
 * stands before it, and no hoisted function or other `case` lies between.
 *
 * @param {Node} identifier
 * @param {Binding} binding
 */
function isDeclaredBefore(identifier, binding) {
  const [declared] = binding.identifiers;
  // What a pass declares it declares in front of its uses.
  if (!declared) return true;
  if ((identifier.origin ?? identifier).start <= declared.start) return false;
  for (let around = identifier.parent; around; around = around.parent) {
    const isHome = around.scope === binding.scope;
    if (around.type === 'SwitchStatement' && isHome) return false;
    if (around.type === 'VariableDeclarator' && around.id?.start === declared.start) return false;
    if (around.type === 'FunctionDeclaration' && !isHome) return false;
    if (isHome) return true;
  }
  return false;
}

/** @param {Node} node */
function isInConstructor(node) {
  for (let around = node.parent; around; around = around.parent) {
    if (around.type === 'MethodDefinition') return around.kind === 'constructor';
    if (around.type === 'FunctionDeclaration' || around.type === 'PropertyDefinition') return false;
    if (around.type === 'FunctionExpression' && around.parent?.type !== 'MethodDefinition') return false;
  }
  return false;
}
