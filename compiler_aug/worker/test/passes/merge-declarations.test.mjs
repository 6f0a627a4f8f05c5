// @ts-check
import pass from '../../passes/merge-declarations.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['let a; let b = 1;', 'let a, b = 1;'],
    ['function f() { var { a } = x; var [b] = y, c; var d; return a; }', 'function f() { var { a } = x, [b] = y, c, d; return a; }'],
    ['switch (a) { case 1: const b = 1; const c = b; f(c); }', 'switch (a) { case 1: const b = 1, c = b; f(c); }'],
    ['var a = 1; var b = 2; f(); var c = 3; var d = 4;', 'var a = 1, b = 2; f(); var c = 3, d = 4;'],
  ],
  leavesAlone: [
    'let a = 1;',
    'let a = 1; const b = 2; var c = 3;',
    'let a = 1; f(); let b = 2;',
    'export const a = 1; export const b = 2;',
    'let a = 1; { let b = 2; f(b); }',
    'var a = 1; for (var b = 2; ;) f(b);',
  ],
  behaves: [['(a, b) => { const c = a; const d = c + b; let e; let g = d; g += 1; return [c, d, e, g]; }', [[1, 2], ['x', null]]]],
});
