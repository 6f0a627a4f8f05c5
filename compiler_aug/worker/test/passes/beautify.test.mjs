// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { drawsFrom } from '../../random.mjs';
import pass from '../../passes/beautify.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  exact: true,
  does: [
    ['if (a) { b() } else c()', 'if (a) {\n  b();\n}\nelse\n  c();'],
    ['f("x", {b: 1})', "f('x', { b: 1 });"],
  ],
  leavesAlone: [
    // What every style writes alike.
    'a.b.c',
    '`x${a}y`',
  ],
  behaves: [
    ['function (a) { let b = a\n;[b] = [b + 1]\n;(() => b++)()\n;`${b}`\nif (b > 1) { if (b > 2) return "x" } else return \'it"s\'\nreturn { "a-b": b, c: /[/"]/.test(b) } }', [[0], [1], [5]]],
    ['(a) => { do if (a) { a-- } else break\nwhile (a)\nfor (;;) { if (a) { continue } else { if (!a) break } }\nreturn a }', [[0], [3]]],
  ],
});

test('styles differ from seed to seed', () => {
  const source = 'function f(a) { if (a) { return g("x", { b: [1, 2] }); } else return a => a; }';
  const texts = Array.from({ length: 40 }, (_, seed) => applied(pass, source, drawsFrom(String(seed)).generator('beautify')));
  assert.ok(new Set(texts).size > 25, `${new Set(texts).size} of 40`);
});
