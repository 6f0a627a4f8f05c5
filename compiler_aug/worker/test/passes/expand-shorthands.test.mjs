// @ts-check
import pass from '../../passes/expand-shorthands.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['x = { a, b: b };', 'x = { a: a, b };'],
    ['({ a, b = 1 } = x);', '({ a: a, b: b = 1 } = x);'],
    ['const { a: a, b: b = 1 } = x;', 'const { a, b = 1 } = x;'],
    ['x = { f() { return this; } };', 'x = { f: function () { return this; } };'],
    ['x = { async f() {}, *g() {}, [h]() {}, "i j"() {} };', 'x = { f: async function () {}, g: function* () {}, [h]: function () {}, "i j": function () {} };'],
    ['x = { f: async function () { await 1; } };', 'x = { async f() { await 1; } };'],
    ['x = { f: function* () { yield 1; } };', 'x = { *f() { yield 1; } };'],
    ['function f({ a }) { return a; }', 'function f({ a: a }) { return a; }'],
  ],
  leavesAlone: [
    'x = { a: b };',
    'x = { "a": a };',
    'x = { [a]: a };',
    'x = { __proto__ };',
    'x = { __proto__: __proto__ };',
    'x = { __proto__() {} };',
    'x = { "__proto__": async function () {} };',
    'x = { f() { return super.f(); } };',
    'x = { f() { return () => super.f(); } };',
    'x = { f: function () {} };',
    'x = { f: async function f() { f(); } };',
    'x = { f: async function (a, a) {} };',
    'x = { f: () => 1 };',
    'x = { get f() { return 1; }, set f(v) {} };',
    'class A { f() {} static g() {} }',
    'const { a: b, ...c } = x;',
    'x = { a: a.a };',
  ],
  behaves: [
    ['(a, b) => { const { length, [0]: first = b } = [a]; const o = { a, b: b, f() { return this.a; }, *g() { yield* [first, length]; } }; return [o.a, o.b, o.f(), ...o.g()]; }', [[1, 2], ['x', null]]],
  ],
});
