// @ts-check
import pass from '../../passes/function-to-arrow.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['xs.map(function (x) { return x; });', 'xs.map((x) => { return x; });'],
    ['xs?.map(function named(x) { return x; });', 'xs?.map((x) => { return x; });'],
    ['setTimeout(function () { f(); }, 10);', 'setTimeout(() => { f(); }, 10);'],
    ['new Promise(function (yes, no) { yes(1); });', 'new Promise((yes, no) => { yes(1); });'],
    ['(function () { f(); })();', '(() => { f(); })();'],
    ['(function (a) { f(a); }).call(o, 1);', '((a) => { f(a); }).call(o, 1);'],
    ['function f(a) { const g = function (b) { return b + 1; }; return g(a) + [a].map(g)[0]; }', 'function f(a) { const g = (b) => { return b + 1; }; return g(a) + [a].map(g)[0]; }'],
    ['module.exports = async function (a) { await a; };', 'module.exports = async (a) => { await a; };'],
    ['x = { f: async function () { return 1; } };', 'x = { f: async () => { return 1; } };'],
    ['p.then(function ({ a = 1, ...b }) { return function () { return this; }; });', 'p.then(({ a = 1, ...b }) => { return function () { return this; }; });'],
    ['xs.map(function () { return { a: 1 }; });', 'xs.map(() => { return { a: 1 }; });'],
  ],
  leavesAlone: [
    'xs.map(function (x) { return this.a; });',
    'xs.map(function (x) { return () => this; });',
    'xs.map(function (x) { return arguments.length; });',
    'xs.map(function (x) { return (y) => arguments[0]; });',
    'xs.map(function () { var arguments; return arguments; });',
    'xs.map(function () { return new.target; });',
    'xs.map(function* (x) { yield x; });',
    'xs.map(function again(x) { return x > 0 ? again(x - 1) : 0; });',
    'xs.map(function (a, a) { return a; });',
    'xs.map(function () { return eval("this"); });',
    'module.exports = function (a) { return a; };',
    'const f = function (a) { return a; };',
    'inherits(function () {}, Base);',
    'function f() { return function () { return 1; }; }',
    'function f() { const G = function () {}; G.prototype.x = 1; return new G(); }',
    'function f() { const g = function () { return 1; }; return { g }; }',
    'function f() { let g = function () { return 1; }; g = 2; return g(); }',
    'x = { f() { return 1; }, get g() { return 2; }, set g(v) { h(v); } };',
    'class A { m() { return 1; } static async n() { return 2; } }',
    'new (function () { f(); })();',
    '(function () { f(); }).bind(o);',
    'function f() { g(); }',
    'async function f() { [1].map(function () { var await = 1; return await; }); }',
    'x = { async f() { return super.f(); } };',
  ],
  behaves: [
    ['(xs) => { const add = function (a, b) { return a + b; }; return xs.map(function (x, i) { return add(x, i); }).reduce(add, 0); }', [[[1, 2, 3]], [[]], [['a', 'b']]]],
    ['function (n) { var total = 0; (function () { total += n; })(); [1, 2].forEach(function (x) { console.log(x, this === undefined); total += x; }, 7); return total; }', [[1], ['x']]],
  ],
});
