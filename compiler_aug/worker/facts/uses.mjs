// @ts-check
/** Where names are declared, written and read, and which keep their first value. */
import { functionAround, usesArguments } from './around.mjs';
import { isFunction, visit } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */
/** @typedef {import('../scope.mjs').Binding} Binding */

/** What may stand around the target of an assignment: `(a)++`, `(a as any) = 1`. */
const AROUND_TARGETS = new Set([
  'ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion',
]);

/**
 * The outermost pattern that an identifier or a pattern is part of, as a target.
 *
 * @param {Node} node
 * @returns {Node}
 */
function patternAround(node) {
  const { parent } = node;
  if (!parent) return node;
  const isPart =
    AROUND_TARGETS.has(parent.type) || parent.type === 'ArrayPattern' || parent.type === 'RestElement' ||
    (parent.type === 'AssignmentPattern' && parent.left === node) ||
    (parent.type === 'ObjectPattern') || (parent.type === 'TSParameterProperty') ||
    (parent.type === 'Property' && parent.value === node && parent.parent?.type === 'ObjectPattern');
  return isPart ? patternAround(parent) : node;
}

/**
 * Whether an identifier stands where its name is declared.
 *
 * @param {Node} identifier
 */
export function isDeclaration(identifier) {
  const target = patternAround(identifier);
  const parent = /** @type {Node} */ (target.parent);
  if (parent.type === 'VariableDeclarator') return parent.id === target;
  if (parent.type === 'CatchClause') return parent.param === target;
  if (isFunction(parent)) return parent.id === target || parent.params.includes(target);
  if (parent.type === 'ClassDeclaration' || parent.type === 'ClassExpression') return parent.id === target;
  return parent.type.startsWith('Import') && parent.type.endsWith('Specifier');
}

/**
 * Whether an identifier's name gets a value there: by assignment, `++`, a loop's head, or a declaration
 * that gives one.
 *
 * @param {Node} identifier
 */
export function isWrite(identifier) {
  const target = patternAround(identifier);
  const parent = /** @type {Node} */ (target.parent);
  switch (parent.type) {
    case 'AssignmentExpression':
    case 'ForInStatement':
    case 'ForOfStatement':
      return parent.left === target;
    case 'UpdateExpression':
      return true;
    case 'VariableDeclarator':
      return parent.id === target && (parent.init !== null || isLoopHead(/** @type {Node} */ (parent.parent)));
    default:
      return isDeclaration(identifier);
  }
}

/** @param {Node} declaration */
function isLoopHead(declaration) {
  const loop = declaration.parent;
  return (loop?.type === 'ForInStatement' || loop?.type === 'ForOfStatement') && loop.left === declaration;
}

/**
 * @param {Draft} draft
 * @param {Binding} binding
 */
export const writesOf = (draft, binding) => draft.usesOf(binding).filter(isWrite);

/**
 * Whether a name below the top level keeps its first value, and every use of it is known.
 *
 * @param {Draft} draft
 * @param {Binding} binding
 */
export function isConstant(draft, binding) {
  const { kept, dynamic } = draft.resolution;
  if (dynamic || kept.has(binding.name) || binding.scope.depth === 0) return false;
  const uses = draft.usesOf(binding);
  const writes = uses.filter(isWrite);
  if (uses.filter(isDeclaration).length !== 1 || writes.length !== 1 || !isDeclaration(writes[0])) return false;
  if (binding.kind !== 'param') return true;
  // In sloppy code `arguments[0] = 1` writes the first parameter.
  const home = functionAround(uses[0]);
  return home !== null && !usesArguments(home);
}

/**
 * Every name that is read or written inside.
 *
 * @param {Node} node
 * @returns {{reads: Set<Binding | string>, writes: Set<Binding | string>}} a global by its name
 */
export function namesIn(node) {
  const reads = new Set();
  const writes = new Set();
  visit(node, (each) => {
    if (each.type !== 'Identifier') return;
    const meant = each.binding ?? each.name;
    if (each.parent && isWrite(each)) writes.add(meant);
    reads.add(meant);
  });
  return { reads, writes };
}
