// @ts-check
import pass from '../../passes/early-return.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['() => { if (a) return 1; else return 2; };', '() => { if (a) return 1; return 2; };'],
    ['() => { if (a) { f(); return 1; } else { g(); h(); } i(); };', '() => { if (a) { f(); return 1; } g(); h(); i(); };'],
    ['() => { if (a) return 1; else if (b) return 2; else return 3; };', '() => { if (a) return 1; if (b) return 2; return 3; };'],
    ['() => { if (a) return 1; return 2; };', '() => { if (a) return 1; else { return 2; } };'],
    ['() => { if (a) return; f(); g(); };', '() => { if (a) return; else { f(); g(); } };'],
    ['() => { if (a) return 1; const b = f(); return b; };', '() => { if (a) return 1; else { const b = f(); return b; } };'],
    ['() => { if (a) return 1; class B {} return new B(); };', '() => { if (a) return 1; else { class B {} return new B(); } };'],
    ['() => { if (a) return 1; if (b) f(); };', '() => { if (a) return 1; else if (b) f(); };'],
    ['() => { if (a) return 1; if (b) return 2; return 3; };', '() => { if (a) return 1; else { if (b) return 2; else { return 3; } } };'],
    ['for (const a of b) { if (a) continue; else f(a); }', 'for (const a of b) { if (a) continue; f(a); }'],
    ['for (;;) { if (a) { f(); break; } g(); }', 'for (;;) { if (a) { f(); break; } else { g(); } }'],
    ['if (a) throw b; f();', 'if (a) throw b; else { f(); }'],
    ['a: { if (b) break a; f(); }', 'a: { if (b) break a; else { f(); } }'],
    ['() => { if (a) { if (b) return 1; else throw c; } f(); };', '() => { if (a) { if (b) return 1; throw c; } else { f(); } };'],
    ['switch (a) { case 1: if (b) break; f(); case 2: g(); }', 'switch (a) { case 1: if (b) break; else { f(); } case 2: g(); }'],
    ['() => { if (a) return; var b = 1; f(b); };', '() => { if (a) return; else { var b = 1; f(b); } };'],
  ],
  leavesAlone: [
    'if (a) f(); else g();',
    'if (a) f(); g();',
    '() => { if (a) return 1; };',
    '() => { if (a) { for (;;) break; } else f(); };',
    '() => { if (a) { b: { break b; } } else f(); };',
    // The declarations would be met by what follows.
    '() => { if (a) return 1; else { const b = 2; f(b); } return b; };',
    '() => { if (a) return 1; else { class B {} } };',
    '() => { if (a) return 1; else { function b() {} } };',
    '() => { if (a) return 1; else function b() {} };',
    // Known outside of what would get a block.
    '() => { const f = () => b; if (a) return f; const b = 1; return f; };',
    '() => { if (a) return f(); function f() {} };',
    '() => { if (a) return f; g(() => b); let b; var { c = () => b } = d; function f() { return b; } };',
    'if (a) throw b; const c = 1;',
    'if (a) throw b; export const c = 1;',
    'switch (a) { case 1: if (b) break; let c; case 2: c = 1; }',
    // The `else` would stand alone.
    'b: if (a) throw c; else f();',
    '() => { if (a) return 1; /* otherwise */ else f(); };',
    '() => {\n  if (a) return 1;\n  f();\n  // and then\n  g();\n};',
    '() => { try { if (a) return 1; } finally { f(); } };',
  ],
  behaves: [
    ['(a) => { if (a > 2) return "big"; else if (a > 1) { console.log(a); return "some"; } const b = a * 2; return () => b; }', [[3], [2], [1], [NaN]]],
    ['(a) => { for (const b of a) { if (b === 1) continue; if (b === 2) { console.log("two"); break; } else console.log(b); } }', [[[0, 1, 2, 3]], [[3, 1]], [null]]],
    ['(a) => { if (a) throw new RangeError("no"); const f = () => b; var b = 1; return f(); }', [[0], [1]]],
    ['(a) => { switch (a) { case 1: if (a) break; console.log(1); case 2: if (a === 1) return; console.log(2); default: return 5; } return 6; }', [[1], [2], [3]]],
    ['function* f(a) { if (a) { yield 1; return 2; } yield 3; const b = yield 4; return b; }', [[0], [1]]],
  ],
});
