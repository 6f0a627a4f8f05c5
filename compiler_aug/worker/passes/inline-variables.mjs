// @ts-check
import { courseTo, isFixed, mayOvertake } from '../facts/evaluation.mjs';
import { usesThis } from '../facts/around.mjs';
import { isPure } from '../facts/effects.mjs';
import { isConstant, isDeclaration } from '../facts/uses.mjs';
import { isReady, keepsMeaning, usesNamesOf } from '../facts/declarations.mjs';
import { isTakenAsReference } from '../facts/order.mjs';
import { editHalf } from '../making/sites.mjs';
import { isInside, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Draft} Draft */

/**
 * Put the value of a variable that is read once where it is read: at any place behind if it is the same at any
 * time, else in the very next statement, with nothing in between that could change it.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'inline-variables',
  aliases: [],
  group: 'syntax',
  example: ['function f(a) { const b = g(a); return b + 1; }', 'function f(a) { return g(a) + 1; }'],
  preserves: 'behaviour',
  assumes: [1, 2, 3],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['VariableDeclaration'], random, (statement) => {
      const use = onlyUse(statement, draft);
      if (!use || !mayMove(statement, use, draft)) return null;
      return () => inline(statement, use, draft);
    }),
};

/**
 * Where the only variable of a declaration is read, if that is one place.
 *
 * @param {Node} statement
 * @param {Draft} draft
 */
function onlyUse(statement, draft) {
  const [{ id, init }, second] = statement.declarations;
  if (second || !init || statement.declare || !draft.listOf(statement) || !/^(?:const|let|var)$/.test(statement.kind)) return null;
  if (id.type !== 'Identifier' || id.typeAnnotation || !id.binding || !isConstant(draft, id.binding)) return null;
  const uses = draft.usesOf(id.binding);
  const [use] = uses.filter((each) => !isDeclaration(each));
  return uses.length === 2 && use?.type === 'Identifier' ? use : null;
}

/**
 * @param {Node} statement
 * @param {Node} use
 * @param {Draft} draft
 */
function mayMove(statement, use, draft) {
  const { init } = statement.declarations[0];
  if (isInside(use, init) || !isReady(draft, statement, use) || !canStandAt(use, init)) return false;
  const { owner, statements, index } = /** @type {import('../draft.mjs').StatementPlace} */ (draft.listOf(statement));
  // Elsewhere, in a function or a class, `this` is another.
  if (isPure(init, draft) && isFixed(init, draft) && !mentionsThis(init)) return keepsMeaning(init, owner);
  const next = statements[index + 1];
  const course = isInside(use, next) ? courseTo(next, use) : null;
  if (!course?.isCertain || !mayOvertake(init, course.before, draft)) return false;
  return keepsMeaning(init, next) && !usesNamesOf(draft, next, init);
}

/** @param {Node} node */
const mentionsThis = (node) => node.type === 'ThisExpression' || usesThis(node);

/**
 * Whether an expression may stand where a name is read: a call of a property, `typeof` and `delete` would
 * take it otherwise.
 *
 * @param {Node} use
 * @param {Node} init
 */
function canStandAt(use, init) {
  if (!isTakenAsReference(use)) return true;
  const isCall = use.parent?.type === 'CallExpression';
  return isCall && /^(?:Call|Function|ArrowFunction)Expression$/.test(withoutParentheses(init).type);
}

/**
 * @param {Node} statement
 * @param {Node} use
 * @param {Draft} draft
 */
function inline(statement, use, draft) {
  const { init } = statement.declarations[0];
  const { parent } = use;
  if (parent?.type === 'Property' && parent.shorthand) draft.change(parent, { shorthand: false });
  draft.replace(use, withoutParentheses(init));
  draft.remove(statement);
}
