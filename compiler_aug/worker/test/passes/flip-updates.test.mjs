// @ts-check
import pass from '../../passes/flip-updates.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f(x) { x++; --x.y; }', 'function f(x) { ++x; x.y--; }'],
    ['for (let i = 0; i < n; i++) f(i);', 'for (let i = 0; i < n; ++i) f(i);'],
    ['function f(x) { a(), x++; }', 'function f(x) { a(), ++x; }'],
    ['function f(x) { void x++; return x; }', 'function f(x) { void ++x; return x; }'],
    ['function f(x) { a\nx++\nb }', 'function f(x) { a;\n++x\nb }'],
  ],
  leavesAlone: ['f(x++);', 'function f(x) { return --x; }', 'const f = (x) => x++;', 'while (x--) f();', 'a[i++] = 1;', 'function f(x) { for (; x++; ) a(); }'],
  behaves: [['(a, b) => { let n = "5"; n++; --b; a.x++; for (let i = 0; i < 2; i++) --a.y; return [n, b, a]; }', [[{ x: 1, y: "3" }, 5n], [{}, "q"], [null, 1]]]],
});
