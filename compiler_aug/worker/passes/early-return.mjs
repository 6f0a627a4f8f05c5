// @ts-check
import * as build from '../making/build.mjs';
import { canBeEnclosed, isScoped, keepsComments, leaves } from '../facts/control.mjs';
import { editHalf } from '../making/sites.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * `if (a) { …return; } else { b; }` as `if (a) { …return; } b;`, and back: what can't be reached from a branch
 * needs no `else`. The same with `throw`, `break` and `continue`.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'early-return',
  aliases: [],
  group: 'syntax',
  example: ['if (a) {\n  throw b;\n} else {\n  f();\n}', 'if (a) {\n  throw b;\n}\nf();'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['IfStatement'], random, (node) => {
      if (!leaves(node.consequent)) return null;
      return node.alternate ? withoutElse(draft, node) : withElse(draft, node);
    }),
};

/**
 * @param {Draft} draft
 * @param {Node} node
 */
function withoutElse(draft, node) {
  const { test, consequent, alternate } = node;
  const rest = alternate.type === 'BlockStatement' ? [...alternate.body] : [alternate];
  const place = draft.listOf(node);
  if (!place || rest.some(isScoped)) return null;
  if (!keepsComments(draft, node.start, node.end, [test, consequent, ...rest])) return null;
  return () => {
    draft.change(node, { alternate: null });
    for (const [at, statement] of rest.entries()) draft.insert(place.owner, place.index + 1 + at, statement);
  };
}

/**
 * @param {Draft} draft
 * @param {Node} node
 */
function withElse(draft, node) {
  const place = draft.listOf(node);
  const rest = place ? place.statements.slice(place.index + 1) : [];
  if (!place || rest.length === 0 || !canBeEnclosed(draft, place.owner, rest)) return null;
  if (!keepsComments(draft, node.start, rest.at(-1)?.end ?? 0, [node.test, node.consequent, ...rest])) return null;
  return () => {
    for (const statement of rest) draft.remove(statement);
    const isElseIf = rest.length === 1 && rest[0].type === 'IfStatement';
    draft.change(node, { alternate: isElseIf ? rest[0] : build.block(rest) });
  };
}
