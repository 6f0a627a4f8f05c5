// @ts-check
import pass from '../../passes/contract-assignments.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f(x, y) { x = x + y; return x; }', 'function f(x, y) { x += y; return x; }'],
    ['function f(x, y) { x.n = x.n * (y - 1); }', 'function f(x, y) { x.n *= y - 1; }'],
    ['class A { f(x) { this.n = (this.n | x); } }', 'class A { f(x) { this.n |= x; } }'],
    ['function f(x, y) { x = x || y; return x; }', 'function f(x, y) { x ||= y; return x; }'],
    ['function f() { let n = 1; n += 1; g(n -= 1); return n; }', 'function f() { let n = 1; n++; g(--n); return n; }'],
    ['function f(a) { for (let i = 0; i < 9; i += 1) a[i] = a[i] + 1; }', 'function f(a) { for (let i = 0; i < 9; i++) a[i] += 1; }'],
  ],
  leavesAlone: [
    'x = x + 1;',
    'function f(x, y) { x = y + x; return x; }',
    'function f(x, y) { x.n = y.n + 1; }',
    'function f(x) { x.n = x.n || 1; }',
    'function f(x) { const y = 1; try { y = y || 2; } catch { x(); } }',
    'function f(x, k) { x[k] = x[k] + 1; }',
    'function f(x) { x += 1; return x; }',
    'function f(x) { x.n += 1; }',
    'function f(x) { x().n = x().n + 1; }',
    'function f(x, y) { x = x + y + 1; return x; }',
    'function f(x) { x = x < 1; return x; }',
  ],
  behaves: [
    ['(x, y) => { let n = 0; x.a = x.a + y; y = y ?? 3; n = n + 2; n += 1; const m = (n -= 1); y = y && m; return [x, y, n, m]; }', [[{ a: 1 }, 2], [{ a: 'x' }, null], [{}, 5n], [null, 1]]],
    ['(x) => { x = x - (x = 10, 1); return x; }', [[1], ['a']]],
  ],
});
