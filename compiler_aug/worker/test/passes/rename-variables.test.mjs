// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import pass from '../../passes/rename-variables.mjs';
import { drawsFrom } from '../../random.mjs';
import { applied, testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['function f(a, b) { return a + b; }', 'function f(account, action) { return account + action; }'],
    ['function f({ a, b: c = a, ...d }) { return { a, c, d }; }', 'function f({ a: account, b: action = account, ...address }) { return { a: account, c: action, d: address }; }'],
    ['function f() { g(); function g() { return h; } var h; }', 'function f() { account(); function account() { return action; } var action; }'],
    ['function f(a) { outer: for (;;) { if (a) break outer; else continue outer; } }', 'function f(account) { action: for (;;) { if (account) break action; else continue action; } }'],
    ['function f(a) { { let a = 1; g(a); } return a; }', 'function f(account) { { let action = 1; g(action); } return account; }'],
    ['const f = function g(n) { return n ? g(n - 1) : 0; };', 'const f = function account(action) { return action ? account(action - 1) : 0; };'],
    ['function f() { class A { a = A; } return new A(); }', 'function f() { class account { a = account; } return new account(); }'],
    ['function f(a) { try { g(a); } catch ({ message: m }) { return m; } }', 'function f(account) { try { g(account); } catch ({ message: action }) { return action; } }'],
    ['x = { m(a) { return this.a + a; } };', 'x = { m(account) { return this.a + account; } };'],
    ['function f(account) { return account; }', 'function f(action) { return action; }'],
    ['function* f(a) { const b = yield a; return arguments[0] + b; }', 'function* f(account) { const action = yield account; return arguments[0] + action; }'],
  ],
  leavesAlone: [
    'exports.make = function make() { return { done: function done() {} }; };',
    'function f() { return g(1); }',
    'const a = 1; let b = a; var c = b;',
    'function f(a) { return eval("a"); }',
    'function f(a) { with (a) return b; }',
    'export { a as b }; const a = 1;',
    'function f() { return arguments.length; }',
    'function f(__proto__) { return { __proto__ }; }',
    'if (a) { function g() {} }',
    'import { a } from "b"; a();',
    'x = { a: 1, b() {} };',
    'a.b.c = d;',
    'class A { #b = 1; m() { return this.#b; } }',
    'const X = () => { const Y = Z; return <Y />; };',
  ],
  behaves: [
    ['(a, b) => { const c = ({ a: x = b, ...rest }) => [x, rest]; outer: for (const i of [1, 2]) { for (;;) { if (i > 1) break outer; continue outer; } } { let a = 2; b += a; } return [a, b, c({ a, b })]; }', [[1, 2], ['x', null]]],
    ['function (n, m = n) { var n; function fact(k) { return k > 1 ? k * fact(k - 1) : 1; } arguments[0] = 3; return [n, m, fact(4), typeof q, arguments.length]; var q; }', [[1], [2, 3], []]],
  ],
});

test('the released code\'s behaviour: one parameter of a function declaration', () => {
  const told = { targets: 'declared-parameters', share: 1 };
  const does = (/** @type {string} */ source) => applied(pass, source, () => 0, told);
  assert.equal(does('function f(a, b) { return a + b; }'), 'function f(account, b) { return account + b; }');
  for (const source of ['const f = (a) => a;', 'x = function (a) { return a; };', 'function f({ a }) { return a; }', 'function f() { var a; }', 'class A { m(a) { return a; } }']) {
    assert.equal(does(source), source);
  }
  const never = { targets: 'declared-parameters', share: 0 };
  assert.equal(applied(pass, 'function f(a) { return a; }', () => 0, never), 'function f(a) { return a; }');
});

test('the share of names that change is what it is told to be', () => {
  const source = `function f(${Array.from({ length: 400 }, (_, at) => `p${at}`)}) {}`;
  const count = (/** @type {number | null} */ share) =>
    applied(pass, source, drawsFrom('1').generator(pass.name), { share }).split(/[(),]/).filter((name) => /^[a-z]/.test(name.trim()) && !/^\s*p\d+$/.test(name)).length;
  assert.equal(count(0), 1);
  assert.ok(Math.abs(count(0.5) - 201) < 40, String(count(0.5)));
  assert.ok(count(1) > 395);
});

test('types keep the names that they mention', () => {
  const text = applied(pass, 'function f(a: number, b: typeof a): number { return b; }', () => 0, {}, 'ts');
  assert.equal(text, 'function f(a: number, account: typeof a): number { return account; }');
});
