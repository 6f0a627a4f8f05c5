// @ts-check
import pass from '../../passes/guard-clauses.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f() { if (a) { g(); h(); } }', 'function f() { if (!a) return; g(); h(); }'],
    ['function f() { b(); if (a === 1) { g(); } }', 'function f() { b(); if (a !== 1) return; g(); }'],
    ['for (const a of b) { if (a) { f(a); } }', 'for (const a of b) { if (!a) continue; f(a); }'],
    ['while (a) { b(); if (!c) { f(); g(); } }', 'while (a) { b(); if (c) continue; f(); g(); }'],
    ['do { if (a) { f(); } } while (b);', 'do { if (!a) continue; f(); } while (b);'],
    ['function f() { if (a) return; g(); h(); }', 'function f() { if (!a) { g(); h(); } }'],
    ['() => { if (a) { return; } const b = g(); h(b); };', '() => { if (!a) { const b = g(); h(b); } };'],
    ['for (;;) { if (a) continue; f(); }', 'for (;;) { if (!a) { f(); } }'],
    ['class A { constructor() { if (a) { this.b = 1; } } }', 'class A { constructor() { if (!a) return; this.b = 1; } }'],
    ['function* f() { if (a) return; yield 1; }', 'function* f() { if (!a) { yield 1; } }'],
    ['() => { if (a) { var b = 1; f(b); } };', '() => { if (!a) return; var b = 1; f(b); };'],
    ['() => { if (a) { if (b) { f(); g(); } } };', '() => { if (!a) return; if (!b) return; f(); g(); };'],
  ],
  leavesAlone: [
    'if (a) { f(); }',
    '{ if (a) { f(); } }',
    'function f() { if (a) { g(); } else { h(); } }',
    'function f() { if (a) g(); }',
    'function f() { if (a) { g(); } h(); }',
    'function f() { if (a) {} }',
    'function f() { if (a) return 1; g(); }',
    'function f() { if (a) return; }',
    'function f() { if (a) { const b = g(); h(b); } }',
    'function f() { if (a) { function b() {} b(); } }',
    'function f() { if (a) return; g(); function g() {} }',
    'function f() { const g = () => b; if (a) return; const b = g; }',
    'function f() { try { if (a) { g(); } } finally { h(); } }',
    'function f() { for (;;) { if (a) return; g(); } }',
    'out: for (;;) { for (;;) { if (a) continue out; g(); } }',
    'function f() { if (a) break_: { g(); } }',
    'switch (a) { case 1: if (b) { f(); } }',
    'class A { static { if (a) { f(); } } }',
    'function f() { if (a /* really */) { g(); } }',
  ],
  behaves: [
    ['(a) => { if (a) { console.log(1); console.log(2); } }', [[0], [1]]],
    ['(a) => { for (const b of a) { if (b > 1) { console.log(b); a.length = 2; } } return a; }', [[[0, 1, 2, 3]], [[]]]],
    ['(a) => { let i = 0; do { if (i === 1) continue; console.log(i); } while (i++ < a); }', [[0], [3]]],
    ['(a) => { if (!a.b) return; const c = a.b; console.log(c, () => c); }', [[null], [{}], [{ b: 2 }]]],
    ['function* f(a) { if (a) { yield 1; yield 2; } }', [[0], [1]]],
  ],
});
