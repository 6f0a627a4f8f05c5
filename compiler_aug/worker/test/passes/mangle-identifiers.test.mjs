// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import pass from '../../passes/mangle-identifiers.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f(left, right) { return left + right; }', 'function f(b, c) { return b + c; }'],
    ['function f(left) { { let one; g(one); } { let two; g(two); } return left; }', 'function f(b) { { let c; g(c); } { let c; g(c); } return b; }'],
    ['function f(left) { return b + left; }', 'function f(c) { return b + c; }'],
    ['function f({ left, right: other }) { return { left, other }; }', 'function f({ left: b, right: c }) { return { left: b, other: c }; }'],
    ['function f(left) { outer: for (;;) { inner: for (;;) { if (left) break outer; else break inner; } } }', 'function f(b) { b: for (;;) { c: for (;;) { if (b) break b; else break c; } } }'],
    ['function f(left) { return (right) => left + right; }', 'function f(b) { return (c) => b + c; }'],
  ],
  leavesAlone: [
    'exports.make = function make() { return { done: function done() {} }; };',
    'function f() { return g; }',
    'const left = 1; let right = left;',
    'function f(left) { return eval("left"); }',
    'function f(left) { with (left) return right; }',
    'export { left as right }; const left = 1;',
    'import { left } from "right"; left();',
    'x = { left: 1, right() {} };',
    'function f(__proto__) { return { __proto__ }; }',
  ],
  behaves: [
    ['(left, right) => { const made = ({ left: x = right, ...rest }) => [x, rest]; outer: for (const i of [1, 2]) { for (;;) { if (i > 1) break outer; continue outer; } } { let left = 2; right += left; } return [left, right, made({ left, right })]; }', [[1, 2], ['x', null]]],
    ['(n) => { const out = []; for (const a of [n]) { const b = (c) => c + a; out.push(b(1)); } for (const a of [n, n]) { const b = (d) => d + a; out.push(b(2)); } return out; }', [[1], ['x']]],
  ],
});

test('many names are all different', () => {
  const source = `function f(${Array.from({ length: 900 }, (_, at) => `parameter${at}`)}) { return 1; }`;
  const names = applied(pass, source, () => 0).split(/[(),]/).slice(1, 901).map((name) => name.trim());
  assert.equal(new Set(names).size, 900);
  for (const word of ['do', 'if', 'in', 'of', 'as', 'let', 'new', 'for', 'var']) assert.ok(!names.includes(word), word);
});
