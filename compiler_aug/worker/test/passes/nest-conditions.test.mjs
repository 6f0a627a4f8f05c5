// @ts-check
import pass from '../../passes/nest-conditions.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['if (a && b) f();', 'if (a) { if (b) f(); }'],
    ['if (a && b && c) { f(); }', 'if (a && b) { if (c) { f(); } }'],
    ['if (a && (b || c)) f();', 'if (a) { if (b || c) f(); }'],
    ['if ((a || b) && c) f();', 'if (a || b) { if (c) f(); }'],
    ['if (a) { if (b) f(); }', 'if (a && b) f();'],
    ['if (a) if (b) f();', 'if (a && b) f();'],
    ['if (a) { if (b) { if (c) f(); } }', 'if (a && b) { if (c) f(); }'],
    ['if (a || b) { if (c ?? d) { f(); } }', 'if ((a || b) && (c ?? d)) { f(); }'],
    ['if (a = b) { if (c, d) { f(); } }', 'if ((a = b) && (c, d)) { f(); }'],
    ['if (x) f(); else if (a && b) g();', 'if (x) f(); else if (a) { if (b) g(); }'],
  ],
  leavesAlone: [
    'if (a) f();',
    'if (a || b) f();',
    'if (a ?? b) f();',
    'if (a && b) f(); else g();',
    'if (a) { if (b) f(); } else g();',
    'if (a) { if (b) f(); else g(); }',
    'if (a) { if (b) f(); g(); }',
    'if (a) { const c = 1; if (b) f(c); }',
    'if (a) { /* of those */ if (b) f(); }',
    'if (a /* and */ && b) f();',
    'while (a && b) f();',
    'if (a) { while (b) f(); }',
  ],
  behaves: [
    ['(a, b) => { if (a && b.c) return "both"; return "not"; }', [[0, null], [1, null], [1, {}], [1, { c: 1 }]]],
    ['(a, b) => { if (a) { if (b.c) { console.log("both"); } } return b; }', [[0, null], [1, null], [1, {}], [1, { c: 1 }]]],
    ['(a) => { if (a) { if (a > 1) console.log(1); } else console.log(2); if (a > 3) if (a > 4) console.log(3); }', [[0], [1], [2], [4], [5]]],
  ],
});
