// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { Script } from 'node:vm';
import pass from '../../passes/extract-helpers.mjs';
import { always, variantOf } from '../harness.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f(a, b) { return a * b + 1; }', 'function f(a, b) { const account = (a, b) => a * b + 1; return account(a, b); }'],
    ['function f(a) { g(a.b ? a.c : "x"); }', 'function f(a) { const account = (a) => a.b ? a.c : "x"; g(account(a)); }'],
    ['function f(a) { return xs.map((x) => x + a); }', 'function f(a) { const account = (x, a) => x + a; return xs.map((x) => account(x, a)); }'],
    ['function f(a) { while (a.n > 1) g(a); }', 'function f(a) { const account = (a) => a.n > 1; while (account(a)) g(a); }'],
    ['function f(a) { return `${a}-${a.b}` + Math.PI; }', 'function f(a) { const account = (a) => `${a}-${a.b}` + Math.PI; return account(a); }'],
    ['function f(a) { return a?.b ?? 1; }', 'function f(a) { const account = (a) => a?.b ?? 1; return account(a); }'],
  ],
  leavesAlone: [
    'const f = (a, b) => a * b;',
    'f(a + b);',
    'function f() { return 1 + 2; }',
    'function f() { return x + 1; }',
    'function f(a) { return this.a + a; }',
    'function f(a) { return g(a) + h(a); }',
    'function f(a) { a = a.b; a += 1; return a.c + a.d; }',
    'function f(a, b = a + 1) { return b; }',
    'function f(a) { return arguments[0] + a; }',
    'async function f(a) { return a + await a; }',
    'function* f(a) { return a + (yield a); }',
    'function f(a, b) { return a || (b = 1); }',
    'function f(a, b) { return [a, b]; }',
    'function f(a) { return b + a; let b = 1; }',
    'function f(a) { return eval("a") + a; }',
    'function f(a) { delete a.b; return typeof a; }',
    'class A { #b; m(a) { return #b in a; } }',
    'function f(a) { return tag`${a}`; }',
  ],
  behaves: [
    ['(a, b) => { const c = a + b; let d = c; d += 1; return [c * 2 - a, [a, b].map((x, i) => x + i + c), a && b ? `${a}/${b}` : d, d + 1]; }', [[1, 2], ['x', null], [0, 0]]],
    ['(o) => { for (const k of o.list) { if (o.skip === k && k > 0) continue; console.log(k + o.add); } return o.a.b + o.c; }', [[{ list: [1, 2, 3], skip: 2, add: 1, a: { b: 1 }, c: 2 }], [{ list: [] }]]],
  ],
});

test('names made in front of two loops of one switch stay two names', () => {
  const loop = 'for (let j = 0; j < b.n * 2; j++) h(j);';
  const source = `function f(a, b) { switch (a) { case 0: ${loop} break; case 1: ${loop} } }`;
  for (let seed = 0; seed < 20; seed += 1) {
    const { text, failed } = variantOf(source, always(pass.name, 'mangle-identifiers'), seed);
    assert.deepEqual(failed, []);
    assert.doesNotThrow(() => new Script(text), text);
  }
});
