// @ts-check
import pass from '../../passes/template-to-concatenation.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['f(`a${x}b`);', "f('a'.concat(x, 'b'));"],
    ['f(`${x}${y}`);', "f(''.concat(x).concat(y));"],
    ['f(`abc`);', "f('abc');"],
    ['f(`a\n${typeof x}`);', "f('a\\n' + typeof x);"],
    ['f(`${1 * x}${2 * y}`);', "f('' + 1 * x + 2 * y);"],
    ['f(`it\'s \\`${typeof x}\\``);', "f('it\\'s `' + typeof x + '`');"],
    ['f(`${+a ? 1 : 2} b`);', "f((+a ? 1 : 2) + ' b');"],
  ],
  leavesAlone: [
    'f(tag`a${x}`);',
    'f(tag`\\u`);',
    "f('a' + x);",
    'f(a.b`c`);',
    "f('`');",
    'f(String.raw`a`);',
    'f(tag`x`.length);',
  ],
  behaves: [
    ['(a, b) => `${a}-${b}` + `${typeof a}${+b}` + `x${a}`', [[1, 2], ['a', null], [[1, [2]], {}], [undefined, 'q']]],
    ['(a) => { const seen = []; const o = { toString() { seen.push("text"); return a; }, valueOf() { seen.push("value"); return 1; } }; return [`${o}${seen.push("next")}${o}`, seen]; }', [['x'], [1]]],
    ['() => `${Symbol("a")}`', [[]]],
  ],
});
