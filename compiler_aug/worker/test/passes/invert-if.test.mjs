// @ts-check
import pass from '../../passes/invert-if.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['if (a) f(); else g();', 'if (!a) g(); else f();'],
    ['if (!a) f(); else g();', 'if (a) g(); else f();'],
    ['if (!(a && b)) f(); else g();', 'if (a && b) g(); else f();'],
    ['if (a === b) { f(); } else { g(); }', 'if (a !== b) { g(); } else { f(); }'],
    ['if (a != null) f(); else g();', 'if (a == null) g(); else f();'],
    ['if (a < b) f(); else g();', 'if (!(a < b)) g(); else f();'],
    ['if (a, b) f(); else g();', 'if (!(a, b)) g(); else f();'],
    ['if (a = b) f(); else g();', 'if (!(a = b)) g(); else f();'],
    ['if (a) f(); else if (b) g(); else h();', 'if (!a) { if (!b) h(); else g(); } else f();'],
    ['if (a) f(); else if (b) g();', 'if (!a) { if (b) g(); } else f();'],
    ['x = a ? b : c;', 'x = !a ? c : b;'],
    ['x = a === 1 ? b : c ? d : e;', 'x = a !== 1 ? !c ? e : d : b;'],
    ['x = (a ?? b) ? (c, d) : e;', 'x = !(a ?? b) ? e : (c, d);'],
    ['if (a) { for (;;) if (b) break; } else g();', 'if (!a) g(); else { for (;;) if (b) break; }'],
    ['if (a) ; else f();', 'if (!a) f(); else ;'],
  ],
  leavesAlone: [
    'if (a) f();',
    'if (a) { f(); }',
    'a && b();',
    'a || b;',
    'while (a) f();',
    'if (a) function f() {} else g();',
    'if (a) g(); else function f() {}',
    'if (a) f(); /* otherwise */ else g();',
    'if (a) f(); else /* otherwise */ g();',
    'if (/* maybe */ a) f(); else g();',
    'x = a ? /* yes */ b : c;',
    'x = a /* yes? */ ? b : c;',
    'switch (a) { case 1: f(); break; default: g(); }',
    'x = a ?? b;',
    'x = !a;',
  ],
  behaves: [
    ['(a, b) => { if (a < b) return "less"; else if (a === b) return "same"; else return "more"; }', [[1, 2], [2, 1], [1, 1], [NaN, 1], ['a', 'b']]],
    ['(a) => a ? a > 2 ? "big" : "small" : "none"', [[0], [1], [3], [''], [null], [{}]]],
    ['(a) => { if (a) { if (a.b) console.log("b"); } else console.log("none"); }', [[null], [{}], [{ b: 1 }]]],
    ['(a) => { if (a.x.y) console.log(1); else console.log(2); }', [[null], [{}], [{ x: {} }], [{ x: { y: 1 } }]]],
  ],
});
