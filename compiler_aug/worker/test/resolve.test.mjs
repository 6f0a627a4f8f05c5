// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { readProgram } from '../program.mjs';
import { resolve } from '../resolve.mjs';

/** @param {string} source */
const resolved = (source) => resolve(readProgram(source, 'auto', 'program').program);

/**
 * @param {string} source
 * @returns {Record<string, number>} identifiers of each binding below the top level
 */
function occurrences(source) {
  const { bindings } = resolved(source);
  return Object.fromEntries(bindings.map(({ name, identifiers }) => [name, identifiers.length]));
}

test('declarations and references of one binding belong together', () => {
  assert.deepEqual(occurrences('function f(a) { let b = a; return a + b; }'), { a: 3, b: 2 });
});

test('names of properties, labels and methods are not references', () => {
  const source = 'function f(a) { a: for (;;) { b.a = { a: 1, a() {} }; break a; } }';
  assert.deepEqual(occurrences(source), { a: 1 });
});

test('a shorthand property is a reference', () => {
  assert.deepEqual(occurrences('function f(a) { return { a }; }'), { a: 2 });
});

test('var belongs to the function, let to the block', () => {
  const { bindings } = resolved('function f() { { var a; let b; } a; b; }');
  const count = Object.fromEntries(bindings.map((binding) => [binding.name, binding.identifiers.length]));
  assert.deepEqual(count, { a: 2, b: 1 });
});

test('a default value does not see the variables of the body', () => {
  const { bindings, globals } = resolved('function f(a = x) { var x; }');
  assert.ok(globals.has('x'));
  assert.equal(bindings.find((binding) => binding.name === 'x')?.identifiers.length, 1);
});

test('a var that repeats a parameter is the parameter', () => {
  assert.deepEqual(occurrences('function f(a) { var a = 1; return a; }'), { a: 3 });
});

/** @type {[name: string, source: string][]} */
const KEPT = [
  ['T', 'function f() { class T {} let a: T; }'],
  ['a', 'function f(a: unknown): a is string { return true; }'],
  ['a', 'class C { constructor(private a: string) {} }'],
  ['Row', 'function f(Row) { return <Row />; }'],
  ['g', 'function f() { { function g() {} } g(); }'],
  ['__proto__', 'function f() { const __proto__ = 3; return { __proto__ }; }'],
  ['React', 'function f(React) { return <b />; }'],
  ['f', 'a.b = function f() {};'],
  ['f', 'a = { b: (function f() {}) };'],
  ['A', 'a[b] = class A {};'],
  ['e', 'function f() { try {} catch (e) { var e = 1; } return e; }'],
];

for (const [name, source] of KEPT) {
  test(`the name ${name} is kept in: ${source}`, () => {
    assert.ok(resolved(source).kept.has(name));
  });
}

test('what is switched on stands outside the block of the cases', () => {
  const { bindings } = resolved('function f(a) { switch (a) { case 0: let a = 1; return a; } }');
  assert.deepEqual(bindings.map(({ identifiers }) => identifiers.length), [2, 2]);
});

test('for heads see their own declarations', () => {
  const { bindings } = resolved('function f(a) { for (const a of [1]) { a; } return a; }');
  assert.deepEqual(bindings.map(({ identifiers }) => identifiers.length), [2, 2]);
});

test('eval and with make look-ups dynamic', () => {
  assert.ok(resolved('function f(a) { return eval("a"); }').dynamic);
  assert.ok(resolved('function f(a) { return (eval)("a"); }').dynamic);
  assert.ok(resolved('function f(a) { return eval!("a"); }').dynamic);
  assert.ok(resolved('function f(a) { with (a) { b; } }').dynamic);
  assert.ok(!resolved('function f(a) { return a.eval(); }').dynamic);
});
