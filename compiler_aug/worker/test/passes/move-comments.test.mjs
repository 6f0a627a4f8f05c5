// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { always, variantOf } from '../harness.mjs';
import pass from '../../passes/move-comments.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  exact: true,
  does: [
    ['f(a); // first', '// first\nf(a);'],
    ['// first\nf(a);', 'f(a); /* first */'],
    ['{\n  f(); // a\n  // b\n  g();\n}', '{\n  // a\n  f();\n  g(); /* b */\n}'],
    ['switch (a) {\n  case 1:\n    f(); // b\n    g();\n}', 'switch (a) {\n  case 1:\n    // b\n    f();\n    g();\n}'],
    ['f()\n// a\ng()', 'f()\ng() /* a */'],
  ],
  leavesAlone: [
    'f();',
    '/** Adds. */\nfunction f() {}',
    '// @ts-ignore\nf();',
    'f(); // eslint-disable-line',
    '/* a\n b */\nf();',
    'f(/* a */ b);',
    '#!/usr/bin/env node\nf();',
    "// a\n'use strict';\nf();",
    'a = b // c\n(d)',
  ],
  behaves: [
    ['(a) => { let b = a // c\n// d\nb += 1 // e\nreturn b // f\n}', [[1]]],
  ],
});

test('a comment that was moved goes with its statement through other passes', () => {
  const source = 'function f(a) {\n  // why\n  if (a) { g(); } else { h(); }\n  return a;\n}';
  for (let seed = 0; seed < 20; seed += 1) {
    const { text, failed } = variantOf(source, always('move-comments', 'invert-if', 'if-to-conditional', 'reformat'), seed);
    assert.deepEqual(failed, []);
    assert.equal(text.split('why').length, 2, text);
  }
});
