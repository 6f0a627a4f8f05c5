// @ts-check
import { declaration, identifier } from '../making/build.mjs';
import { courseTo, firstExpressions, isFixed, mayOvertake, mayStop } from '../facts/evaluation.mjs';
import { functionAround } from '../facts/around.mjs';
import { isPure } from '../facts/effects.mjs';
import { usesNamesOf } from '../facts/declarations.mjs';
import { isTakenAsReference } from '../facts/order.mjs';
import { childrenOf, isFunction } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Draft} Draft */

const EXTRACTED = new Set([
  'CallExpression', 'NewExpression', 'MemberExpression', 'BinaryExpression', 'LogicalExpression', 'ConditionalExpression',
  'TemplateLiteral', 'UnaryExpression', 'ArrayExpression', 'ObjectExpression', 'AwaitExpression', 'ChainExpression', 'Literal',
]);

const STATEMENTS = [
  'ExpressionStatement', 'VariableDeclaration', 'ReturnStatement', 'ThrowStatement', 'IfStatement', 'SwitchStatement',
  'ForInStatement', 'ForOfStatement',
];

/** Parts of a statement that are looked at. */
const MOST_TRIES = 6;

/**
 * Give a part of an expression a name, in a `const` just before the statement: a part that is evaluated
 * first in any case, or one that has the same value at any time.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'extract-expressions',
  aliases: [],
  group: 'syntax',
  example: ['function f(a) { return g(a) + 1; }', 'function f(a) { const account = g(a) + 1; return account; }'],
  preserves: 'behaviour',
  assumes: [1, 2, 3],
  idempotent: false,
  apply(draft, random) {
    /** All are looked for before any is edited: what is known of names is worked out once. @type {[Node, Node][]} */
    const found = [];
    for (const statement of draft.of(...STATEMENTS)) {
      if (random() >= 0.2 || !draft.listOf(statement) || !functionAround(statement)) continue;
      const places = firstExpressions(statement).flatMap(placesIn);
      // To find out whether a part can be named takes longer than to find the parts.
      for (let tries = 0; tries < MOST_TRIES && places.length > 0; tries += 1) {
        const [node] = places.splice(Math.floor(random() * places.length), 1);
        if (!canBeNamed(node, statement, draft)) continue;
        found.push([node, statement]);
        break;
      }
    }
    for (const [node, statement] of found) extract(node, statement, draft, random);
    return found.length;
  },
};

/**
 * @param {Node} expression
 * @returns {Node[]} parts of it that might have a name
 */
function placesIn(expression) {
  /** @type {Node[]} */
  const places = [];
  const look = (/** @type {Node} */ node) => {
    if (EXTRACTED.has(node.type) && isWorthwhile(node)) places.push(node);
    if (isFunction(node) || node.type.startsWith('Class')) return;
    for (const [child] of childrenOf(node)) look(child);
  };
  look(expression);
  return places;
}

/**
 * @param {Node} node
 * @param {Node} statement
 * @param {Draft} draft
 */
function canBeNamed(node, statement, draft) {
  if (isTakenAsReference(node)) return false;
  // Cut off, an optional link would end less than it does.
  if ((node.type === 'MemberExpression' || node.type === 'CallExpression') && mayStop(node)) return false;
  const course = courseTo(statement, node);
  if (!course || usesNamesOf(draft, statement, node)) return false;
  if (!course.isCertain) return isPure(node, draft) && isFixed(node, draft);
  return mayOvertake(node, course.before, draft);
}

/** @param {Node} node */
function isWorthwhile(node) {
  if (node.type === 'Literal' && !(typeof node.value === 'string' || typeof node.value === 'number')) return false;
  if (node.type === 'UnaryExpression' && (node.operator === 'void' || node.argument.type === 'Literal')) return false;
  let place = node;
  while (place.parent?.type === 'ParenthesizedExpression') place = place.parent;
  const type = place.parent?.type;
  return type !== 'ExpressionStatement' && type !== 'VariableDeclarator' && type !== 'AwaitExpression';
}

/**
 * @param {Node} node
 * @param {Node} statement
 * @param {Draft} draft
 * @param {import('../types.js').Random} random
 */
function extract(node, statement, draft, random) {
  let place = node;
  while (place.parent?.type === 'ParenthesizedExpression') place = place.parent;
  // In front of a loop, it is not one of the loop's own names.
  const binding = draft.freshBinding(/** @type {Node} */ (statement.parent), random);
  draft.replace(place, identifier(binding));
  const { owner, index } = /** @type {import('../draft.mjs').StatementPlace} */ (draft.listOf(statement));
  draft.insert(owner, index, declaration('const', binding, node));
}
