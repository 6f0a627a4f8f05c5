// @ts-check
import pass from '../../passes/toggle-braces.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['if (a) f();', 'if (a) { f(); }'],
    ['if (a) { f(); }', 'if (a) f();'],
    ['if (a) f(); else g();', 'if (a) { f(); } else { g(); }'],
    ['if (a) { f(); } else if (b) g();', 'if (a) f(); else if (b) { g(); }'],
    ['for (;;) f();', 'for (;;) { f(); }'],
    ['for (const a of b) { f(a); }', 'for (const a of b) f(a);'],
    ['for (const a in b) f(a);', 'for (const a in b) { f(a); }'],
    ['while (a) { f(); }', 'while (a) f();'],
    ['do f(); while (a);', 'do { f(); } while (a);'],
    ['do { f(); } while (a);', 'do f(); while (a);'],
    ['if (a) { return; }', 'if (a) return;'],
    ['if (a) { var b = 1; }', 'if (a) var b = 1;'],
    ['if (a) for (;;) if (b) f();', 'if (a) { for (;;) { if (b) { f(); } } }'],
    ['if (a) { do { if (b) { f(); g(); } } while (c); } else h();', 'if (a) do if (b) { f(); g(); } while (c); else { h(); }'],
    ['if (a) { if (b) { f(); g(); } else { h(); } } else i();', 'if (a) if (b) { f(); g(); } else h(); else { i(); }'],
    ['if (a) { for (;;) if (b) { f(); g(); } } else { h(); i(); }', 'if (a) { for (;;) { if (b) { f(); g(); } } } else { h(); i(); }'],
    ['if (a) { let\n(b); }', 'if (a) let\n(b);'],
  ],
  leavesAlone: [
    'if (a) {}',
    'if (a) ;',
    'while (a) ;',
    'if (a) { f(); g(); }',
    'if (a) { let b = 1; }',
    'if (a) { const b = 1; }',
    'if (a) { function f() {} }',
    'if (a) { class A {} }',
    'if (a) { b: function f() {} }',
    'if (a) function f() {}',
    // The `else` would belong to another `if`.
    'if (a) { if (b) { f(); g(); } } else { h(); i(); }',
    'if (a) { b: if (c) { f(); g(); } } else { h(); i(); }',
    'if (a) { // why\n  f();\n}',
    'if (a) { f(); /* so */ }',
    'a: { f(); }',
    'try { f(); } catch { g(); }',
    'switch (a) { case 1: { f(); } }',
  ],
  behaves: [
    ['(a) => { if (a) { if (a > 1) console.log(1); } else console.log(2); }', [[0], [1], [2]]],
    ['(a) => { for (const b of a) { if (b) { console.log(b); } } for (const b in a) if (b) while (a.pop()) console.log(a); }', [[[]], [[0, 1]]]],
    ['(a) => { if (a) for (const b of a) { if (b) console.log(b); } else console.log("none"); }', [[null], [[0, 1]]]],
    ['(a) => { if (a) { while (a--) { if (a === 2) { console.log(a); } } } else { console.log("none"); } }', [[0], [4]]],
  ],
});
