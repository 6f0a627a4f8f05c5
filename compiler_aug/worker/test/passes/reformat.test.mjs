// @ts-check
import pass from '../../passes/reformat.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  exact: true,
  does: [
    ['var a=1,b', 'var a = 1,\n  b;'],
    ['f( "x" )', "f('x');"],
    ['f("it\'s")', 'f("it\'s");'],
    ['if(a){b()}else c()', 'if (a) {\n  b();\n} else\n  c();'],
    ['a = ((b)) + (c * d)', 'a = b + c * d;'],
    ['(function () { return 1 })()', '(function () {\n  return 1;\n})();'],
    ['x = a\n++b', 'x = a;\n++b;'],
    ['function f(){ // why\nreturn 1 }', 'function f() {\n  // why\n  return 1;\n}'],
    ['class A{#b=1;static c(){return this.#b}}', 'class A {\n  #b = 1;\n  static c() {\n    return this.#b;\n  }\n}'],
    ['let f=async a=>await a', 'let f = async (a) => await a;'],
  ],
  leavesAlone: [
    "f('x');",
    'var a = 1;',
    'if (a) {\n  b();\n} else {\n  c();\n}',
    'function f(a, b = 1, ...c) {\n  return [a, b, c];\n}',
    '// why\nf();',
    'label: for (;;) {\n  break label;\n}',
    'const { a, b: [c] } = d;',
    'x = `a${b}c`;',
    'a?.b?.[c]?.(d);',
    'for (const a of b) {\n  f(a);\n}',
  ],
  behaves: [
    ['(a) => { "use strict"; let b = a\n;[b] = [b + 1]; return -(-b) - -1 + +b }', [[1], [-2]]],
    ['(a, b) => (a, b) ? a ** (b ?? 1) : (a || b) && a', [[2, 3], [0, 0], [3, null]]],
  ],
});
