// @ts-check
/** Variants are run beside their sources: same values, same exceptions, same side effects. */
import assert from 'node:assert/strict';
import test from 'node:test';
import vm from 'node:vm';
import fc from 'fast-check';
import { always, PRESERVING, variantOf } from './harness.mjs';

/** Each is a function `f` of two arguments that are numbers, strings or arrays. */
const PROGRAMS = [
  'function f(a, b) { var a = a || 1; { let b = 2; a += b; } return [a, b]; }',
  'function f(a, b = () => a) { var a = 5; return [a, typeof b === "function" ? b() : b]; }',
  'function f(a, b) { try { null.x; } catch (e) { var e = b; } return [a, e]; }',
  'function f(a, b) { log(a); if (b) log(b); else log("none"); return log.count; }',
  'function f(a, b) { let total = 0; for (let i = 0; i < 5; i++) { if (i === 3) continue; total += i * b; } return total + a; }',
  'function f(a, b) { const parts = []; for (const k of [a, b]) parts.push(() => k); return parts.map((p) => p()); }',
  'function f(a, b) { const { length = 3, ...rest } = { b, length: a }; return [length, rest]; }',
  'function f(a, b) { switch (typeof a) { case "number": { const b = a * 2; return b; } case "string": return a + b; default: return [b]; } }',
  'function f(a, b) { outer: for (var i = 0; i < 4; i++) for (var j = 0; j < 4; j++) { if (i * j > b) break outer; } return [i, j, a]; }',
  'function f(a, b) { class A { #x = a; static make() { return new A(); } get x() { return this.#x; } set x(v) { this.#x = v + b; } } const o = A.make(); o.x = 1; return o.x; }',
  'function f(a, b) { if (a > b) throw new Error("too large: " + a); return b - a; }',
  'function f(a, b) { switch (a) { case 1: let a = 5; return a + b; default: return [b]; } }',
  'function f(a, b) { for (const a of [b, 2]) { if (a === 2) return [a]; } return a; }',
  'function f(a, b) { arguments[0] = b; return [a, arguments.length]; }',
  'function f(a, b) { const g = function g(n) { return n > 0 ? n + g(n - 1) : 0; }; return g(3) + String(a) + b; }',
  'function f(a, b) { return ((x) => { "use strict"; return [this === undefined, x]; })(a) + `${b}-${a}`; }',
  'function f(a, b) { function* g() { const x = yield a; yield x + b; } const it = g(); return [it.next().value, it.next(7).value, it.next().done]; }',
  'function f(a, b) { let n = 0; const o = { get v() { n += 1; return a; }, [b]: n }; return [o.v, o.v, n, o[b]]; }',
  'function f(a, b) { var r = []; do { r.push(a); a = r.length; } while (a < 3 && b); return r; }',
  'function f(a, b) { return a == null ? b ?? 1 : a?.length ?? (a ||= b, a); }',
  'function f(a, b) { const x = 2 * 3, y = x + 1, unused = log("effect"); return [x, y, a, b]; }',
  'function f(a, b) { g(); function g() { a = [a]; } return typeof h === "undefined" ? [a, b] : h; }',
  'const f = (a, b) => { const [first = b, ...others] = [a, b, a]; return { first, others }; }',
  'var f = async (a, b) => { await null; return [a, b].map(async (x) => await x).length; }',
  'function f(a, b) { if (a) { return 1 } else if (b) { return 2 } else { return 3 } }',
  'function f(a, b) { const text = "it\'s"; return text + \'say "hi"\' + `\\n${a}` + /[/"\']/g.source + b; }',
];

/**
 * What a caller of `f` can observe.
 *
 * @param {string} source
 * @param {unknown[]} args
 */
function observe(source, args) {
  /** @type {unknown[]} */
  const effects = [];
  const log = Object.assign((/** @type {unknown} */ value) => effects.push(value), { count: 0 });
  const context = vm.createContext({ log });
  try {
    const f = vm.runInContext(`${source}\n;f`, context, { timeout: 1000 });
    return JSON.stringify({ value: f(...args), effects });
  } catch (error) {
    return JSON.stringify({ thrown: String(error), effects });
  }
}

const VALUE = fc.oneof(
  fc.integer({ min: -3, max: 9 }), fc.constantFrom('', 'a', 'bc'), fc.boolean(),
  fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }), fc.constant(null),
);

for (const source of PROGRAMS) {
  test(`all variants behave like: ${source.slice(0, 90)}`, () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(PRESERVING), fc.nat(), VALUE, VALUE, (passes, seed, a, b) => {
        const variant = variantOf(source, always(...passes), seed, 'js', 'program');
        assert.deepEqual(variant.failed, []);
        assert.equal(observe(variant.text, [a, b]), observe(source, [a, b]), `${passes}\n${variant.text}`);
      }),
      { numRuns: 60 },
    );
  });
}

test('a broken pass would be seen', () => {
  const [source] = PROGRAMS;
  assert.notEqual(observe(source.replace('+= b', '-= b'), [1, 2]), observe(source, [1, 2]));
});
