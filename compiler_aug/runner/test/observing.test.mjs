// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observe } from '../observing.mjs';
import { TUPLES } from '../tuples.mjs';

/**
 * What a function answered to some arguments, in a manner.
 *
 * @param {Function} called
 * @param {string} manner
 * @param {string[]} texts arguments, as they are written
 */
function answer(called, manner, texts) {
  const { answers, places } = observe(called);
  const place = TUPLES.findIndex((tuple) => tuple.texts.join() === texts.join());
  assert.notEqual(place, -1, `no tuple ${texts}`);
  return places[manner] ? answers[places[manner][place]] : undefined;
}

const half = (/** @type {any} */ x) => x / 2;

test('an answer stands at the place of its tuple', () => {
  assert.equal(answer(half, 'data-first', ['#7']), '#3.5');
});

test('the manners give the data first, last, and after the others', () => {
  const pair = ['#7', '#2'];
  assert.equal(answer((/** @type {any} */ a, /** @type {any} */ b) => a - b, 'data-first', pair), '#5');
  assert.equal(answer((/** @type {any} */ a, /** @type {any} */ b) => a - b, 'data-last', pair), '#-5');
  const curried = (/** @type {any} */ a) => (/** @type {any} */ b) => b - a;
  assert.equal(answer(curried, 'curried', pair), '#5');
  const singly = (/** @type {any} */ a) => (/** @type {any} */ b) => (/** @type {any} */ c) => c - a - b;
  assert.equal(answer(singly, 'curried-singly', ['#-5', '#0', '#5']), '#-10');
});

test('an argument handed back is marked, one that was changed is told', () => {
  assert.equal(answer((/** @type {any} */ x) => x, 'data-first', ['#7']), '=#7');
  const reverse = (/** @type {any[]} */ list) => list.reverse();
  assert.equal(answer(reverse, 'data-first', ['[#3,#1,#2]']), '[#2,#1,#3] args [#2,#1,#3]');
});

test('a function that only calls is known by its calls', () => {
  const each = (/** @type {any[]} */ list, /** @type {any} */ call) => {
    for (const item of list) call(item);
  };
  const { answers } = observe(each);
  assert.ok(answers.some((text) => text.includes(' calls [#3,#1,#2]')));
});

test('throwing is no answer', () => {
  const strict = (/** @type {any} */ x) => {
    if (x !== 7) throw new Error('no');
    return 'seven';
  };
  assert.deepEqual(observe(strict).answers, ['"seven"']);
});

test('a loop without end is left, and the other calls are made', () => {
  const stuck = (/** @type {any} */ x) => {
    while (x === 7);
    return x === 10 ? 'ten' : undefined;
  };
  const { answers, gaveUp } = observe((/** @type {any} */ x, /** @type {any[]} */ ...rest) =>
    rest.length ? undefined : stuck(x));
  assert.deepEqual([answers, gaveUp], [['"ten"'], false]);
});

test('a function that hangs again and again is given up', () => {
  const { gaveUp, answers } = observe(() => {
    for (;;);
  });
  assert.deepEqual([gaveUp, answers], [true, []]);
});

test('answers that depend on earlier calls are told', () => {
  let count = 0;
  assert.equal(observe(() => (count += 1)).repeatable, false);
});

test('what a call leaves on a callback is gone in the next', () => {
  const mark = (/** @type {any} */ f) => Object.assign(f, { marks: (f.marks ?? 0) + 1 }).marks;
  assert.equal(observe(mark).repeatable, true);
});

test('every tuple is made anew and written as it is', () => {
  assert.ok(TUPLES.length > 500);
  for (const { make, texts, length } of TUPLES) {
    assert.equal(make().length, length);
    assert.equal(texts.length, length);
  }
});
