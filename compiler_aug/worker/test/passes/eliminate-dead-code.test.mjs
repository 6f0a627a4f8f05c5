// @ts-check
import pass from '../../passes/eliminate-dead-code.mjs';
import { testPass } from './table.mjs';

const inF = (/** @type {string} */ body) => `function f(a) { ${body} }`;

testPass(pass, {
  does: [
    [inF('return a; g();'), inF('return a;')],
    [inF('g(); return b; var b = 1;'), inF('g(); return b; var b;')],
    [inF('return g(); function g() {} h();'), inF('return g(); function g() {}')],
    [inF('if (false) { g(); } return a;'), inF('return a;')],
    [inF('if (1 > 2) g(); else { h(); }'), inF('{ h(); }')],
    [inF('if (false) { var x = 1; } return x;'), inF('var x; return x;')],
    [inF('while (false) g();'), inF('')],
    [inF(';; {} return a;'), inF('return a;')],
    [inF('1; a; void 0; return a;'), inF('return a;')],
    [inF('const b = 1, c = [2]; return a;'), inF('return a;')],
    [inF('let b = 1, c = g(); return c;'), inF('let c = g(); return c;')],
    [inF('function g() {} return a;'), inF('return a;')],
    [inF('for (;;) { if (a) { break; g(); } continue; h(); }'), inF('for (;;) { if (a) { break; } continue; }')],
    [inF('if (a) { return 1; } else { throw 2; } g();'), inF('if (a) { return 1; } else { throw 2; }')],
    [inF('switch (a) { case 1: return 2; break; default: g(); }'), inF('switch (a) { case 1: return 2; default: g(); }')],
  ],
  leavesAlone: [
    'if (false) { g(); } 1; ;',
    inF('"use strict"; return a;'),
    inF('return () => b; let b = 1;'),
    inF('return b; var b;'),
    inF('return a; { function g() {} }'),
    inF('if (false) { function g() {} } return g;'),
    inF('if (true) function g() {}'),
    inF('const b = g(); return a;'),
    inF('const { b } = a; return a;'),
    inF('a.b; return a;'),
    inF('x; return a;'),
    inF('if (a) ; else g();'),
    inF('const b = 1; return () => b;'),
    inF('eval("b"); const b = 1;'),
    inF('switch (a) { case 1: return b; let b; case 2: b = 1; }'),
    inF('for (var b in a) ; for (const c of a) g();'),
  ],
  behaves: [
    ['(a) => { if (false) { var x = 1; } const unused = [1]; if (a) { x = a; return x; console.log(x); } ; while (0) { a++; } return x; }', [[0], [1]]],
    ['function (a) { a; 1; return g(a); var b = 2; function g(x) { return [x, b]; throw b; } }', [[1], ['x']]],
  ],
});
