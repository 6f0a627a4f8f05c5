// @ts-check
import pass from '../../passes/compact.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  exact: true,
  does: [
    ['if (a) {\n  f();\n}', 'if(a){f()}'],
    ['var a = 1; // one\nvar b = 2;', 'var a=1;var b=2;'],
    ['x = a + +b - -c', 'x=a+ +b- -c;'],
  ],
  leavesAlone: [
    'if(a){f()}',
    'x=a+ +b- -c;',
    'for(;;)f();',
  ],
  behaves: [
    ['(a) => { let b = a\n;[b] = [b + 1]; return b - -a + " x  y " + /a  b/.source }', [[1], [2]]],
  ],
});
