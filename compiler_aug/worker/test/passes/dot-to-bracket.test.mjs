// @ts-check
import test from 'node:test';
import assert from 'node:assert/strict';
import pass from '../../passes/dot-to-bracket.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['a.b = c.d;', "a['b'] = c['d'];"],
    ['a?.b.c();', "a?.['b']['c']();"],
    ['class A extends B.C { f() { return super.f(); } }', "class A extends B['C'] { f() { return super['f'](); } }"],
    ['delete a.if;', "delete a['if'];"],
    ['new a.B();', "new a['B']();"],
  ],
  leavesAlone: [
    'module.exports = a;',
    'exports.b = c;',
    'f(process.env.NODE_ENV);',
    'class A { #x; f() { return this.#x; } }',
    'f(import.meta.url);',
    'f(a[b], a["c"]);',
    'f(<a.b />);',
    'function f() { return new.target; }',
  ],
  behaves: [['(a) => { a.n = a.list.length; return a.list.map((x) => x.toString().trim?.()); }', [[{ list: [1, ' b '] }], [{}], [null]]]],
});

test('names in types and decorators keep their dots', () => {
  for (const source of ['class A implements b.C {}', '@a.b() class C {}', 'let x: a.B;', 'interface A extends b.C {}']) {
    assert.equal(applied(pass, source, () => 0, {}, 'ts'), source);
  }
});
