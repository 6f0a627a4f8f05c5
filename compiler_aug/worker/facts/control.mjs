// @ts-check
/** Where statements lead, what they declare, and which comments go with them. */
import { isDeclaration } from './uses.mjs';
import { childrenOf, isFunction, isInside } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

const LEAVING = new Set(['ReturnStatement', 'ThrowStatement', 'BreakStatement', 'ContinueStatement']);

export const LOOPS = ['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement'];

/** @param {Node} node */
export const isLoop = (node) => LOOPS.includes(node.type);

/**
 * The nodes of these types inside, those of functions in it left out.
 *
 * @param {Node} node
 * @param {...string} types
 * @returns {Node[]}
 */
export function ownOf(node, ...types) {
  return childrenOf(node).flatMap(([child]) => [
    ...(types.includes(child.type) ? [child] : []),
    ...(isFunction(child) ? [] : ownOf(child, ...types)),
  ]);
}

/**
 * The statement that a `break` or a `continue` is about: a loop, a `switch`, or a label.
 *
 * @param {Node} jump
 * @returns {Node | null} null only if it has left the tree
 */
export function targetOf(jump) {
  for (let around = jump.parent; around; around = around.parent) {
    if (jump.label) {
      if (around.type === 'LabeledStatement' && around.label.name === jump.label.name) return around;
    } else if (isLoop(around) || (around.type === 'SwitchStatement' && jump.type === 'BreakStatement')) {
      return around;
    }
  }
  return null;
}

/**
 * Every `continue` that goes on with this loop.
 *
 * @param {Node} loop
 */
export function continuesOf(loop) {
  const names = [loop];
  for (let around = loop.parent; around?.type === 'LabeledStatement'; around = around.parent) names.push(around);
  return ownOf(loop, 'ContinueStatement').filter((jump) => names.includes(/** @type {Node} */ (targetOf(jump))));
}

/**
 * Whether what stands behind a statement is surely not reached from it.
 *
 * @param {Node} statement
 * @returns {boolean}
 */
export function leaves(statement) {
  if (LEAVING.has(statement.type)) return true;
  if (statement.type === 'BlockStatement') return statement.body.some(leaves);
  return statement.type === 'IfStatement' && statement.alternate !== null &&
    leaves(statement.consequent) && leaves(statement.alternate);
}

/**
 * Whether a statement declares something in the list it stands in, so that it can't be moved to another.
 * A `var` belongs to the function.
 *
 * @param {Node} statement
 * @returns {boolean}
 */
export function isScoped(statement) {
  if (statement.type === 'LabeledStatement') return isScoped(statement.body);
  if (statement.type === 'VariableDeclaration') return statement.kind !== 'var' || Boolean(statement.declare);
  return /^(?:FunctionDeclaration|ClassDeclaration|Import|Export|TS)/.test(statement.type);
}

/**
 * Names that are declared inside for the code that stands there, those of functions in it left out.
 *
 * @param {Node} node
 * @returns {Node[]} identifiers
 */
export function declaredIn(node) {
  const functions = ownOf(node, 'FunctionDeclaration').map(({ id }) => id);
  return [...functions, ...ownOf(node, 'Identifier')].filter((each) => each?.binding && isDeclaration(each));
}

/**
 * Whether a function or a class lies between a use of a name and the statements that it stands in.
 *
 * @param {Node} use
 * @param {Node[]} statements
 */
export function isHeld(use, ...statements) {
  for (let around = use.parent; around && !statements.includes(around); around = around.parent) {
    // Fields of a class are functions too.
    if (isFunction(around) || around.type === 'ClassBody') return true;
  }
  return false;
}

/**
 * Whether `let` and `const` of a list can be moved, with all that follows, into a block: nobody outside
 * knows them. Functions and classes with types stay; what the top level declares others may see.
 *
 * @param {Draft} draft
 * @param {Node} owner of the list
 * @param {Node[]} rest the end of the list
 */
export function canBeEnclosed(draft, owner, rest) {
  return rest.filter(isScoped).every((statement) => {
    const isPlain = statement.type === 'VariableDeclaration' || statement.type === 'ClassDeclaration';
    if (!isPlain || owner.type === 'Program' || !/^(?:let|const)?$/.test(statement.kind ?? '')) return false;
    const names = statement.type === 'ClassDeclaration' ? [statement.id] : declaredIn(statement);
    const isOnlyInside = (/** @type {Node} */ use) => rest.some((each) => isInside(use, each));
    return names.every(({ binding }) => binding && draft.usesOf(binding).every(isOnlyInside));
  });
}

/**
 * The statement that a branch consists of, without the block around it; null if there is another number.
 *
 * @param {Node | null} branch
 * @returns {Node | null}
 */
export function onlyStatement(branch) {
  if (branch?.type !== 'BlockStatement') return branch;
  return branch.body.length === 1 ? branch.body[0] : null;
}

/**
 * Whether a statement would take an `else` that follows it.
 *
 * @param {Node} statement
 * @returns {boolean}
 */
export function endsOpen(statement) {
  if (statement.type === 'IfStatement') return !statement.alternate || endsOpen(statement.alternate);
  if (statement.type === 'DoWhileStatement') return false;
  return (isLoop(statement) || statement.type === 'LabeledStatement' || statement.type === 'WithStatement') &&
    endsOpen(statement.body);
}

/**
 * Whether every comment in a stretch of the source lies in what is kept of it.
 *
 * @param {Draft} draft
 * @param {number} start
 * @param {number} end
 * @param {(Node | null)[]} kept
 */
export function keepsComments(draft, start, end, kept) {
  return draft.comments.every((comment) =>
    comment.start < start || comment.end > end ||
    kept.some((node) => node && node.start <= comment.start && comment.end <= node.end));
}
