// @ts-check
import pass from '../../passes/for-to-while.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['for (;;) f();', 'while (true) f();'],
    ['for (; a < b;) a++;', 'while (a < b) a++;'],
    ['for (i = 0; i < n; i++) f(i);', 'i = 0; while (i < n) { f(i); i++; }'],
    ['for (var i = 0; i < n; i++) { f(i); }', 'var i = 0; while (i < n) { f(i); i++; }'],
    ['for (let i = 0; i < n; i++) { f(i); }', '{ let i = 0; while (i < n) { f(i); i++; } }'],
    ['for (let i = 0; i < n; i++) { const b = f(i); g(b); }', '{ let i = 0; while (i < n) { const b = f(i); g(b); i++; } }'],
    ['for (let i = 0; i < n; i++);', '{ let i = 0; while (i < n) { i++; } }'],
    ['for (let i = 0, n = a.length; i < n; i++) f(a[i]);', '{ let i = 0, n = a.length; while (i < n) { f(a[i]); i++; } }'],
    ['for (const o = {}; g(o);) f(() => o);', '{ const o = {}; while (g(o)) f(() => o); }'],
    ['if (a) for (i = 0; i < n; i++) f(i);', 'if (a) { i = 0; while (i < n) { f(i); i++; } }'],
    ['for (; a; a--) { if (b) continue; f(); }', 'while (a) { if (b) { a--; continue; } f(); a--; }'],
    ['for (; a; a--) { if (b) { g(); continue; } f(); }', 'while (a) { if (b) { g(); a--; continue; } f(); a--; }'],
    ['for (; a; a--) switch (a) { case 1: continue; default: f(); }', 'while (a) { switch (a) { case 1: a--; continue; default: f(); } a--; }'],
    ['for (; a;) { if (b) continue; f(); }', 'while (a) { if (b) continue; f(); }'],
    ['out: for (; a;) for (; b;) continue out;', 'out: while (a) while (b) continue out;'],
    ['out: for (let i = 0; i < n; i++) { if (f(i)) break out; }', 'out: { let i = 0; while (i < n) { if (f(i)) break out; i++; } }'],
    ['for (; a; a--) { for (; b; b--) { if (c) continue; f(); } }', 'while (a) { while (b) { if (c) { b--; continue; } f(); b--; } a--; }'],
    ['for (let i = 0; i < n; i++) a.map(function (b, i) { return i; });', '{ let i = 0; while (i < n) { a.map(function (b, i) { return i; }); i++; } }'],
    ['for (x = a ? b : c, y = 1; x; x = y, y = 0) f();', 'x = a ? b : c, y = 1; while (x) { f(); x = y, y = 0; }'],
    ['function f() { for ("use strict";;) g(); }', 'function f() { ("use strict"); while (true) g(); }'],
  ],
  leavesAlone: [
    'while (a) f();',
    'for (const a of b) f(a);',
    'for (const a in b) f(a);',
    // Every turn has its own `i`, which the functions hold.
    'for (let i = 0; i < n; i++) a.push(() => i);',
    'for (let i = 0, g = () => i; i < n; i++) f(g);',
    'for (let i = 0; i < n; i++) { class A { b = i; } }',
    'for (let i = 0; f(() => i); i++) g();',
    'for (let i = 0; i < n; f(() => i)) i++;',
    // The label would stand at a block.
    'out: for (let i = 0; i < n; i++) { for (const a of b) { if (a) continue out; } }',
    'out: for (i = 0; i < n;) { continue out; }',
    // `finally` comes before the update, and `catch` is not for it.
    'for (; a; a--) { try { if (b) continue; } finally { f(a); } }',
    'for (; a; g()) { try { f(); } catch (error) { continue; } }',
    // The update would mean another `i`.
    'for (var i = 0; i < n; i++) { let i = 2; f(i); }',
    'for (var i = 0; i < n; i++) { if (a) { const i = 2; continue; } f(i); }',
    'for (let i = 0; i < n; i++) { class i {} f(i); }',
    'for (let i = 0; i < n; i++) { function i() {} f(i); }',
    // A second copy of a function is another function.
    'for (; a; a = g(() => b)) { if (c) continue; f(); }',
    'for (; a; a = class {}) { if (c) continue; f(); }',
    // Comments in the head would have no place.
    'for (/* from */ i = 0; i < n; i++) f(i);',
    'for (let i = 0; i < n; i++) { eval("a.push(() => i)"); }',
    'for (using a = b(); c; d++) f();',
    'for (; a; a--) { using b = f(); g(b); }',
  ],
  behaves: [
    ['(n) => { let s = 0; for (let i = 0; i < n; i++) { if (i % 3 === 1) continue; if (i > 8) break; s += i; } return s; }', [[0], [1], [5], [20]]],
    ['(n) => { const out = []; for (var i = 0, j = n; i < j; i++, j--) { out.push([i, j]); if (i === 2) continue; out.push(i); } return [out, i, j]; }', [[0], [7], [8]]],
    ['(n) => { const a = []; for (let i = 0; i < n; i++) a.push(() => i); return a.map((f) => f()); }', [[0], [4]]],
    ['(n) => { a: for (let i = 0; i < n; i++) { for (let j = 0; j < n; j++) { if (j > i) continue a; if (i * j > 6) break a; console.log(i, j); } } }', [[0], [5]]],
    ['function* f(n) { for (let i = 0; i < n; i++) { const got = yield i; if (got) continue; } }', [[0], [3]]],
    ['(a) => { for (let i = 0; i < a.length; i++) { switch (a[i]) { case 0: continue; case 1: break; default: return i; } console.log(i); } return -1; }', [[[0, 1, 0]], [[1, 0, 2]], [[]]]],
    ['(n) => { for (let i = 0; i < n; i++) { try { if (i === 1) continue; if (i === 3) throw i; console.log(i); } finally { console.log("end", i); } } }', [[2], [5]]],
    ['(n) => { let r = 0; for (let i = n; i; r += i--) { const r = i; console.log(r); } return r; }', [[4]]],
  ],
});
