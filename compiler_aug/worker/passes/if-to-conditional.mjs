// @ts-check
import * as build from '../making/build.mjs';
import { opposite } from '../making/conditions.mjs';
import { keepsComments, onlyStatement } from '../facts/control.mjs';
import { isPure } from '../facts/effects.mjs';
import { isNamedByPlace } from '../names/naming.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * `if (a) return b; else return c;` as `return a ? b : c;`, and likewise for expressions and assignments. An
 * `if` without `else` becomes `a && b`, or takes the `return` that follows it as its `else`.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'if-to-conditional',
  aliases: [],
  group: 'syntax',
  example: ['if (a) f(); else g();', 'a ? f() : g();'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: false,
  apply(draft, random) {
    let changes = 0;
    // Inner ones first, and later ones: what they become may be a branch of another.
    for (const node of draft.of('IfStatement').reverse()) {
      const edit = editOf(draft, node);
      if (!edit || random() >= 0.5) continue;
      edit();
      changes += 1;
    }
    return changes;
  },
};

/**
 * @param {Draft} draft
 * @param {Node} node
 * @returns {(() => void) | null}
 */
function editOf(draft, node) {
  const taken = onlyStatement(node.consequent);
  const other = onlyStatement(node.alternate);
  if (taken?.type === 'ReturnStatement' && taken.argument) return returned(draft, node, taken, other);
  if (taken?.type !== 'ExpressionStatement') return null;
  if (!node.alternate) return joined(draft, node, taken);
  return other?.type === 'ExpressionStatement' ? chosen(draft, node, taken, other) : null;
}

/**
 * @param {Draft} draft
 * @param {Node} node
 * @param {Node} taken
 * @param {Node | null} other
 */
function returned(draft, node, taken, other) {
  const place = node.alternate ? null : draft.listOf(node);
  const next = place && place.statements[place.index + 1];
  const last = next ?? other;
  if (last?.type !== 'ReturnStatement' || !last.argument) return null;
  const end = next ? next.end : node.end;
  if (!keepsComments(draft, node.start, end, [node.test, taken.argument, last.argument])) return null;
  return () => {
    if (next) draft.remove(next);
    const [test, one, two] = [node.test, taken.argument, last.argument].map(withoutParentheses);
    draft.replace(node, build.returnStatement(build.conditional(test, one, two)));
  };
}

/**
 * @param {Draft} draft
 * @param {Node} node
 * @param {Node} taken
 */
function joined(draft, node, taken) {
  if (!keepsComments(draft, node.start, node.end, [node.test, taken.expression])) return null;
  return () => {
    const test = withoutParentheses(node.test);
    const isNegated = test.type === 'UnaryExpression' && test.operator === '!';
    const expression = isNegated
      ? build.logical('||', opposite(test), taken.expression)
      : build.logical('&&', test, taken.expression);
    draft.replace(node, build.expressionStatement(expression));
  };
}

/**
 * @param {Draft} draft
 * @param {Node} node
 * @param {Node} taken
 * @param {Node} other
 */
function chosen(draft, node, taken, other) {
  const [one, two] = [taken.expression, other.expression];
  if (!keepsComments(draft, node.start, node.end, [node.test, one, two])) return null;
  return () => {
    const test = withoutParentheses(node.test);
    const expression = areAlike(one, two, test, draft)
      ? build.assign(one.operator, one.left, build.conditional(test, one.right, two.right))
      : build.conditional(test, one, two);
    draft.replace(node, build.expressionStatement(expression));
  };
}

/**
 * Whether two expressions assign to one name, which may then be met before the test is.
 *
 * @param {Node} one
 * @param {Node} two
 * @param {Node} test
 * @param {Draft} draft
 */
function areAlike(one, two, test, draft) {
  if (one.type !== 'AssignmentExpression' || two.type !== 'AssignmentExpression') return false;
  const { operator, left } = one;
  if (operator !== two.operator || left.type !== 'Identifier' || !left.binding) return false;
  if (left.binding !== two.left.binding) return false;
  if (operator === '=') return !isNamedByPlace(one.right) && !isNamedByPlace(two.right);
  // The value before is read first; `&&=` and the like may not write at all.
  return !/^(?:&&|\|\||\?\?)=$/.test(operator) && isPure(test, draft);
}
