// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { Script } from 'node:vm';
import pass from '../../passes/extract-expressions.mjs';
import { always, variantOf } from '../harness.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f(a) { return g(a); }', 'function f(a) { const account = g(a); return account; }'],
    ['function f(a) { if (a.b > 1) h(); }', 'function f(a) { const account = a.b > 1; if (account) h(); }'],
    ['function f(a, b) { a(b, 1); }', 'function f(a, b) { const account = 1; a(b, account); }'],
    ['function f(a) { for (const x of a.b) x(); }', 'function f(a) { const account = a.b; for (const x of account) x(); }'],
    ['function f(a) { let b; b = a.c; return b; }', 'function f(a) { let b; const account = a.c; b = account; return b; }'],
    ['function f(a) { throw new Error(a); }', 'function f(a) { const account = new Error(a); throw account; }'],
    ['async function f(a) { return (await a) + 1; }', 'async function f(a) { const account = (await a) + 1; return account; }'],
    ['function f(a) { g(a, "text"); }', 'function f(a) { const account = "text"; g(a, account); }'],
    ['function f(a) { return a?.b.c; }', 'function f(a) { const account = a?.b.c; return account; }'],
    ['function f(a) { switch (typeof a) { case "x": return; } }', 'function f(a) { const account = typeof a; switch (account) { case "x": return; } }'],
  ],
  leavesAlone: [
    'f(a + 1);',
    'function f() { "use strict"; }',
    'function f(a) { a.b(); }',
    'function f(a) { a?.b(); }',
    'function f(a) { delete a.b; }',
    'function f(a) { a.b = a; }',
    'function f(a) { a.b++; }',
    'function f(a) { while (a.b) a(); }',
    'function f(a) { for (let i = a.b; i; i--); }',
    'function f(a) { const b = a.c; }',
    'function f(a) { const b = a, c = g(b); }',
    'function f(a, b) { return a, b; }',
    'function f(a) { if (a) b(); else c(); }',
    'function f(a) { return () => a; }',
    'function f(a) { const { b } = a; }',
    'function f(a) { g((b) => b + 1); }',
    'const f = (a) => a.b + 1;',
    'function f(a) { g(a, a.b); }',
    'function f(a) { a && a.b(); }',
    'function f(a) { a ? a.b() : a.c(); }',
    'function f(a) { if (a) return; else return; }',
    'function f(a) { eval("a"); return a + 1; }',
    'class A { b = 1 + c; }',
    'function f(a) { tag`${a}`; }',
    'function* f(a) { yield a; }',
  ],
  behaves: [
    ['() => { function g() { g = 5; return 0; } const out = []; out.push([g(), typeof g]); return out; }', [[]]],
    ['(a, b) => { const log = (x) => { console.log(x); return x; }; let n = 0; const next = () => (n += 1); if (log(a) + next() > log(b)) return [n, log("x"), next()]; return { n, m: next(), k: n + log(2) }; }', [[1, 2], [5, 1], ['x', null]]],
    ['(o) => { const r = []; for (const k of Object.keys(o.a)) { r.push(k + o.a[k] + "!"); } return r.length > 1 ? r.join(`-${o.b}`) : o.c.d; }', [[{ a: { x: 1, y: 2 }, b: 3 }], [{ a: {} }], [null]]],
    ['(a) => { let i = 0; const f = (x, y) => [x, y, i]; return f(i, i++) .concat(f(i + 1, (i = 7), i * 2), i, a?.b.c + 1); }', [[{ b: { c: 1 } }], [null]]],
  ],
});

test('names made in front of two loops of one switch stay two names', () => {
  const loop = 'for (const x of k(b)) h(x);';
  const source = `function f(a, b) { switch (a) { case 0: ${loop} break; case 1: ${loop} } }`;
  for (let seed = 0; seed < 20; seed += 1) {
    const { text, failed } = variantOf(source, always(pass.name, 'mangle-identifiers'), seed);
    assert.deepEqual(failed, []);
    assert.doesNotThrow(() => new Script(text), text);
  }
});
