// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import pass from '../../passes/insert-dead-code.mjs';
import { randomFrom } from '../../random.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f(a) { return a; }', 'function f(a) { let account; return a; }'],
    ["function f(a) { 'use strict'; return a; }", "function f(a) { 'use strict'; let account; return a; }"],
    ['const f = (a) => ({ a });', 'const f = (a) => { let account; return { a }; };'],
    ['const f = (account) => 1;', 'const f = (account) => { let action; return 1; };'],
  ],
  leavesAlone: [
    'f(1);',
    'if (a) { f(); }',
    'function f(a) { eval(a); }',
    'class A { b = 1; }',
  ],
  behaves: [
    ['(a) => { const g = (x) => x * 2; for (const x of a) { if (x > 1) { return g(x); } } throw new TypeError("none"); }', [[[1, 2]], [[]], [null]]],
    ['function (a) { "use strict"; return [this === undefined, arguments.length, a]; }', [[1, 2]]],
  ],
});

test('as the released code does it: a bare var, first in function declarations only', () => {
  const source = 'function f(a) { return () => a; } const g = function () { return 1; };';
  const text = applied(pass, source, () => 0, { form: 'bare-var', share: 0.5 });
  assert.match(text, /^function f\(a\) \{\s*var account;\s*return \(\) => a;\s*\}\s*const g = function \(\) \{\s*return 1;\s*\};$/);
  assert.equal(applied(pass, source, () => 0.6, { form: 'bare-var', share: 0.5 }), source);
});

test('a share of all functions gets a statement', () => {
  const source = 'f(() => { return 1; });\n'.repeat(200);
  const text = applied(pass, source, randomFrom('share'), { share: 0.25 });
  const same = text.replaceAll(/\s+/g, ' ').split('f(() => { return 1; });').length - 1;
  assert.ok(same > 130 && same < 170, String(same));
});
