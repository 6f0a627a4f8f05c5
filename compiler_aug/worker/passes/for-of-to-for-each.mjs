// @ts-check
import * as build from '../making/build.mjs';
import { isSteadyArray } from '../facts/arrays.mjs';
import { declaredIn, isScoped, keepsComments, ownOf, targetOf } from '../facts/control.mjs';
import { isDeclaration, isWrite } from '../facts/uses.mjs';
import { editHalf } from '../making/sites.mjs';
import { isInside, visit } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * `for (const a of b) { c; }` as `b.forEach((a) => { c; });`, where `b` is certainly an array without holes that stays
 * as it is, and nothing in the body leaves the loop.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'for-of-to-for-each',
  aliases: [],
  group: 'syntax',
  example: ['for (const a of [1, 2]) { f(a); }', '[1, 2].forEach((a) => { f(a); });'],
  preserves: 'behaviour',
  assumes: [1, 7],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['ForOfStatement'], random, (loop) => {
      const { left, right, body } = loop;
      if (!canBeCallback(draft, loop) || !isSteadyArray(right, loop, draft)) return null;
      const target = left.declarations[0].id;
      if (!keepsComments(draft, loop.start, loop.end, [target, right, body])) return null;
      return () => rewrite(draft, loop, target);
    }),
};

/**
 * Whether a loop's body can be a function of its own.
 *
 * @param {Draft} draft
 * @param {Node} loop
 */
function canBeCallback(draft, loop) {
  const { left, right, body, parent } = loop;
  if (loop.await || left.type !== 'VariableDeclaration' || parent?.type === 'LabeledStatement') return false;
  if (left.kind !== 'const' && left.kind !== 'let') return false;
  if (ownOf(loop, 'AwaitExpression', 'YieldExpression', 'ReturnStatement', 'FunctionDeclaration').length > 0) return false;
  if (ownOf(body, 'ForOfStatement').some((each) => each.await)) return false;
  if (ownOf(body, 'VariableDeclaration').some(({ kind }) => kind === 'var' || kind === 'await using')) return false;
  if (body.type === 'VariableDeclaration' || !jumpsStayInside(loop)) return false;
  return hasOwnNames(draft, left, right, body);
}

/** @param {Node} loop */
function jumpsStayInside(loop) {
  return ownOf(loop.body, 'BreakStatement', 'ContinueStatement').concat(ownJump(loop.body)).every((jump) => {
    const target = targetOf(jump);
    return (target === loop && jump.type === 'ContinueStatement') || (target && target !== loop && isInside(target, loop.body));
  });
}

/** @param {Node} body that may be a jump itself */
const ownJump = (body) => (body.type === 'BreakStatement' || body.type === 'ContinueStatement' ? [body] : []);

/**
 * Whether the names of the loop's head can be parameters.
 *
 * @param {Draft} draft
 * @param {Node} left
 * @param {Node} right
 * @param {Node} body
 */
function hasOwnNames(draft, left, right, body) {
  const declared = declaredIn(left);
  const names = new Set(declared.map(({ name }) => name));
  // `const` guards against writes, a parameter does not.
  const isGuarded = left.kind === 'const' && declared.some(({ binding }) =>
    draft.usesOf(binding).some((use) => isWrite(use) && !isDeclaration(use)));
  if (isGuarded || names.has('arguments')) return false;
  const statements = body.type === 'BlockStatement' ? body.body : [];
  // A text that comes first in a function is a directive.
  if (typeof statements[0]?.expression?.value === 'string') return false;
  const hidden = statements.filter(isScoped).flatMap((/** @type {Node} */ each) =>
    each.type === 'ClassDeclaration' ? [each.id] : declaredIn(each));
  let isMet = false;
  visit(right, (each) => {
    if (each.type === 'Identifier' && names.has(each.name)) isMet = true;
  });
  return !isMet && hidden.every((/** @type {Node} */ { name }) => !names.has(name));
}

/**
 * @param {Draft} draft
 * @param {Node} loop
 * @param {Node} target
 */
function rewrite(draft, loop, target) {
  for (const jump of [...ownOf(loop.body, 'ContinueStatement'), ...ownJump(loop.body)]) {
    if (targetOf(jump) === loop) draft.replace(jump, build.returnStatement());
  }
  const { right, body } = loop;
  const callback = build.arrow([target], body.type === 'BlockStatement' ? body : build.block([body]));
  const call = build.call(build.member(right, build.identifier('forEach')), [callback]);
  draft.replace(loop, build.expressionStatement(call));
}
