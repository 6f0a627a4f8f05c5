// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import pass from '../../passes/compress.mjs';
import { readProgram } from '../../program.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f(a) { if (a) { return 1; } return 2; }', 'function f(a) { return a ? 1 : 2; }'],
    ['function f(a) { const unused = 1; a(); a(2 * 3); }', 'function f(a) { a(), a(6); }'],
    ['function f(a) { return a; /* gone */ }', 'function f(a) { return a; }'],
    ['var a = 1; module.exports = function f() { return void 0; };', 'var a = 1;\nmodule.exports = function f() {};'],
    ['(a) => { return a === undefined; }', '(a) => a === void 0'],
    ['function f() { /* @__PURE__ */ g(); return 2 * 3; }', 'function f() { return g(), 6; }'],
  ],
  leavesAlone: [
    'function f(a) { return a; }',
    'function f(a) { eval(a); if (a) { return 1; } return 2; }',
    'function f(a) { if (a) { decodeURI(a); } }',
    'function f(a) { with (a) { return b; } }',
    'm(a) { if (a) { function g() {} } return g(); }',
    'function f(__proto__) { if (a) { return { __proto__ }; } return 1; }',
  ],
  behaves: [['(a, b) => { const out = []; if (a && !b) { out.push(a); } else { if (b) { out.push(b); } } for (var i = 0; i < 2; i++) { out.push(i); } console.log(out.length); return out; }', [[1, 0], [0, 1], [0, 0]]]],
});

test('it is said which assumption fails', () => {
  const refused = (/** @type {string} */ source, language = 'auto') => pass.refuses?.(readProgram(source, language));
  assert.equal(refused('function f(a) { return a; }'), 0);
  assert.equal(refused('function f(a) { new RegExp(a); }'), 4);
  assert.equal(refused('m(a) { if (a) { function g() {} } }'), 9);
  assert.equal(refused('function f() { type A = 1; }', 'ts'), 10);
  assert.equal(refused('class A { #a = 1; [key: string]: number; }', 'ts'), 10);
  assert.equal(refused('class A { @b #c = 1; }', 'jsx'), 10);
  assert.equal(refused('class A extends B { constructor(private a) { super(a); f(); } }', 'ts'), 10);
  assert.equal(refused('if (a) return; f();'), 10);
  assert.equal(refused('const __proto__ = 1; f({ __proto__ });'), 10);
  assert.equal(refused('class A { constructor(private a) { f(a); g(); } }', 'ts'), 0);
});
