// @ts-check
/** Statements that may be dropped, and what must stay of them. */
import * as build from './build.mjs';
import { constantOf } from '../facts/constants.mjs';
import { containsOwn, functionAround } from '../facts/around.mjs';
import { hasEffect, isPure } from '../facts/effects.mjs';
import { leaves } from '../facts/control.mjs';
import { childrenOf, isFunction, visit } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */
/** @typedef {import('../scope.mjs').Binding} Binding */
/** @typedef {(() => void) | null} Edit */

/**
 * @param {Node} statement
 * @param {Draft} draft
 * @returns {Edit} null if it must stay
 */
export function deadStatement(statement, draft) {
  // Outside functions a statement may be the value of the whole script.
  if (!draft.listOf(statement) || !functionAround(statement)) return null;
  switch (statement.type) {
    case 'EmptyStatement':
      return () => draft.remove(statement);
    case 'BlockStatement':
      return statement.body.length === 0 ? () => draft.remove(statement) : unreachableAfter(statement, draft);
    case 'ExpressionStatement': {
      const { directive, expression } = statement;
      return directive == null && isPure(expression, draft) ? () => draft.remove(statement) : null;
    }
    case 'IfStatement':
      return decidedIf(statement, draft);
    case 'WhileStatement': {
      const test = constantOf(statement.test);
      return test && !test.value ? dropped(statement, [statement], [], draft) : null;
    }
    default:
      return unreachableAfter(statement, draft);
  }
}

/**
 * @param {Node} statement
 * @param {Draft} draft
 * @returns {Edit}
 */
function decidedIf(statement, draft) {
  const test = constantOf(statement.test);
  if (!test) return unreachableAfter(statement, draft);
  const [taken, other] = test.value
    ? [statement.consequent, statement.alternate] : [statement.alternate, statement.consequent];
  // A function that stands right under an `if` is declared in no block.
  if (taken?.type === 'FunctionDeclaration' || taken?.type === 'LabeledStatement') return null;
  return dropped(statement, other ? [other] : [], taken ? [taken] : [], draft);
}

/**
 * @param {Node} jump
 * @param {Draft} draft
 * @returns {Edit}
 */
function unreachableAfter(jump, draft) {
  const place = leaves(jump) ? draft.listOf(jump) : null;
  if (!place) return null;
  const rest = place.statements.slice(place.index + 1);
  // Function declarations are there from the start.
  const dead = rest.filter(({ type }) => type !== 'FunctionDeclaration');
  if (dead.length === 0 || dead.some((each) => isNeededBefore(each, rest, draft))) return null;
  const hoisted = hoistedOut(dead, draft);
  // What is hoisted is there already, and nothing else: nothing would be gained.
  if (!hoisted || dead.every(isBareVar)) return null;
  return () => {
    for (const each of dead) draft.remove(each);
    for (const name of hoisted) draft.insert(place.owner, place.statements.length, bareVar(name));
  };
}

/**
 * Whether a statement declares a name for what stands before it, if only one that may not be read yet.
 *
 * @param {Node} statement
 * @param {Node[]} rest statements of which none is reached
 * @param {Draft} draft
 */
function isNeededBefore(statement, rest, draft) {
  const isLexical = statement.type === 'VariableDeclaration' ? statement.kind !== 'var' : statement.type.endsWith('Declaration');
  if (!isLexical) return false;
  const inside = identifiersIn(statement);
  const known = new Set(rest.filter(({ type }) => type !== 'FunctionDeclaration').flatMap((each) => [...identifiersIn(each)]));
  return [...inside].some(
    ({ binding, name }) => draft.resolution.kept.has(name) || (binding && draft.usesOf(binding).some((use) => !known.has(use)) && declares(statement, binding)),
  );
}

/**
 * @param {Node} statement
 * @param {Binding} binding
 */
function declares(statement, binding) {
  const targets = statement.type === 'VariableDeclaration' ? statement.declarations.map((/** @type {Node} */ each) => each.id) : [statement.id];
  return targets.some((/** @type {Node | null} */ target) => target && [...identifiersIn(target)].some((each) => each.binding === binding));
}

/** @param {Node} node */
function identifiersIn(node) {
  /** @type {Set<Node>} */
  const found = new Set();
  visit(node, (each) => {
    if (each.type === 'Identifier' || each.type === 'JSXIdentifier') found.add(each);
  });
  return found;
}

/**
 * Put what is taken in the place of a statement, and declare what the rest of it hoists.
 *
 * @param {Node} statement
 * @param {Node[]} dead
 * @param {Node[]} taken
 * @param {Draft} draft
 * @returns {Edit}
 */
function dropped(statement, dead, taken, draft) {
  const hoisted = hoistedOut(dead, draft);
  return hoisted && (() => draft.replaceStatement(statement, [...hoisted.map(bareVar), ...taken]));
}

/**
 * Names that dead statements declare for the whole function and that are used elsewhere; null where that
 * can't be told.
 *
 * @param {Node[]} dead
 * @param {Draft} draft
 * @returns {Node[] | null} an identifier of each
 */
function hoistedOut(dead, draft) {
  // In sloppy code a function in a block is a `var` around it, too.
  if (dead.some((each) => each.type === 'FunctionDeclaration' || containsOwn(each, 'FunctionDeclaration'))) return null;
  /** @type {Map<Binding, Node>} */
  const names = new Map();
  /** @type {Set<Node>} */
  const inside = new Set();
  const collect = (/** @type {Node} */ node) => {
    if (node.type === 'VariableDeclaration' && node.kind === 'var') {
      for (const { id } of node.declarations) {
        for (const each of identifiersIn(id)) if (each.binding) names.set(each.binding, each);
      }
    }
    for (const [child] of childrenOf(node)) if (!isFunction(child)) collect(child);
  };
  for (const each of dead) {
    collect(each);
    for (const identifier of identifiersIn(each)) inside.add(identifier);
  }
  return [...names].flatMap(([binding, identifier]) =>
    draft.usesOf(binding).some((use) => !inside.has(use)) ? [identifier] : []);
}

/** @param {Node} identifier whose name may be another by now than its binding's was */
function bareVar({ name, binding }) {
  return build.declaration('var', { ...build.identifier(name), binding }, null);
}

/** @param {Node} statement */
function isBareVar({ type, kind, declarations }) {
  return type === 'VariableDeclaration' && kind === 'var' &&
    declarations.every((/** @type {Node} */ each) => each.id.type === 'Identifier' && !each.init);
}

/**
 * @param {Node} node a variable's or a function's declaration
 * @param {Draft} draft
 * @returns {Edit} null if it must stay
 */
export function unusedDeclaration(node, draft) {
  const binding = node.id?.type === 'Identifier' && node.id.binding;
  if (!binding || binding.scope.depth === 0 || draft.resolution.kept.has(binding.name)) return null;
  if (draft.usesOf(binding).length !== 1) return null;
  if (node.type === 'FunctionDeclaration') {
    return draft.listOf(node) && functionAround(node) ? () => draft.remove(node) : null;
  }
  const declaration = /** @type {Node} */ (node.parent);
  if (!draft.listOf(declaration) || declaration.kind === 'using' || declaration.kind === 'await using') return null;
  if (node.init && hasEffect(node.init, draft)) return null;
  const others = declaration.declarations.filter((/** @type {Node} */ each) => each !== node);
  return () => (others.length > 0 ? draft.change(declaration, { declarations: others }) : draft.remove(declaration));
}
