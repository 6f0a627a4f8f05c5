// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymise } from '../functions/anonymise.mjs';

/** @type {[source: string, shape: string, outcome: string, more?: {name?: string, owner?: string, language?: string}][]} */
const DOES = [
  ['function chunk(a) { return chunk(a); }', 'program', 'function f(a) { return f(a); }'],
  ['const chunk = (a) => chunk(a);', 'program', 'const f = (a) => f(a);'],
  ['function chunk(a) { return chunk(a); }', 'expression', 'function f(a) { return f(a); }'],
  ['function (a) { return chunk(a); }', 'expression', 'function (a) { return f(a); }'],
  ['chunk(a) { return this.chunk(a); }', 'method', 'f(a) { return this.f(a); }'],
  ['async *chunk() { yield (() => this.chunk())(); }', 'method', 'async *f() { yield (() => this.f())(); }'],
  ['get chunk() { return 1; }', 'method', 'get f() { return 1; }'],
  ['"chunk"() { return this.chunk; }', 'method', 'f() { return this.f; }'],
  ['#chunk() { return this.#chunk(); }', 'method', '#f() { return this.#f(); }', { name: '#chunk' }],
  ['static chunk(a) { return List.chunk(a); }', 'method', 'static f(a) { return List.f(a); }', { owner: 'List' }],
  ['function (a) { return exports.chunk(a); }', 'expression', 'function (a) { return exports.f(a); }', { owner: 'exports' }],
  ['function chunk() { return { chunk, a: chunk }; }', 'program', 'function f() { return {chunk: f, a: f }; }'],
  ['function chunk(f) { return f; }', 'program', 'function g(f) { return f; }'],
  ['function chunk(a: T): T { return chunk(a); }', 'program', 'function f(a: T): T { return f(a); }', { language: 'ts' }],
];

for (const [source, shape, outcome, more] of DOES) {
  test(`${source} loses its name`, () => {
    const item = { source, shape, language: 'js', name: 'chunk', owner: '', ...more };
    assert.equal(anonymise(item).replace('{ chunk: ', '{chunk: '), outcome);
  });
}

/** Other things of the same name. */
const LEAVES = /** @type {[string, string][]} */ ([
  ['function (chunk) { return chunk; }', 'expression'],
  ['function (a) { return a.chunk(this.list.chunk); }', 'expression'],
  ['function (a) { return a.map(function () { return this.chunk; }); }', 'expression'],
  ['function (a) { const { chunk } = a; return { chunk: 1, b: "chunk" }; }', 'expression'],
]);

for (const [source, shape] of LEAVES) {
  test(`${source} is left as it is`, () => {
    assert.equal(anonymise({ source, shape, language: 'js', name: 'chunk', owner: '' }), source);
  });
}

test('a parameter of the same name hides the function', () => {
  const source = 'function chunk(chunk) { return chunk; }';
  const item = { source, shape: 'expression', language: 'js', name: 'chunk', owner: '' };
  assert.equal(anonymise(item), 'function f(chunk) { return chunk; }');
});

test('a function that is bound to its own name loses both', () => {
  const source = 'var chunk = function chunk(a) { return chunk(a); }';
  const item = { source, shape: 'program', language: 'js', name: 'chunk', owner: '' };
  assert.equal(anonymise(item), 'var f = function f(a) { return f(a); }');
});

test('a free name is found where the short ones are taken', () => {
  const source = 'function chunk(f, g, h) { return f1 + fn(g, func(h, f)); }';
  const item = { source, shape: 'program', language: 'js', name: 'chunk', owner: '' };
  assert.equal(anonymise(item), 'function f2(f, g, h) { return f1 + fn(g, func(h, f)); }');
});
