// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import pass from '../../passes/upconvert-types.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['f(true, false);', 'f(!0, !1);'],
    ['x = undefined;', 'x = void 0;'],
    ['f(-Infinity, NaN);', 'f(-(1 / 0), 0 / 0);'],
    ['f({ undefined });', 'f({ undefined: void 0 });'],
    ['const f = (a = true) => a === undefined;', 'const f = (a = !0) => a === void 0;'],
  ],
  leavesAlone: [
    'f(a.undefined, { undefined: a, Infinity: b });',
    'const f = (undefined) => undefined;',
    'f("true", 1, null);',
    'f({ true: a });',
    'f(Number.NaN, x.Infinity);',
    'undefined = 1;',
    'class A { NaN = 1; static undefined() {} }',
  ],
  behaves: [['(a) => [true, a === undefined, a < Infinity, -Infinity, [NaN].includes(a), { undefined }, a === false]', [[1], [undefined], [NaN], [false]]]],
});

test('types keep their words', () => {
  const source = 'let a: true | undefined; let b: typeof undefined; function f(x): x is true;';
  assert.equal(applied(pass, source, () => 0, {}, 'ts'), source);
});
