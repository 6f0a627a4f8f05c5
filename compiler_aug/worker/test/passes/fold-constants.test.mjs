// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import pass from '../../passes/fold-constants.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['f((2 + 3) * 4);', 'f(20);'],
    ["f('a' + 'b' + 1);", "f('ab1');"],
    ['f(2 - 5);', 'f(-3);'],
    ['f(-0 * 1);', 'f(-0);'],
    ["f(typeof 'x', !0, ~1);", "f('string', true, -2);"],
    ['f(true ? a : b);', 'f(a);'],
    ['f(null ?? a, 0 || b, 1 && c, 0 && d);', 'f(a, b, c, 0);'],
    ['f(1 < 2 ? a() : b());', 'f(a());'],
    ['f(`a${1}b${null}`);', "f('a1bnull');"],
    ['f(typeof function () {});', "f('function');"],
    ["f('1' * '2', +'0x10', [] + 1 + 2);", "f(2, 16, [] + 1 + 2);"],
  ],
  leavesAlone: [
    'f(a + 1);',
    'f(1 / 0, 0 / 0, -(1 / 0));',
    'f(-1, void 0);',
    'f(`a`);',
    "f('a' in b, 'a' instanceof b);",
    'f(12n * 2n);',
    'f(2 ** 0.5);',
    '(true ? a.b : c)();',
    'delete (true ? a.b : c);',
    'f(typeof (true && a));',
    'f(a ? 1 + b : 2);',
    'const f = (undefined) => undefined + 1;',
    "f(/a/ + 'b');",
    "'use ' in a;",
  ],
  behaves: [['(a) => [1 + 2 * 3, "a" + 1 + null, 7 % 4, -7 % 4, 1 << 31, -1 >>> 0, "b" > "a", null == undefined, NaN === NaN, 1 ? a : 0, "" || a, 0.1 + 0.2, 1e21 + 1, `${undefined}`, -"3"]', [[1], [null]]]],
});

const operands = fc.constantFrom('0', '1', '-1', '2.5', '-0', "''", "'3'", "'a'", 'true', 'null', 'undefined', 'NaN', '1e308', '4294967296');
const operators = fc.constantFrom('+', '-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>', '<', '<=', '==', '===', '!=', '&&', '||', '??');

test('what is folded is what the language says', () => {
  fc.assert(fc.property(operands, operators, operands, operators, operands, (a, first, b, second, c) => {
    const source = `x = ((${a}) ${first} (${b})) ${second} (${c})`;
    const text = applied(pass, source, () => 0);
    assert.ok(Object.is(eval(text.replace('x =', '')), eval(source.replace('x =', ''))), `${source} became ${text}`);
  }), { numRuns: 1000 });
});
