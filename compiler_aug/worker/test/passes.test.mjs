// @ts-check
/** The catalogue: what every pass promises in its record is true. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { PASSES } from '../passes/index.mjs';
import { drawsFrom } from '../random.mjs';
import { PRESERVING, always, variantOf } from './harness.mjs';
import { applied } from './passes/table.mjs';

const HERE = new URL('../', import.meta.url);
const ASSUMPTIONS = readFileSync(new URL('../ASSUMPTIONS.md', HERE), 'utf8');

/** Files that list passes and hold none. */
const LISTS = ['index', 'control-flow', 'dead-code', 'declarations', 'expressions', 'language', 'layout'];

test('every pass is called as its file and has a table of its own, and no file or table is without its pass', () => {
  const filesIn = (/** @type {string} */ folder, /** @type {RegExp} */ end) =>
    readdirSync(new URL(folder, HERE)).filter((file) => end.test(file)).map((file) => file.replace(end, ''));
  const names = [...PASSES.keys()].sort();
  assert.deepEqual(filesIn('passes/', /\.mjs$/).filter((file) => !LISTS.includes(file)).sort(), names);
  assert.deepEqual(filesIn('test/passes/', /\.test\.mjs$/).sort(), names);
});

test('no two passes share a name or an alias', () => {
  const called = [...PASSES.values()].flatMap(({ name, aliases }) => [name, ...aliases]).map((each) => each.toLowerCase());
  assert.deepEqual(called.filter((each, at) => called.indexOf(each) !== at), []);
});

test('every transformation of the paper is there under its name', () => {
  const aliases = new Set([...PASSES.values()].flatMap((pass) => pass.aliases));
  // SW, subword regularization, is the tokenizer's.
  for (const name of ['R', 'B', 'C', 'DCE', 'T', 'CF', 'VR', 'IM', 'DCI', 'LS']) assert.ok(aliases.has(name), name);
});

test('only line sampling changes what a program does', () => {
  assert.deepEqual([...PASSES.keys()].filter((name) => !PRESERVING.includes(name)), ['sample-lines']);
});

for (const pass of PASSES.values()) {
  const [source, variant, seed] = pass.example;
  test(`the example of ${pass.name} is true`, () => {
    const random = seed === undefined ? () => 0 : drawsFrom(String(seed)).generator(pass.name);
    assert.equal(applied(pass, source, random), variant);
  });

  test(`the assumptions of ${pass.name} are written down`, () => {
    for (const number of pass.assumes) assert.match(ASSUMPTIONS, new RegExp(`^${number}\\. `, 'm'));
  });
}

test('a program stays executable', () => {
  const source = '#!/usr/bin/env node\nfunction f(left) {\n  return left;\n}';
  for (const pass of PASSES.keys()) {
    for (const seed of [1, 2, 3]) assert.match(variantOf(source, always(pass), seed).text, /^#!\/usr\/bin\/env node\n/, pass);
  }
});
