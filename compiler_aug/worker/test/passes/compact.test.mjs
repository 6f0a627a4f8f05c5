// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import pass from '../../passes/compact.mjs';
import { readProgram } from '../../program.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  exact: true,
  does: [
    ['if (a) {\n  f();\n}', 'if(a){f()}'],
    ['var a = 1; // one\nvar b = 2;', 'var a=1;var b=2;'],
    ['x = a + +b - -c', 'x=a+ +b- -c;'],
  ],
  leavesAlone: [
    'if(a){f()}',
    'x=a+ +b- -c;',
    'for(;;)f();',
  ],
  behaves: [
    ['(a) => { let b = a\n;[b] = [b + 1]; return b - -a + " x  y " + /a  b/.source }', [[1], [2]]],
  ],
});

test('a return outside of functions, which the minifier does not read, is told by number', () => {
  assert.equal(pass.refuses?.(readProgram('if (a) return; f();')), 10);
  assert.equal(pass.refuses?.(readProgram('const f = () => { return; };')), 0);
});

test('comparisons that would read as types without their parentheses are left alone', () => {
  const compact = (/** @type {string} */ source) => pass.rewrite(readProgram(source, 'ts'), {});
  assert.equal(compact('const f = (a: any, b: any) => [a < b, (b > (a as number))];'), null);
  assert.notEqual(compact('const f = (a: any, b: any) => g<string>(a < b);'), null);
});
