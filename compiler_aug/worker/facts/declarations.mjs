// @ts-check
/** Where a declared name surely has its value, how often it is declared anew, and who else bears its name. */
import { loopAround } from './around.mjs';
import { hasEffect } from './effects.mjs';
import { isDeclaration } from './uses.mjs';
import { newBinding } from '../scope.mjs';
import { childrenOf, isFunction, isInside, isReference, someChild, visit, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */
/** @typedef {import('../scope.mjs').Binding} Binding */
/** @typedef {import('../scope.mjs').BindingKind} BindingKind */
/** @typedef {import('../scope.mjs').Scope} Scope */

const FOR_EACH = new Set(['ForInStatement', 'ForOfStatement']);

/**
 * The loop in whose head a declaration stands; null for any other.
 *
 * @param {Node} declaration
 */
export function loopHeadedBy(declaration) {
  const { parent } = declaration;
  if (!parent) return null;
  if (parent.type === 'ForStatement') return parent.init === declaration ? parent : null;
  return FOR_EACH.has(parent.type) && parent.left === declaration ? parent : null;
}

/**
 * Whether a use of a name that a declaration declares surely is evaluated only once the declaration has
 * been: it stands behind it, among the same statements or inside of them, and no hoisted function
 * could reach it before.
 *
 * @param {Draft} draft
 * @param {Node} declaration of variables or a function
 * @param {Node} use
 */
export function isReady(draft, declaration, use) {
  if (isInside(use, declaration)) return isReadyWithin(declaration, use);
  const loop = loopHeadedBy(declaration);
  if (loop) return isInside(use, loop) && !(FOR_EACH.has(loop.type) && isInside(use, loop.right));
  return isBehind(draft, declaration, use);
}

/**
 * @param {Node} declaration
 * @param {Node} use
 */
function isReadyWithin(declaration, use) {
  if (declaration.type !== 'VariableDeclaration') return true;
  if (isDeclaration(use)) return true;
  const declares = (/** @type {Node} */ { id }) => mentionsBinding(id, use.binding);
  const own = declaration.declarations.findIndex(declares);
  const at = declaration.declarations.findIndex((/** @type {Node} */ each) => isInside(use, each));
  if (at !== own) return at > own;
  const { init } = declaration.declarations[own];
  return Boolean(init) && isFunction(withoutParentheses(init)) && isInside(use, init);
}

/**
 * @param {Node} node
 * @param {Binding} binding
 */
function mentionsBinding(node, binding) {
  let found = false;
  visit(node, (each) => {
    found ||= each.binding === binding;
  });
  return found;
}

/**
 * @param {Draft} draft
 * @param {Node} statement
 * @param {Node} use
 */
function isBehind(draft, statement, use) {
  const place = draft.listOf(statement);
  if (!place) return false;
  let around = use;
  while (around.parent && around.parent !== place.owner) around = around.parent;
  if (!around.parent) return false;
  if (!isHoisted(around)) return place.statements.indexOf(around) > place.index;
  // Nothing in front of the declaration may call the function.
  return place.statements.slice(0, place.index).every((each) => isIdle(each, draft));
}

/**
 * @param {Node} statement
 * @returns {boolean}
 */
const isHoisted = ({ type, body }) => type === 'FunctionDeclaration' || (type === 'LabeledStatement' && isHoisted(body));

/**
 * Whether a statement runs no code that could call a function.
 *
 * @param {Node} statement
 * @param {Draft} draft
 */
function isIdle(statement, draft) {
  if (statement.type === 'FunctionDeclaration' || statement.directive != null) return true;
  if (statement.type !== 'VariableDeclaration') return false;
  return statement.declarations.every((/** @type {Node} */ { id, init }) => id.type === 'Identifier' && (!init || !hasEffect(init, draft)));
}

/**
 * The function whose `var`s are declared where a node stands; null outside of functions and in the static
 * parts of classes.
 *
 * @param {Node} node
 * @returns {Node | null}
 */
export function varHome(node) {
  for (let around = node.parent; around; around = around.parent) {
    if (isFunction(around)) return around;
    if (around.type === 'StaticBlock' || around.type === 'PropertyDefinition' || around.type === 'AccessorProperty') return null;
  }
  return null;
}

/**
 * Whether a declaration may be evaluated more than once in one call of its function.
 *
 * @param {Node} declaration
 */
export function isRepeated(declaration) {
  return loopAround(loopHeadedBy(declaration) ?? declaration) !== null;
}

/**
 * Whether code that runs later, or never, uses a name: a function or a class inside of its own.
 *
 * @param {Node} use
 * @param {Node} declaration
 */
export function isCaptured(use, declaration) {
  for (let around = use.parent; around && !isInside(declaration, around); around = around.parent) {
    if (isFunction(around) || around.type === 'ClassBody') return true;
  }
  return false;
}

/**
 * Whether a name means one thing only in a part of the tree.
 *
 * @param {Node} region
 * @param {string} name
 * @param {Binding | null | undefined} binding that it shall mean; nothing for a global
 * @returns {boolean}
 */
export function meansOneThing(region, name, binding) {
  if (isNamed(region, name) && (region.binding ?? null) !== (binding ?? null)) return false;
  return !someChild(region, (child, field) => {
    if (child.type === 'Identifier' && !isReference(region, field)) return false;
    return !meansOneThing(child, name, binding);
  });
}

/**
 * @param {Node} node
 * @param {string} name
 */
const isNamed = (node, name) => (node.type === 'Identifier' || node.type === 'JSXIdentifier') && node.name === name;

/**
 * Whether the names in an expression mean the same in another part of the tree.
 *
 * @param {Node} expression
 * @param {Node} region
 */
export function keepsMeaning(expression, region) {
  let isKept = true;
  const look = (/** @type {Node} */ node) => {
    for (const [child, field] of childrenOf(node)) {
      if (child.type !== 'Identifier') look(child);
      else if (isReference(node, field)) isKept &&= meansOneThing(region, child.name, child.binding);
    }
  };
  if (expression.type === 'Identifier') return meansOneThing(region, expression.name, expression.binding);
  look(expression);
  return isKept;
}

/**
 * Whether an expression mentions what the statement that it is part of declares.
 *
 * @param {Draft} draft
 * @param {Node} statement
 * @param {Node} expression
 */
export function usesNamesOf(draft, statement, expression) {
  let found = false;
  visit(expression, ({ type, binding }) => {
    if (type !== 'Identifier' || !binding || found) return;
    found = draft.usesOf(binding).some((use) => isDeclaration(use) && isInside(use, statement) && !isInside(use, expression));
  });
  return found;
}

/**
 * Let identifiers mean a new binding: that of the source is shared by all drafts.
 *
 * @param {Draft} draft
 * @param {Node[]} uses
 * @param {Binding} old
 * @param {BindingKind} kind
 * @param {Scope} [scope]
 */
export function rebind(draft, uses, old, kind, scope = old.scope) {
  const binding = { ...newBinding(old.name, kind, scope), identifiers: old.identifiers };
  draft.madeBindings.push(binding);
  draft.rebind(uses, () => binding);
  return binding;
}
