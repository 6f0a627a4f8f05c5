// @ts-check
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import test from 'node:test';
import { PASSES } from '../passes/index.mjs';
import { ALL_PASSES, rewritten } from './harness.mjs';

test('a pass is called as its file', () => {
  const files = readdirSync(new URL('../passes/', import.meta.url));
  const names = files.filter((file) => file !== 'index.mjs').map((file) => file.slice(0, -4));
  assert.deepEqual([...ALL_PASSES].sort(), names.sort());
});

for (const { name, example } of PASSES.values()) {
  const [source, variant, seed] = example;
  test(`the example of ${name} is true`, () => assert.equal(rewritten(name, source, seed), variant));
}

/** @type {[pass: string, source: string, why: string][]} */
const LEAVES_ALONE = [
  ['rename-variables', 'function f() { return g(x.y); }', 'nothing is bound inside'],
  ['rename-variables', 'function f(a) { return eval("a"); }', 'eval may read the name'],
  ['rename-variables', 'function f(o) { with (o) { return a; } }', 'with may read the name'],
  ['rename-variables', 'let a = 1; function g() { return a; }', 'names of the top level are its interface'],
  ['mangle-identifiers', 'function f() { return g(x.y); }', 'nothing is bound inside'],
  ['mangle-identifiers', 'function f(a) { return eval("a"); }', 'eval may read the name'],
  ['compress', 'function f(a) {\n  return a;\n}', 'nothing to shorten'],
  ['compress', 'export const a = () => b;', 'nothing to shorten'],
  ['compress', 'function f() { type P = number[]; return 2 * 3; }', 'a declaration that aborts the minifier'],
  ['compress', 'function f() { enum E { A } return 2 * 3; }', 'a declaration that aborts the minifier'],
  ['compress', 'm() { { function g() { return 2 * 3; } } return g(); }', 'sloppy in an object, strict in a class'],
  ['compress', 'const ok = (s) => { try { decodeURIComponent(s); return true; } catch { return false; } };', 'called for its exception'],
  ['compress', '// only a comment', 'nothing would be left'],
  ['insert-dead-code', 'const f = (a) => a;', 'no block to insert into'],
  ['insert-dead-code', 'let a = 1;', 'a declaration would be global'],
  ['insert-dead-code', 'function f(a) { return eval("a"); }', 'eval may see the new name'],
];

for (const [pass, source, why] of LEAVES_ALONE) {
  test(`${pass} leaves alone, ${why}: ${source.replaceAll('\n', ' ')}`, () => {
    assert.equal(rewritten(pass, source), source);
  });
}

/** @type {[pass: string, source: string, expected: RegExp, why: string][]} */
const DOES = [
  ['mangle-identifiers', 'function f(left) { return { left }; }', /\{ left: \w \}/, 'spells out shorthands'],
  ['mangle-identifiers', 'function f({ left = 1 }) { return left; }', /\{ left: (\w) = 1 \}.*return \1/s, 'and those of patterns'],
  ['mangle-identifiers', 'function f(left) { return (right) => left + right; }', /\((\w)\).*\((?!\1)(\w)\) => \1 \+ \2/s, 'hides nothing'],
  ['mangle-identifiers', 'add(left) { return super.add(left); }', /^add\((\w)\) \{\s+return super\.add\(\1\);\s+\}$/, 'reads methods'],
  ['rename-variables', '(l, r, x, y) => l - r - x - y', /^(?!.*\bl, r, x, y\b)\((\w+), (\w+), (\w+), (\w+)\) => \1 - \2 - \3 - \4$/, 'reads arrows'],
  ['compress', 'function f(a) { if (false) { return 1; } return a; }', /^(?!.*return 1)/s, 'drops branches'],
  ['compress', 'function f() { var unused = 1; return 2 * 3; }', /^function f\(\) \{\s+return 6;\s+\}$/, 'folds and drops'],
  ['compress', 'function f(a) {\n  // why\n  return a;\n}', /^function f\(a\) \{\s+return a;\s+\}$/, 'drops comments'],
  ['compress', '(a) => { return !!a ? 1 : 2; }', /^\(?\(?a\)? => a \? 1 : 2\)?$/, 'reads arrows'],
  ['compress', 'f(a: number): number { const b = a as number; return b; }', /a: number/, 'reads TypeScript'],
  ['compress', 'm() { function g() { return 2 * 3; } return g(); }', /return 6/, 'reads functions in methods'],
  ['compress', '({ name: "x", go() { return 1 + 1; } })', /go\(\) \{\s+return 2;\s+\}/, 'keeps an object'],
  ['insert-dead-code', 'function f() { "use strict"; return 1; }', /\{\s+"use strict";/, 'leaves directives first'],
  ['insert-dead-code', 'constructor() { super(); }', /super\(\)/, 'reads constructors'],
];

for (const [pass, source, expected, why] of DOES) {
  test(`${pass} ${why}: ${source}`, () => {
    for (const seed of [1, 2, 3, 4]) {
      const text = rewritten(pass, source, seed);
      assert.match(text, expected);
      assert.notEqual(text, source);
    }
  });
}

test('comments stay where passes keep the tree', () => {
  const source = '/** sum */\nfunction add(a, b) {\n  // here\n  return a + b; /* there */\n}';
  for (const pass of ['rename-variables', 'mangle-identifiers', 'insert-dead-code']) {
    const text = rewritten(pass, source);
    assert.notEqual(text, source);
    for (const comment of ['/** sum */', '// here', '/* there */']) assert.ok(text.includes(comment), text);
  }
});

test('a program stays executable', () => {
  const source = '#!/usr/bin/env node\nfunction f(left) {\n  return left;\n}';
  for (const pass of ALL_PASSES) {
    for (const seed of [1, 2, 3]) assert.match(rewritten(pass, source, seed), /^#!\/usr\/bin\/env node\n/);
  }
});

test('parentheses that casts need stay', () => {
  const source = 'function f(a: any) { return (a as string[])[0]; }';
  assert.match(rewritten('mangle-identifiers', source), /\((\w) as string\[\]\)\[0\]/);
});
