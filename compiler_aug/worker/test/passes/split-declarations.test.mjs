// @ts-check
import pass from '../../passes/split-declarations.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['let a, b = 1;', 'let a; let b = 1;'],
    ['function f() { var { a } = x, [b] = y, c; return a; }', 'function f() { var { a } = x; var [b] = y; var c; return a; }'],
    ['switch (a) { case 1: const b = 1, c = b; f(c); }', 'switch (a) { case 1: const b = 1; const c = b; f(c); }'],
    ['class A { static { let a = 1, b = 2; f(a, b); } }', 'class A { static { let a = 1; let b = 2; f(a, b); } }'],
  ],
  leavesAlone: [
    'let a = 1;',
    'for (let a = 1, b = 2; a < b; a++) f(a);',
    'export const a = 1, b = 2;',
    'if (c) var a = 1, b = 2;',
    'outer: var a = 1, b = 2;',
    'const [a, b] = c;',
  ],
  behaves: [['(a, b) => { var c = a, d = c + b, e; for (let i = 0, n = 2; i < n; i++) d += i; return [c, d, e]; }', [[1, 2], ['x', null]]]],
});
