// @ts-check
import pass from '../../passes/bracket-to-dot.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['a["b"] = c[\'d\'];', 'a.b = c.d;'],
    ['a?.["b"]["if"]();', 'a?.b.if();'],
    ['class A { f() { return super["f"](); } }', 'class A { f() { return super.f(); } }'],
    ['f(1["x"]);', 'f((1).x);'],
    ['f(a[("b")]);', 'f(a.b);'],
  ],
  leavesAlone: [
    'f(a["b-c"]);',
    'f(a[""]);',
    'f(a["1"], a[1]);',
    'f(a[b]);',
    'f({ ["a"]: 1 }, { "a": 1 });',
    'module["exports"] = a;',
    'f(a[`b${c}`]);',
    'f(a[12n]);',
  ],
  behaves: [['(a) => { a["n"] = a["list"]["length"]; return a["list"]["map"]((x) => x["toString"]()["trim"]?.()); }', [[{ list: [1, ' b '] }], [{}], [null]]]],
});
