// @ts-check
import { deadStatement, unusedDeclaration } from '../making/dead-code.mjs';
import { editHalf } from '../making/sites.mjs';

const STATEMENTS = [
  'EmptyStatement', 'BlockStatement', 'ExpressionStatement', 'IfStatement', 'WhileStatement',
  'ReturnStatement', 'ThrowStatement', 'BreakStatement', 'ContinueStatement',
];

/**
 * Drop what is never reached, decided beforehand, without effect, or declared and never used. What is
 * hoisted out of it stays.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'eliminate-dead-code',
  aliases: ['DCE', 'dead-code elimination'],
  group: 'compression',
  example: [
    'function f(a) { const unused = 1; if (false) { stop(); } return a; g(); }',
    'function f(a) { return a; }',
  ],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, STATEMENTS, random, (node) => deadStatement(node, draft)) +
    editHalf(draft, ['VariableDeclarator', 'FunctionDeclaration'], random, (node) => unusedDeclaration(node, draft)),
};
