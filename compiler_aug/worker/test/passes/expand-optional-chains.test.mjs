// @ts-check
import pass from '../../passes/expand-optional-chains.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['const f = (a) => a?.b;', 'const f = (a) => a === null || a === void 0 ? void 0 : a.b;'],
    ['const f = (a, k) => a?.[k].c(1);', 'const f = (a, k) => a === null || a === void 0 ? void 0 : a[k].c(1);'],
    ['const f = (a) => a?.(1);', 'const f = (a) => a === null || a === void 0 ? void 0 : a(1);'],
    ['const f = (a) => a?.b?.c;', 'const f = (a) => a === null || a === void 0 ? void 0 : a.b?.c;'],
    ['const f = (a) => a?.b + 1;', 'const f = (a) => (a === null || a === void 0 ? void 0 : a.b) + 1;'],
    ['class A { f() { return this?.b.c; } }', 'class A { f() { return this === null || this === void 0 ? void 0 : this.b.c; } }'],
    ['const f = (a) => (a?.b).c;', 'const f = (a) => (a === null || a === void 0 ? void 0 : a.b).c;'],
  ],
  leavesAlone: [
    'x = a?.b;',
    'const f = (a) => a.b?.c;',
    'const f = (a) => a()?.c;',
    'const f = (a) => a.b?.();',
    'const f = (a) => delete a?.b;',
    'const f = (a) => (a?.b)();',
    'const f = (a) => (a?.b)`x`;',
    'eval?.("x");',
  ],
  behaves: [
    ['(a, k) => [a?.b, a?.[k], a?.b?.c, a?.x.y, (a?.b).c]', [[null, 'b'], [undefined, 'b'], [{ b: { c: 1 }, x: {} }, 'b'], ['s', 'length'], [0, 1]]],
    ['(a) => { const o = { n: a, m() { return this?.n; } }; const f = a ? (x) => x : null; return [o?.m(), f?.(1), f?.(2).toFixed?.(1), typeof o?.n]; }', [[0], [1], ['x']]],
  ],
});
