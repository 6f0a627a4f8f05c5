// @ts-check
import * as build from '../making/build.mjs';
import { copy } from '../making/copy.mjs';
import { continuesOf, declaredIn, isHeld, keepsComments, ownOf } from '../facts/control.mjs';
import { containsOwn } from '../facts/around.mjs';
import { editHalf } from '../making/sites.mjs';
import { isInside } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * `for (a; b; c) d` as `a; while (b) { d; c; }`, with a block around what a `let` declares.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'for-to-while',
  aliases: [],
  group: 'syntax',
  example: ['for (; i < n; i++) f(i);', 'while (i < n) {\n  f(i);\n  i++;\n}'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['ForStatement'], random, (loop) =>
      canBeWhile(draft, loop) ? () => rewrite(draft, loop) : null),
};

/**
 * @param {Draft} draft
 * @param {Node} loop
 */
function canBeWhile(draft, loop) {
  const { init, test, update, body } = loop;
  if (!keepsComments(draft, loop.start, loop.end, [init, test, update, body])) return false;
  const continues = continuesOf(loop);
  if (init) {
    // The label then stands at a block.
    if (continues.some((jump) => jump.label)) return false;
    if (init.type === 'VariableDeclaration' && !hasPlainNames(draft, init, loop)) return false;
  }
  return !update || canMoveIntoBody(update, body, continues);
}

/**
 * A `let` in the head is a new variable in every turn; that shows only in functions that hold it.
 *
 * @param {Draft} draft
 * @param {Node} declaration
 * @param {Node} loop
 */
function hasPlainNames(draft, declaration, loop) {
  if (declaration.kind === 'var' || declaration.kind === 'const') return true;
  return declaration.kind === 'let' && declaredIn(declaration).every(({ binding }) =>
    draft.usesOf(binding).every((use) => !isHeld(use, loop)));
}

/**
 * @param {Node} update
 * @param {Node} body
 * @param {Node[]} continues before each of which it must stand too
 */
function canMoveIntoBody(update, body, continues) {
  // A `using` ends with the body, before the update.
  if (ownOf(body, 'VariableDeclaration').some(({ kind }) => kind.endsWith('using'))) return false;
  if (continues.length > 0) {
    if (containsOwn(update, 'FunctionExpression', 'ArrowFunctionExpression', 'ClassExpression')) return false;
    // The `finally` would come after the update, and the `catch` would see what it throws.
    if (ownOf(body, 'TryStatement').some((guarded) => continues.some((jump) => isInside(jump, guarded)))) return false;
  }
  const declared = declaredIn(body);
  return [update, ...ownOf(update, 'Identifier')].every((each) =>
    each.type !== 'Identifier' || declared.every(({ name, binding }) => name !== each.name || binding === each.binding));
}

/**
 * @param {Draft} draft
 * @param {Node} loop
 */
function rewrite(draft, loop) {
  const { init, test, update } = loop;
  const place = draft.listOf(loop);
  if (update) appendUpdate(draft, loop, update);
  const made = build.whileStatement(test ?? build.literal(true), loop.body);
  if (!init) {
    draft.replace(loop, made);
    return;
  }
  const first = init.type === 'VariableDeclaration' ? init : build.expressionStatement(init);
  if (place && (first !== init || init.kind === 'var')) {
    draft.replaceStatement(loop, [first, made]);
  } else {
    draft.replace(loop, { ...build.block([first, made]), scope: loop.scope });
  }
}

/**
 * @param {Draft} draft
 * @param {Node} loop
 * @param {Node} update
 */
function appendUpdate(draft, loop, update) {
  for (const jump of continuesOf(loop)) {
    const again = build.expressionStatement(copy(update));
    if (draft.listOf(jump)) draft.replaceStatement(jump, [again, jump]);
    else draft.replace(jump, build.block([again, jump]));
  }
  const { body } = loop;
  const last = build.expressionStatement(update);
  if (body.type === 'BlockStatement') draft.insert(body, body.body.length, last);
  else if (body.type === 'EmptyStatement') draft.replace(body, build.block([last]));
  else draft.replace(body, build.block([body, last]));
}
