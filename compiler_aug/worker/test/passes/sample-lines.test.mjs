// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import pass from '../../passes/sample-lines.mjs';
import { randomFrom } from '../../random.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f() { a(); b(); c(); d(); e(); }', 'function f() { a(); e(); }'],
    ['a(); b(); c(); d(); e();', 'a(); e();'],
    ['function f() { a(); if (b) { c(); d(); } e(); }', 'function f() { a(); e(); }'],
    ['m() { a(); b(); c(); d(); return e; }', 'm() { a(); return e; }'],
  ],
  leavesAlone: [
    'function f() { a(); b(); c(); d(); }',
    'a(); b(); c();',
    'function f() { "use strict"; a(); b(); c(); d(); }',
    'const f = (a) => a.b.c.d.e;',
  ],
});

test('about every tenth statement is dropped', () => {
  const source = `function f() {\n${Array.from({ length: 2000 }, (_, n) => `f${n}();`).join('\n')}\n}`;
  const left = (applied(pass, source, randomFrom('lines')).match(/f\d+\(\);/g) ?? []).length;
  assert.ok(left > 1750 && left < 1850, String(left));
});
