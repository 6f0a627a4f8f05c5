// @ts-check
import pass from '../../passes/swap-comparisons.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['f(a.b < 1);', 'f(1 > a.b);'],
    ['f(g() >= 2);', 'f(2 <= g());'],
    ['const f = (a, b) => a < b;', 'const f = (a, b) => b > a;'],
    ['function f(n) { for (let i = 0; i < n.length; i++) g(i); }', 'function f(n) { for (let i = 0; n.length > i; i++) g(i); }'],
    ['const f = (a) => (a = 1, 2) < 3;', 'const f = (a) => 3 > (a = 1, 2);'],
    ['const f = (a) => a > 0 && a <= 9;', 'const f = (a) => 0 < a && 9 >= a;'],
  ],
  leavesAlone: [
    'f(a() < b());',
    'f(a.b < c.d);',
    'f(a < b);',
    'const f = (a) => a < (a = 2);',
    'function f(a) { const g = () => { a = 1; }; return a < g(); }',
    'function f(a) { return a < (arguments[0] = 2, g()); a = 1; }',
    'f(a in b, a instanceof b);',
    'f(a === 1);',
    'const f = (a, o) => { with (o) { return a < 1; } };',
  ],
  behaves: [
    ['(a, b) => [a < b, a > b, a <= b, a >= b, a.x < 2]', [[1, 2], ['a', 'b'], [NaN, 1], [undefined, 1], [null, 0], [2n, 1], [{ x: 1 }, 'z']]],
    ['(a) => { let i = 0; const next = () => ++i; const seen = []; while (next() < a.n) seen.push(i); return seen; }', [[{ n: 4 }], [null]]],
  ],
});
