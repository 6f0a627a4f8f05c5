// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { pick, randomFrom, shuffled } from '../random.mjs';

test('the sequence of a seed is fixed for ever', () => {
  const random = randomFrom('0/reformat');
  const drawn = [random(), random(), random()].map((value) => value.toFixed(6));
  assert.deepEqual(drawn, ['0.229039', '0.572786', '0.447920']);
});

test('draws are uniform on [0, 1)', () => {
  const random = randomFrom('uniform');
  const counts = new Array(10).fill(0);
  for (let draw = 0; draw < 100_000; draw += 1) counts[Math.floor(random() * 10)] += 1;
  // Five standard deviations of a binomial count of 10,000.
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 475, `${counts}`);
});

test('shuffling keeps the items', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.string(), (items, seed) => {
      const mixed = shuffled(items, randomFrom(seed));
      assert.deepEqual([...mixed].sort(), [...items].sort());
    }),
  );
});

test('every item can be picked', () => {
  const random = randomFrom('pick');
  const picked = new Set(Array.from({ length: 200 }, () => pick(['a', 'b', 'c'], random)));
  assert.deepEqual([...picked].sort(), ['a', 'b', 'c']);
});
