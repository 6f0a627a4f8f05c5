// @ts-check
/** What may be evaluated in another order, or a second time; where only the truth of a value matters. */
import { functionAround, isValueUsed, usesArguments } from './around.mjs';
import { CONSTANT_GLOBALS, hasEffect, isPure } from './effects.mjs';
import { isPrimitive } from './types.mjs';
import { isConstant, writesOf } from './uses.mjs';
import { isInside, visit } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */
/** @typedef {import('../scope.mjs').Binding} Binding */

/**
 * Whether two expressions that are evaluated one after the other may change places. How their values
 * are then converted is not looked at.
 *
 * @param {Node} left
 * @param {Node} right
 * @param {Draft} draft
 */
export function canSwap(left, right, draft) {
  return isSteady(left, right, draft) || isSteady(right, left, draft);
}

/**
 * Whether an expression is pure and gives the same value before and after another is evaluated.
 *
 * @param {Node} node
 * @param {Node} other
 * @param {Draft} draft
 */
function isSteady(node, other, draft) {
  if (!isPure(node, draft)) return false;
  if (!hasEffect(other, draft)) return true;
  let steady = true;
  visit(node, (each) => {
    if (each.type !== 'Identifier' || !steady) return;
    steady = each.binding ? isUntouched(each.binding, other, draft) : CONSTANT_GLOBALS.has(each.name);
  });
  return steady;
}

/**
 * Whether no code that an expression may run writes a name.
 *
 * @param {Binding} binding
 * @param {Node} other
 * @param {Draft} draft
 */
function isUntouched(binding, other, draft) {
  if (isConstant(draft, binding)) return true;
  const { kept, dynamic } = draft.resolution;
  if (dynamic || kept.has(binding.name) || binding.scope.depth === 0) return false;
  const [declared] = draft.usesOf(binding);
  const home = declared && functionAround(declared);
  if (!home || usesArguments(home)) return false;
  // A call may run functions that are written inside this one, but not this one's own statements.
  return writesOf(draft, binding).every((write) => functionAround(write) === home && !isInside(write, other));
}

/**
 * Whether of an expression's value nothing matters but whether it counts as true.
 *
 * @param {Node} node
 * @returns {boolean}
 */
export function isTested(node) {
  const parent = /** @type {Node} */ (node.parent);
  switch (parent.type) {
    case 'ParenthesizedExpression':
      return isTested(parent);
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
      return parent.test === node;
    case 'ConditionalExpression':
      return parent.test === node || isTested(parent);
    case 'UnaryExpression':
      return parent.operator === '!';
    case 'LogicalExpression':
      if (parent.operator === '??') return false;
      return isTested(parent) || (parent.left === node && !isValueUsed(parent));
    default:
      return false;
  }
}

/**
 * Whether an expression may be read twice in a row: a name that is bound, or `this`.
 *
 * @param {Node} node
 */
export function isRepeatable(node) {
  return node.type === 'ThisExpression' || (node.type === 'Identifier' && Boolean(node.binding));
}

/**
 * Whether the place that is assigned to may be written out a second time: a bound name, or a property of
 * one, whose key needs no conversion.
 *
 * @param {Node} target
 * @param {Draft} draft
 */
export function isRepeatableTarget(target, draft) {
  if (target.type === 'Identifier') return Boolean(target.binding);
  if (target.type !== 'MemberExpression' || target.optional || !isRepeatable(target.object)) return false;
  if (!target.computed || target.property.type === 'Literal') return true;
  return isRepeatable(target.property) && isPrimitive(target.property, draft);
}

/**
 * Whether two places that are repeatable are the same one.
 *
 * @param {Node} one
 * @param {Node} other
 * @returns {boolean}
 */
export function isSamePlace(one, other) {
  if (one.type !== other.type) return false;
  switch (one.type) {
    case 'ThisExpression':
      return true;
    case 'Identifier':
      return Boolean(one.binding) && one.binding === other.binding;
    case 'Literal':
      return one.value === other.value && !one.regex && !one.bigint && !other.bigint;
    case 'MemberExpression':
      if (one.computed !== other.computed || !isSamePlace(one.object, other.object)) return false;
      if (one.computed) return isSamePlace(one.property, other.property);
      return one.property.type === other.property.type && one.property.name === other.property.name;
    default:
      return false;
  }
}

/**
 * Whether an expression stands where another expression in its place would change what is called,
 * deleted or asked for: `(0, a.b)()` has no `this`, `typeof missing` does not throw.
 *
 * @param {Node} node
 * @returns {boolean}
 */
export function isTakenAsReference(node) {
  const parent = /** @type {Node} */ (node.parent);
  switch (parent.type) {
    case 'ParenthesizedExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return isTakenAsReference(parent);
    case 'CallExpression':
      return parent.callee === node;
    case 'TaggedTemplateExpression':
      return parent.tag === node;
    case 'UnaryExpression':
      return parent.operator === 'delete' || parent.operator === 'typeof';
    case 'Decorator':
      return true;
    default:
      return false;
  }
}
