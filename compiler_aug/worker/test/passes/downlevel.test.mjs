// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import pass from '../../passes/downlevel.mjs';
import { readProgram } from '../../program.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['const f = (a) => a?.b;', 'const f = (a) => a === null || a === void 0 ? void 0 : a.b;'],
    ['(a) => a ?? 1', '(a) => a !== null && a !== void 0 ? a : 1'],
    ['m(a) { a ||= 1; return super.m(a); }', 'm(a) { a || (a = 1); return super.m(a); }'],
    ['try { f(); } catch { g(); }', 'try { f(); } catch (_unused) { g(); }'],
    ['get size() { return this.a ?? 1_000; }', 'get size() { var _this$a; return (_this$a = this.a) !== null && _this$a !== void 0 ? _this$a : 1e3; }'],
    ['const f = async (a) => { await a; return a?.b; };', 'const f = async (a) => { await a; return a === null || a === void 0 ? void 0 : a.b; };'],
  ],
  leavesAlone: [
    'const f = (a) => a.b;',
    'let x = f()?.a;',
    '(1)?.a;',
    'const f = (a) => ({ ...a });',
    'm(a) { return a + 1; }',
    'const f = async (a) => { await a; };',
    'f(<a b={c} />);',
    'class A { #a = 1; b() { return this.#a; } }',
  ],
  behaves: [
    ['(a, b) => { let n = a?.b?.c ?? 1; n ||= 2; try { b.d.e(); } catch { n += 1_0; } return [n, a?.["x"], 2 ** 3, a?.f?.(1)]; }', [[null, {}], [{ b: { c: 0 } }, null], ['s', 's']]],
    ['(a) => { const out = []; for (const x of a) { out.push(() => x?.y ?? x); } return out.map((g) => g()); }', [[[1, { y: 2 }, null]]]],
  ],
});

test('a later edition is taken where the drawn one needs helpers', () => {
  const source = 'const f = async (a) => { await a; return { ...a?.b }; };';
  assert.match(applied(pass, source, () => 0), /async \(a\) => \{\s*await a;\s*return \{ \.\.\.a === null/);
});

test('TypeScript becomes JavaScript of that edition', () => {
  const unit = readProgram('const f = (a?: { b: number }): number => a?.b ?? 1;', 'ts');
  const made = pass.rewrite(unit, { target: 'es2019' });
  assert.ok(made && typeof made === 'object' && made.language === 'jsx');
  assert.doesNotMatch(made.text, /number|\?\.|\?\?/);
});
