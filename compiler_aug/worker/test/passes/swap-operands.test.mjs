// @ts-check
import pass from '../../passes/swap-operands.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ["f(a.type === 'x');", "f('x' === a.type);"],
    ["f(typeof a.b !== 'string');", "f('string' !== typeof a.b);"],
    ['const f = (a, b) => a * b;', 'const f = (a, b) => b * a;'],
    ['f(g() & 3);', 'f(3 & g());'],
    ['function f() { let n = 0; n += 2; return n + 1; }', 'function f() { let n = 0; n += 2; return 1 + n; }'],
    ['function f(a, b) { if (a && !b) g(); }', 'function f(a, b) { if (!b && a) g(); }'],
    ['const f = (a, b) => a === 1 || !b;', 'const f = (a, b) => !b || 1 === a;'],
    ['const f = (a, b, c) => a * b * c;', 'const f = (a, b, c) => c * (b * a);'],
  ],
  leavesAlone: [
    'f(a() === b());',
    'f(a.b * c.d);',
    'const f = (a, b) => a + b;',
    "const f = (a) => a + 'x';",
    'const f = (a, b) => a && b;',
    'const f = (a, b) => { if (a && a.b) b(); };',
    'const f = (a, b) => a - b;',
    'const f = (a, b) => a ?? b;',
    'const f = (a, b) => a ** b;',
    'const f = (a) => a === (a = 2);',
    'const f = (a) => { if (x && a) g(); };',
  ],
  behaves: [
    ['(a, b) => [a * b, a & b, a | b, a ^ b, a == b, a === b, a != b, a !== b]', [[1, 2], ['3', 4], [2n, 3n], [2n, 3], [null, undefined], [NaN, NaN], [[], 0]]],
    ['(a, b) => { const n = a.length * 2 + 1; if (a.length === 2 && !b) return n + 3; return b === 1 || !a ? 1 : 2; }', [['ab', 0], ['abc', 1], [null, 1], [[], 2]]],
  ],
});
