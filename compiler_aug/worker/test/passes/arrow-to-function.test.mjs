// @ts-check
import pass from '../../passes/arrow-to-function.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['xs.map((x) => x + 1);', 'xs.map(function (x) { return x + 1; });'],
    ['xs.map(x => ({ a: x }));', 'xs.map(function (x) { return { a: x }; });'],
    ['xs.filter((x) => { return x; });', 'xs.filter(function (x) { return x; });'],
    ['p.then(() => f(), () => g());', 'p.then(function () { return f(); }, function () { return g(); });'],
    ['(() => { f(); })();', '(function () { f(); })();'],
    ['function f(a) { const g = (b) => b + 1; return g(a); }', 'function f(a) { const g = function (b) { return b + 1; }; return g(a); }'],
    ['const f = async (a) => await a;', 'const f = async function (a) { return await a; };'],
    ['xs.map(({ a = 1 }, ...rest) => a);', 'xs.map(function ({ a = 1 }, ...rest) { return a; });'],
    ['xs.sort((a, b) => (a, b));', 'xs.sort(function (a, b) { return a, b; });'],
  ],
  leavesAlone: [
    'function f() { return xs.map((x) => this.a + x); }',
    'function f() { return xs.map((x) => arguments[x]); }',
    'function f(arguments) { return xs.map((x) => arguments[x]); }',
    'class A extends B { m() { return xs.map((x) => super.m(x)); } }',
    'function F() { return xs.map(() => new.target); }',
    'const f = (a) => a;',
    'module.exports = { f: (a) => a };',
    'function f() { return (a) => a; }',
    'f((a) => a);',
    'function f() { const g = () => 1; return g; }',
    'xs[map]((a) => a);',
    'xs.map(function (x) { return x; });',
    'xs.map(() => eval("this"));',
  ],
  behaves: [
    ['(xs) => { const double = (x) => { const y = x * 2; return y; }; return xs.map((x, i) => [double(x), i]).filter(([x]) => x); }', [[[1, 2, 3]], [[]], [[0, 'a']]]],
    ['function (a) { return [1, 2].map((x) => [x].map((y) => [y, typeof this, a])); }', [[1]]],
  ],
});
