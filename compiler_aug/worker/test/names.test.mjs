// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { freshName } from '../names/names.mjs';
import { randomFrom } from '../random.mjs';
import { ABBREVIATIONS, NOUNS, QUALIFIERS, RESERVED } from '../names/words.mjs';

const NONE = new Set();

test('words are different, and none is reserved', () => {
  for (const words of [NOUNS, QUALIFIERS, ABBREVIATIONS]) {
    assert.deepEqual(words.filter((word, at) => words.indexOf(word) !== at), []);
    assert.deepEqual(words.filter((word) => RESERVED.has(word) || !/^[a-z]+$/.test(word)), []);
  }
  assert.ok(NOUNS.length + QUALIFIERS.length + ABBREVIATIONS.length >= 600);
});

test('names can be declared in strict code and in sloppy code, and are all different', () => {
  const taken = new Set(['index']);
  const random = randomFrom('names');
  const names = Array.from({ length: 4000 }, () => freshName(NONE, taken, random));
  assert.equal(new Set(names).size, names.length);
  assert.ok(!names.includes('index'));
  assert.doesNotThrow(() => new Function(`'use strict'; var ${names};`));
  assert.doesNotThrow(() => new Function(`async function* f() { let ${names}; }`));
});

test('names are written in several manners', () => {
  const random = randomFrom('manners');
  const names = Array.from({ length: 1000 }, () => freshName(NONE, new Set(), random));
  const share = (/** @type {RegExp} */ form) => names.filter((name) => form.test(name)).length / names.length;
  assert.ok(share(/^[a-z]+$/) > 0.25, 'one word');
  assert.ok(share(/^[a-z]+[A-Z][a-z]+$/) > 0.2, 'camel case');
  assert.ok(share(/^[a-z]+_[a-z]+$/) > 0.1, 'snake case');
  assert.ok(share(/^[a-z]+[1-4]$/) > 0.05, 'numbered');
});

test('a random function that always gives the same number still gives other names', () => {
  const taken = new Set();
  const names = Array.from({ length: 1200 }, () => freshName(NONE, taken, () => 0));
  assert.deepEqual(names.slice(0, 3), ['account', 'action', 'address']);
  assert.equal(new Set(names).size, 1200);
});

test('the same draws give the same name', () => {
  assert.equal(freshName(NONE, new Set(), randomFrom('x')), freshName(NONE, new Set(), randomFrom('x')));
});
