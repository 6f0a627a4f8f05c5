// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import pass from '../../passes/respell-literals.mjs';
import { randomFrom } from '../../random.mjs';
import { quoted, spellingsOf, templateText } from '../../making/spelling.mjs';
import { applied, testPass } from './table.mjs';

const SEEDS = Array.from({ length: 100 }, (_, seed) => String(seed));

testPass(pass, {
  does: [
    ['f(255);', 'f(0xff);'],
    ['f(0xff);', 'f(255);'],
    ['f(0.5);', 'f(5e-1);'],
    ["f('a');", 'f("a");'],
    ['f("it\'s \\"so\\"");', "f('it\\'s \"so\"');"],
    ['f(a[1]);', 'f(a[0x1]);'],
    ['f(1.5.toFixed());', 'f((15e-1).toFixed());'.replace('15e-1', '1.5e0')],
  ],
  leavesAlone: [
    '"use strict"; f();',
    'function g() { "use strict"; f(); }',
    'import a from "a"; export * from "b";',
    'f({ "a": b, 1: c });',
    'class A { "b" = c; 1() {} }',
    'f(<a b="c">d</a>);',
    'const a = require("a");',
    'const a = import("a");',
    'f(017);',
    'f(/a/g, 12n, true, null);',
  ],
  behaves: [['(a) => [255, 1000, 0.5, 1e21, 123456789, "it\'s", \'a "b" \\n\\u2028 é 😀\', "\\x00", 0, a + 1.25]', [[1], ['x']]]],
});

test('types are not respelt', () => {
  const source = "let a: 'b' | 1; type C = 'c'; declare module 'd' { }";
  assert.equal(applied(pass, source, () => 0, {}, 'ts'), source);
});

test('numbers are respelt to the same number', () => {
  const numbers = fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.constantFrom(5e-324, 2 ** 53, 1.7976931348623157e308));
  fc.assert(fc.property(numbers, (number) => {
    for (const text of spellingsOf(number, String(number))) assert.ok(Object.is(Number(eval(text)), number + 0), text);
  }));
});

test('no string is respelt to half of a character, which is lost where a text is written as UTF-8', () => {
  const texts = SEEDS.map((seed) => applied(pass, "f('a😀b😀');", randomFrom(seed)));
  assert.ok(texts.some((text) => /\\ud83d\\ude00/.test(text)));
  for (const text of texts) assert.doesNotThrow(() => encodeURIComponent(text), text);
});

test('strings are respelt to the same string', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.nat(), (value, seed) => {
    for (const quote of /** @type {const} */ (['"', "'"])) assert.equal(eval(quoted(value, quote)), value);
    assert.equal(eval(`\`${templateText(value)}\``), value);
    const source = `f(${quoted(value, "'")})`;
    const text = applied(pass, source, randomFrom(String(seed)));
    assert.equal(new Function('f', `return ${text}`)((/** @type {string} */ each) => each), value, text);
    assert.doesNotThrow(() => encodeURIComponent(text), text);
  }));
});
