// @ts-check
import pass from '../../passes/concatenation-to-template.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ["'$' + '{x}' + String(y)", '`\\${x}${String(y)}`'],
    ["f('a' + typeof x + 'b');", 'f(`a${typeof x}b`);'],
    ["f('a'.concat(x, 'b'));", 'f(`a${x}b`);'],
    ["f(''.concat(x).concat(y));", 'f(`${x}${y}`);'],
    ["f(String(x) + '`${');", 'f(`${String(x)}\\`\\${`);'],
    ["f('a\\n' + ('b' + 1));", 'f(`a\\n${`b${1}`}`);'],
    ["function f() { const n = 1; return 'n: ' + n; }", 'function f() { const n = 1; return `n: ${n}`; }'],
    ["f(1 + 2 + 'a');", 'f(`${1 + 2}a`);'],
  ],
  leavesAlone: [
    "f('a' + x);",
    "const f = (x) => 'a' + x;",
    "f('a' + x.y + 'b');",
    'f(1 + 2);',
    "f(x.concat('a'));",
    "f('a'.concat(x, y));",
    "f('a'.concat(...x));",
    "f('a' - 1);",
    "const f = (String) => String(1) + 'a';",
    "f('a'?.concat(x));",
  ],
  behaves: [
    ["(a, b) => ['n ' + Number(a) + ' ' + (b | 0), 'x'.concat(a).concat(b, '!'), 1 + 2 + 'a' + typeof b]", [[1, 2], ['a', null], [[1], {}]]],
    ['(a) => { const seen = []; const o = { toString() { seen.push("text"); return a; }, valueOf() { seen.push("value"); return 1; } }; return ["a".concat(o).concat(seen.push("x")), "b" + o, seen]; }', [['x'], [1]]],
  ],
});
