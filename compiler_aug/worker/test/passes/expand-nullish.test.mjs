// @ts-check
import pass from '../../passes/expand-nullish.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['const f = (a, b) => a ?? b;', 'const f = (a, b) => a === null || a === void 0 ? b : a;'],
    ['const f = (a, b) => (a ?? b()).c;', 'const f = (a, b) => (a === null || a === void 0 ? b() : a).c;'],
    ['class A { f() { return this ?? 1; } }', 'class A { f() { return this === null || this === void 0 ? 1 : this; } }'],
    ['const f = (a) => g(!a ?? 1);', 'const f = (a) => g(!a === null || !a === void 0 ? 1 : !a);'],
  ],
  leavesAlone: [
    'x = a ?? b;',
    'const f = (a) => a.b ?? 1;',
    'const f = (a) => a() ?? 1;',
    'const f = (a, b) => a || b;',
    'const f = (a, b) => (a = b) ?? 1;',
    'const f = (a) => { a ??= 1; return a; };',
  ],
  behaves: [['(a, b) => [a ?? b, (a ?? b) || 3, a ?? (b ?? 1)]', [[null, 1], [undefined, null], [0, 1], ['', 2], [NaN, 1]]]],
});
