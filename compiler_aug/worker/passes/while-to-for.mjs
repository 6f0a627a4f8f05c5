// @ts-check
import * as build from '../making/build.mjs';
import { continuesOf, declaredIn, isHeld, keepsComments, ownOf } from '../facts/control.mjs';
import { editHalf } from '../making/sites.mjs';
import { isInside, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Random} Random */
/** @typedef {import('../draft.mjs').Draft} Draft */

const CHANGES = new Set(['AssignmentExpression', 'UpdateExpression']);

/**
 * `while (b) d` as `for (; b; ) d`; half of the time with the statement before it, and the last one of its
 * body, in the head.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'while-to-for',
  aliases: [],
  group: 'syntax',
  example: ['i = 0;\nwhile (i < n) {\n  f(i);\n  i++;\n}', 'for (i = 0; i < n; i++) {\n  f(i);\n}'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['WhileStatement'], random, (loop) =>
      keepsComments(draft, loop.start, loop.end, [loop.test, loop.body]) ? () => rewrite(draft, loop, random) : null),
};

/**
 * @param {Draft} draft
 * @param {Node} loop
 * @param {Random} random
 */
function rewrite(draft, loop, random) {
  const place = draft.listOf(loop);
  const before = place && place.statements[place.index - 1];
  const withFirst = random() < 0.5 && before && canBeInit(draft, before, loop);
  const last = loop.body.type === 'BlockStatement' ? loop.body.body.at(-1) : null;
  const withLast = random() < 0.5 && last && canBeUpdate(draft, last, loop);
  let init = null;
  if (withFirst) {
    draft.remove(before);
    init = before.type === 'VariableDeclaration' ? before : before.expression;
  }
  if (withLast) draft.remove(last);
  const { test, body } = loop;
  const isEndless = withoutParentheses(test).value === true;
  draft.replace(loop, build.forStatement(init, isEndless ? null : test, withLast ? last.expression : null, body));
}

/**
 * @param {Draft} draft
 * @param {Node} statement right before the loop
 * @param {Node} loop
 */
function canBeInit(draft, statement, loop) {
  if (!keepsComments(draft, statement.start, loop.end, [statement, loop.test, loop.body])) return false;
  if (statement.type === 'ExpressionStatement') {
    return CHANGES.has(statement.expression.type) && keepsComments(draft, statement.start, statement.end, [statement.expression]);
  }
  if (statement.type !== 'VariableDeclaration' || statement.declare) return false;
  if (statement.kind === 'var') return true;
  if (statement.kind !== 'let' && statement.kind !== 'const') return false;
  return declaredIn(statement).every(({ binding }) => binding.scope.depth > 0 && draft.usesOf(binding).every((use) => {
    if (!isInside(use, statement) && !isInside(use, loop)) return false;
    // In a head, a `let` is a new variable in every turn.
    return statement.kind === 'const' || !isHeld(use, statement, loop);
  }));
}

/**
 * @param {Draft} draft
 * @param {Node} statement last in the body
 * @param {Node} loop
 */
function canBeUpdate(draft, statement, loop) {
  const { body } = loop;
  if (statement.type !== 'ExpressionStatement' || !CHANGES.has(statement.expression.type)) return false;
  if (body.body.length < 2 || continuesOf(loop).length > 0) return false;
  if (ownOf(body, 'VariableDeclaration').some(({ kind }) => kind.endsWith('using'))) return false;
  const comesBefore = body.body.at(-2);
  if (!keepsComments(draft, comesBefore.end, body.end, [statement.expression])) return false;
  const declared = declaredIn(body).filter(({ binding }) => binding.kind !== 'var');
  return ownOf(statement, 'Identifier').every((each) => declared.every(({ name }) => name !== each.name));
}
