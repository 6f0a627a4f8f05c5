// @ts-check
import pass from '../../passes/expand-assignments.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f(x, y) { x += y; return x; }', 'function f(x, y) { x = x + y; return x; }'],
    ['function f(x, y) { x *= y + 1; return x; }', 'function f(x, y) { x = x * (y + 1); return x; }'],
    ['function f(x) { x.n -= 1; x["m"] **= 2; }', 'function f(x) { x.n = x.n - 1; x["m"] = x["m"] ** 2; }'],
    ['class A { f(x) { this.n += x; this.#p ||= x; } #p; }', 'class A { f(x) { this.n = this.n + x; this.#p || (this.#p = x); } #p; }'],
    ['function f(x) { x ??= 1; return x; }', 'function f(x) { x ?? (x = 1); return x; }'],
    ['function f(o) { o.x &&= 1; }', 'function f(o) { o.x && (o.x = 1); }'],
    ['function f(a) { for (let i = 0; i < 9; i++) a[i] += 1; }', 'function f(a) { for (let i = 0; i < 9; i += 1) a[i] = a[i] + 1; }'],
    ['function f() { let n = 1; g(--n); }', 'function f() { let n = 1; g(n -= 1); }'],
  ],
  leavesAlone: [
    'x += 1;',
    'x.y += 1;',
    'function f(x) { x.y.z += 1; }',
    'function f(x, y) { x[y] += 1; }',
    'function f(x) { x().y += 1; }',
    'function f(x) { x++; }',
    'function f(x) { x.n++; }',
    'function f() { let n = 1; g(n++); }',
    'function f(x) { super_.x += 1; x = 2; }',
    'class A extends B { f() { super.x += 1; } }',
    'function f(o) { const set = () => { o = {}; }; o.x ||= set; }',
    'function f(x) { eval("x += 1"); x += 2; }',
  ],
  behaves: [
    ['(x, y) => { let n = 0; x.a += y; x.b ||= y; x.c ??= n++; x.d &&= ++n; y **= 2; n <<= 1; for (let i = 0; i < 2; i++) n += i; y += n; return [x, y, n]; }', [[{ a: 1, c: 0, d: 1 }, 2], [{ a: 'x', b: 0 }, '3'], [{}, 5n], [null, 1]]],
    ['(x) => { x += (x = 10, 1); return x; }', [[1], ['a']]],
    ['(o) => { const k = { n: 0, get v() { log("get"); return this.n; }, set v(x) { log("set", x); this.n = x; } }; k.v += o; k.v ||= 3; k.v ??= 4; return k.n; }', [[0], [1]]],
  ],
});
