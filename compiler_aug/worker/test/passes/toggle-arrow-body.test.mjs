// @ts-check
import pass from '../../passes/toggle-arrow-body.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['f((a) => a * 2);', 'f((a) => { return a * 2; });'],
    ['f((a) => { return a * 2; });', 'f((a) => a * 2);'],
    ['f(() => ({ a: 1 }));', 'f(() => { return { a: 1 }; });'],
    ['f(() => { return { a: 1 }; });', 'f(() => ({ a: 1 }));'],
    ['f(() => { return a, b; });', 'f(() => (a, b));'],
    ['f(async () => await a);', 'f(async () => { return await a; });'],
    ['f((a) => (b) => a + b);', 'f((a) => { return (b) => { return a + b; }; });'],
    ['f(() => { return function () {}.name; });', 'f(() => function () {}.name);'],
    ['for (const g = () => { return "a" in b; }; ;) f(g);', 'for (const g = () => ("a" in b); ;) f(g);'],
  ],
  leavesAlone: [
    'f(() => {});',
    'f(() => { return; });',
    'f(() => { g(); });',
    'f(() => { g(); return 1; });',
    'f(() => { "use strict"; return this; });',
    'f(() => { throw a; });',
    'f(function () { return 1; });',
    'f({ m() { return 1; } });',
    'f(() => { { return 1; } });',
  ],
  behaves: [
    ['(a, b) => { const g = (x) => ({ x, y: [b].map((z) => { return z + x; }) }); return g(a); }', [[1, 2], ['x', null]]],
  ],
});
