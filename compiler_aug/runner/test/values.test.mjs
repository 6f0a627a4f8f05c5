// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonical, isAnswer } from '../values.mjs';

const cycle = () => {
  const object = /** @type {any} */ ({ a: 1 });
  object.self = object;
  return object;
};

function* forever() {
  for (let i = 0; ; i += 1) yield i;
}

class Point {
  constructor() {
    this.x = 1;
  }
}

/** @type {[unknown, string][]} */
const WRITTEN = [
  [1, '#1'], [-0, '#-0'], [NaN, '#NaN'], [0.1 + 0.2, '#0.30000000000000004'],
  ['1', '"1"'], [null, 'null'], [undefined, 'undefined'], [10n, '10n'], [Symbol('s'), '@s'],
  [[1, , 2], '[#1,,#2]'], [{ b: 1, a: 2 }, '{"a":#2,"b":#1}'],
  [new Map([['k', 1]]), 'Map[["k",#1]]'], [new Set([2, 1]), 'Set[#2,#1]'],
  [new Float64Array([1, 2]), 'Float64Array[#1,#2]'], [new Date(5), 'Date(5)'], [/a/g, '/a/g'],
  [new RangeError('x'), 'Error(RangeError)'], [new Point(), 'Point{"x":#1}'],
  [[1, 2][Symbol.iterator](), 'sequence[#1,#2]'], [cycle(), '{"a":#1,"self":^1}'],
  [Object.create(null), '{}'],
];

for (const [value, text] of WRITTEN) {
  test(`${text} is how such a value is written`, () => assert.equal(canonical(value), text));
}

test('a function is known by what it answers', () => {
  assert.equal(canonical((/** @type {any} */ x) => x), canonical((/** @type {any} */ y) => y));
  assert.notEqual(canonical((/** @type {any} */ x) => x), canonical(() => 1));
});

test('what has no end is cut, and so is what is large', () => {
  assert.match(canonical(forever()), /^sequence\[#0,.*#49\]$/);
  assert.ok(canonical(Array(1e6).fill(1)).length < 2000);
  let deep = /** @type {any} */ ([]);
  for (let i = 0; i < 1e5; i += 1) deep = [deep];
  assert.match(canonical(deep), /\.\.\./);
});

test('a getter that throws is no reason to stop', () => {
  const trap = { get a() { throw new Error('no'); } };
  assert.equal(canonical([trap, 1]), '[unreadable,#1]');
});

test('undefined, NaN and promises answer nothing', () => {
  for (const nothing of [undefined, NaN, Promise.resolve(1)]) assert.equal(isAnswer(nothing), false);
  for (const answer of [null, 0, '', false, []]) assert.equal(isAnswer(answer), true);
});
