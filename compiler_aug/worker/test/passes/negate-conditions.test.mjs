// @ts-check
import pass from '../../passes/negate-conditions.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['const f = (a, b) => !(a === b);', 'const f = (a, b) => a !== b;'],
    ['const f = (a, b) => a != b;', 'const f = (a, b) => !(a == b);'],
    ['const f = (a, b) => !(a && b);', 'const f = (a, b) => !a || !b;'],
    ['const f = (a, b) => !(!a || b);', 'const f = (a, b) => !!a && !b;'],
    ['if (a || !b) c();', 'if (!(!a && b)) c();'],
    ['if (!!a) c();', 'if (a) c();'],
    ['const f = (a, b) => !a && !b;', 'const f = (a, b) => !(a || b);'],
    ['x = a && b ? 1 : 2;', 'x = !(!a || !b) ? 1 : 2;'],
    ['function f() { a && b && c(); }', 'function f() { !(!a || !b) && c(); }'],
    ['while (!(a || b)) c();', 'while (!a && !b) c();'],
  ],
  leavesAlone: [
    'const f = (a, b) => a && b;',
    'const f = (a, b) => a || !b;',
    'const f = (a) => !!a;',
    'const f = (a) => !a;',
    'const f = (a, b) => !(a < b);',
    'const f = (a, b) => !(a ?? b);',
    'const f = (a, b) => a < b;',
    'a && b();',
    'f(a || b);',
    'x = a ? 1 : 2;',
    'const f = (a, b) => !(a, b);',
  ],
  behaves: [
    ['(a, b) => [!(a && b), !(a || b), !a && !b, !a || !b, !(a === b), a !== b, !(a == b), !(!a || b)]', [[0, 1], [1, 1], ['', null], [NaN, NaN], [undefined, null], ['1', 1]]],
    ['(a, b) => { const seen = []; const say = (x) => (seen.push(x), x); if (say(a) && !say(b)) seen.push("in"); while (!(say(a) || say(b))) { a = 1; } return [seen, say(a) || !!say(b) ? 1 : 2]; }', [[0, 0], [0, 1], [1, 0], ['', 'x']]],
  ],
});
