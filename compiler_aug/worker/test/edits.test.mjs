// @ts-check
/** Where a space must stand between two pieces of a program. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { wouldJoin } from '../edits.mjs';
import { readProgram } from '../program.mjs';
import { essence } from './render/trees.mjs';

const OPERATORS = ['+', '-', '*', '/', '%', '**', '<', '>', '<=', '>>', '=', '+=', '&', '&&', '|', '||', '^', '??', '?', ',', '==', '!=', 'in', 'instanceof'];
const OPERANDS = ['a', '1', '.5', '+a', '-a', '++a', '--a', '!a', '!--a', '~a', '/a/', '(a)', '[a]', '`a`', '"a"', 'typeof a', '<a />', 'new a', '() => a'];

test('operators and what stands beside them are the same without the spaces that are not wanted', () => {
  let without = 0;
  for (const operator of OPERATORS) {
    for (const operand of OPERANDS) {
      const rest = operator === '?' ? ' : c' : '';
      if (operand === '() => a' && !/^[=?,+]|^\+=/.test(operator)) continue;
      const wide = `b ${operator} ${operand}${rest};`;
      let expected;
      try {
        expected = essence(readProgram(wide, 'jsx', 'program').program);
      } catch {
        continue;
      }
      const isApart = wouldJoin(operator, operand);
      without += Number(!isApart);
      const dense = `b${/^\w/.test(operator) ? ' ' : ''}${operator}${isApart ? ' ' : ''}${operand}${rest};`;
      assert.equal(essence(readProgram(dense, 'jsx', 'program').program), expected, dense);
    }
  }
  assert.ok(without > 200, `only ${without} pairs without a space`);
});

/** @type {[before: string, after: string][]} */
const JOINED = [
  ['a', 'b'], ['return', '1'], ['in', '#a'], ['a', '\\u0062'], ['+', '+a'], ['-', '--a'], ['/', '/a/'],
  // It would begin a comment.
  ['a <!', '--b'],
];

/** @type {[before: string, after: string][]} */
const APART = [['a', '('], ['!', '!a'], ['a < !', '--b'], ['=', '-a'], ['a', '.b'], ['', 'a'], ['a', '']];

test('what would be read as one is told from what would not', () => {
  for (const [before, after] of JOINED) assert.equal(wouldJoin(before, after), true, `${before} ${after}`);
  for (const [before, after] of APART) assert.equal(wouldJoin(before, after), false, `${before} ${after}`);
});
