// @ts-check
import * as build from '../making/build.mjs';
import { opposite } from '../making/conditions.mjs';
import { canBeEnclosed, isLoop, isScoped, keepsComments, onlyStatement } from '../facts/control.mjs';
import { editHalf } from '../making/sites.mjs';
import { isFunction } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */
/** @typedef {import('../draft.mjs').StatementPlace} Place */

/**
 * `if (a) { b; }` at the end of a function as `if (!a) return; b;`, and back; at the end of a loop's body
 * with `continue`.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'guard-clauses',
  aliases: [],
  group: 'syntax',
  example: ['for (const a of b) {\n  if (a) {\n    f(a);\n  }\n}', 'for (const a of b) {\n  if (!a)\n    continue;\n  f(a);\n}'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['IfStatement'], random, (node) => {
      const place = draft.listOf(node);
      const whole = place?.owner.parent;
      if (!place || node.alternate || place.owner.type !== 'BlockStatement' || whole?.body !== place.owner) return null;
      if (!isFunction(whole) && !isLoop(whole)) return null;
      const jump = isLoop(whole) ? build.continueStatement() : build.returnStatement();
      const rest = place.statements.slice(place.index + 1);
      return rest.length === 0 ? guarded(draft, node, jump, place) : nested(draft, node, jump, rest, place);
    }),
};

/**
 * @param {Draft} draft
 * @param {Node} node last in its list
 * @param {Node} jump
 * @param {Place} place
 */
function guarded(draft, node, jump, { owner, index }) {
  const { test, consequent } = node;
  if (consequent.type !== 'BlockStatement' || consequent.body.length === 0 || consequent.body.some(isScoped)) return null;
  if (!keepsComments(draft, node.start, node.end, [test, ...consequent.body])) return null;
  return () => {
    const rest = [...consequent.body];
    draft.change(node, { test: opposite(test), consequent: jump });
    for (const [at, statement] of rest.entries()) draft.insert(owner, index + 1 + at, statement);
  };
}

/**
 * @param {Draft} draft
 * @param {Node} node
 * @param {Node} jump that the `if` must consist of
 * @param {Node[]} rest what follows it
 * @param {Place} place
 */
function nested(draft, node, jump, rest, { owner }) {
  const only = onlyStatement(node.consequent);
  if (only?.type !== jump.type || only.argument || only.label || !canBeEnclosed(draft, owner, rest)) return null;
  if (!keepsComments(draft, node.start, rest.at(-1)?.end ?? 0, [node.test, ...rest])) return null;
  return () => {
    for (const statement of rest) draft.remove(statement);
    draft.change(node, { test: opposite(node.test), consequent: build.block(rest) });
  };
}
