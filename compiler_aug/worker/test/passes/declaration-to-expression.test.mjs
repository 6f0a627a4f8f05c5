// @ts-check
import pass from '../../passes/declaration-to-expression.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f() { function g(a) { return a; } return g(1); }', 'function f() { const g = function (a) { return a; }; return g(1); }'],
    ['function f() { const g = function (a) { return a; }; return g(1); }', 'function f() { function g(a) { return a; } return g(1); }'],
    ['function f() { async function* g() { yield 1; } return g(); }', 'function f() { const g = async function* () { yield 1; }; return g(); }'],
    ['function f() { function g(n) { return n ? g(n - 1) : 0; } return g; }', 'function f() { const g = function (n) { return n ? g(n - 1) : 0; }; return g; }'],
    ['function f() { const n = 1; function g() { return h(); } function h() { return n; } return g(); }', 'function f() { const n = 1; const g = function () { return h(); }; function h() { return n; } return g(); }'],
    ['class A { m() { function g() { return this; } return new g(); } }', 'class A { m() { const g = function () { return this; }; return new g(); } }'],
    ['function f() { var g = function named() { return 1; }; return g(); }', 'function f() { function g() { return 1; } return g(); }'],
    ['function f() { function g() { return 1; } outer: for (;;) { if (g()) break outer; } }', 'function f() { const g = function () { return 1; }; outer: for (;;) { if (g()) break outer; } }'],
  ],
  leavesAlone: [
    'function f() { g(); function g() {} }',
    'function f() { h(); function g() {} function h() { g(); } }',
    'function f() { return g(); function g() {} }',
    'function f() { function g() {} g = 1; return g; }',
    'function f() { function g() {} var g; return g; }',
    'function f(g) { function g() {} return g; }',
    'function f() { function g() { return 1; } function g() { return 2; } return g(); }',
    'function f() { if (a) { function g() {} } return g; }',
    'function f() { { function g() {} g(); } }',
    'function f() { switch (a) { case 1: function g() {} g(); } }',
    'function f() {}',
    'const f = function () {};',
    'function f() { const g = () => 1; return g(); }',
    'function f() { let g = function () {}; g = 2; return g; }',
    'function f() { g; var g = function () {}; return g; }',
    'function f() { try { h(); } catch {} function h() { g(); } const g = function () {}; }',
    'function f() { const g = function again() { return again; }; return g(); }',
    'function f() { const g = function () {}, h = 1; return g(h); }',
    'function f() { for (const g = function () {}; ;) g(); }',
    'function f() { function g() {} return eval("g"); }',
  ],
  behaves: [
    ['(n) => { const base = 2; function twice(x) { return x * base; } const next = function (x) { return twice(x) + 1; }; function* all() { yield next(n); yield twice(n); } return [...all(), typeof next, next.length]; }', [[1], ['x']]],
    ['function (a) { function Point(x) { this.x = x; } Point.prototype.get = function () { return this.x; }; return new Point(a).get(); }', [[4]]],
  ],
});
