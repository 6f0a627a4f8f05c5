// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import pass from '../../passes/destructure.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['const a = o.a;', 'const { a } = o;'],
    ['let b = o.a;', 'let { a: b } = o;'],
    ['function f(o) { var a = o.a, b = o.c; return a + b; }', 'function f(o) { var { a, c: b } = o; return a + b; }'],
    ['const { a } = o;', 'const a = o.a;'],
    ['const { a } = f();', 'const a = f().a;'],
    ['function f(o) { const { a, b: c } = o; return a + c; }', 'function f(o) { const a = o.a, c = o.b; return a + c; }'],
    ['function f() { const { a, b } = this; return a + b; }', 'function f() { const a = this.a, b = this.b; return a + b; }'],
    ['const { a: { b } } = o;', 'const { b } = o.a;'],
    ['const { promises } = require("fs");', 'const promises = require("fs").promises;'],
    ['const b = f(1).x.y;', 'const { y: b } = f(1).x;'],
  ],
  leavesAlone: [
    'const a = o?.a;',
    'const a = o?.b.a;',
    'const a = o[b];',
    'const a = o["a"];',
    'const a = o.a();',
    'const { a, b } = o;',
    'const { a, b } = f();',
    'const { a = 1 } = o;',
    'const { ...a } = o;',
    'const { [a]: b } = o;',
    'const {} = o;',
    'const [a] = o;',
    'for (const { a } of o) f(a);',
    'a = o.a;',
    'class A { #b; m(o) { const b = o.#b; return b; } }',
    'class A extends B { m() { const b = super.b; return b; } }',
    'function f({ a }) { return a; }',
    'function f(o) { o = o.p; const { a, b } = o; return a + b; }',
  ],
  behaves: [
    ['(o) => { const a = o.a, b = o.b; const { c } = o; var { length } = a; return [a, b, c, length]; }', [[{ a: 'xy', b: 1, get c() { return 3; } }], [{ a: null }], [null], [undefined]]],
    ['(o) => { const seen = []; const spy = { get x() { seen.push("x"); return o; }, get y() { seen.push("y"); return 2; } }; const y = spy.y, x = spy.x; const { y: again } = spy; return [x, y, again, seen]; }', [[1]]],
  ],
});

test('in TypeScript an imported or global name may be an enum', () => {
  for (const source of ['import { E } from "e"; const A = E.A;', 'const A = E.A;', 'const a: number = o.a;']) {
    assert.equal(applied(pass, source, () => 0, {}, 'ts'), source);
  }
  assert.match(applied(pass, 'function f(o: any) { const a = o.a; return a; }', () => 0, {}, 'ts'), /const \{ a \} = o;/);
});
