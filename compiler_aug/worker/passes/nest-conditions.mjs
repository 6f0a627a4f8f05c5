// @ts-check
import * as build from '../making/build.mjs';
import { keepsComments, onlyStatement } from '../facts/control.mjs';
import { editHalf } from '../making/sites.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * `if (a && b) c;` as `if (a) { if (b) c; }`, and back. With an `else` on either, neither.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'nest-conditions',
  aliases: [],
  group: 'syntax',
  example: ['if (a) if (b) f();', 'if (a && b)\n  f();'],
  preserves: 'behaviour',
  assumes: [],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['IfStatement'], random, (node) => {
      if (node.alternate) return null;
      const test = withoutParentheses(node.test);
      if (test.type === 'LogicalExpression' && test.operator === '&&') return nested(draft, node, test);
      return merged(draft, node);
    }),
};

/**
 * @param {Draft} draft
 * @param {Node} node
 * @param {Node} test
 */
function nested(draft, node, { left, right }) {
  const { consequent } = node;
  if (!keepsComments(draft, node.start, node.end, [left, right, consequent])) return null;
  return () => {
    const inner = build.ifStatement(withoutParentheses(right), consequent);
    draft.change(node, { test: withoutParentheses(left), consequent: build.block([inner]) });
  };
}

/**
 * @param {Draft} draft
 * @param {Node} node
 */
function merged(draft, node) {
  const inner = onlyStatement(node.consequent);
  if (inner?.type !== 'IfStatement' || inner.alternate) return null;
  if (!keepsComments(draft, node.start, node.end, [node.test, inner.test, inner.consequent])) return null;
  return () => {
    const both = build.logical('&&', withoutParentheses(node.test), withoutParentheses(inner.test));
    draft.change(node, { test: both, consequent: inner.consequent });
  };
}
