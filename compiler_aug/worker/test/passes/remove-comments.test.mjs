// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { drawsFrom } from '../../random.mjs';
import pass from '../../passes/remove-comments.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  exact: true,
  does: [
    ['f(); // a', 'f();'],
    ['// a\nf();', 'f();'],
    ['f();\n  // a\n  // b\ng();', 'f();\ng();'],
    ['/* a */ f(/* b */ c, d /* e */);', 'f( c, d );'],
    ['a /* b\n */ = c', 'a \n= c'],
    ['a/**/in b', 'a in b'],
    ['function f() {\n  // only\n}', 'function f() {\n}'],
    ['const a = <b>{/* c */}</b>;', 'const a = <b>{ }</b>;'],
    ['switch (a) {\n  // b\n  case 1: // c\n    f();\n}', 'switch (a) {\n  case 1:\n    f();\n}'],
    ['{ /** d */\n  let a; /* e */ let b; }', '{\n  let a; let b; }'],
  ],
  leavesAlone: [
    'f();',
    '#!/usr/bin/env node\nf();',
    'f("// a", \'/* b */\');',
    'f(`// ${a} /* b */`);',
    'f(/[/*]/, /\\/\\//);',
    'const a = <b>// c</b>;',
    'a = b / c / d;',
    'f("https://a.b");',
    'a < !--b;',
    'a = "\\\n// b";',
  ],
  behaves: [
    ['(a) => { return /* b\n */ a }', [[1]]],
    ['(a) => { let b = a /* c\n */ ++b\n return b /* d */ / 2 }', [[1], [5]]],
  ],
});

test('about half of the comments stay when not all go', () => {
  const source = Array.from({ length: 40 }, (_, at) => `f(); // comment ${at}`).join('\n');
  const counts = Array.from({ length: 20 }, (_, seed) => applied(pass, source, drawsFrom(String(seed)).generator(pass.name)).split('//').length - 1);
  assert.ok(counts.some((count) => count === 0) && counts.some((count) => count > 8 && count < 32), counts.join());
});
