// @ts-check
/**
 * The argument tuples on which functions are compared: data first, then what is done with them.
 *
 * Numbers are small: a function that repeats or counts shall end. A tuple is made anew for every
 * call, since functions may change what they are given.
 */
import {
  ARRAYS, CALLBACKS, COUNTS, FUNCTIONS, KEYS, NEEDLES, NUMBERS, NUMERIC, OBJECTS, OTHERS, STRINGS,
  above, add, equal, fieldA, increment, isEven, recorder, seven, shout, subtract,
} from './ingredients.mjs';
import { canonical } from './values.mjs';

/**
 * @typedef {object} Tuple
 * @property {() => any[]} make fresh arguments
 * @property {number} length
 * @property {string[]} texts the arguments, as `canonical` writes them
 * @property {boolean} odd whether it holds values that most functions are not made for
 */

const plain = (/** @type {any[]} */ values) => values.map((value) => () => value);

/**
 * Every combination of one value from each list.
 *
 * @param {(() => any)[][]} lists
 * @returns {(() => any[])[]}
 */
function combine(...lists) {
  /** @type {(() => any)[][]} */
  let rows = [[]];
  for (const list of lists) rows = rows.flatMap((row) => list.map((make) => [...row, make]));
  return rows.map((row) => () => row.map((make) => make()));
}

/**
 * Values on which functions seldom mean to say anything. A test of a kind is true for that kind only:
 * four of each show that it is one.
 */
const ODD = [
  ...OTHERS,
  () => new Date(0), () => new Date(20), () => new Date(NaN),
  () => /b/, () => new RegExp('c', 'i'), () => /^$/m,
  () => new Map(), () => new Map([[1, 2], [3, 4]]), () => new Map([[{}, []]]),
  () => new Set(), () => new Set(['a']), () => new Set([1, 2, 3]),
  () => new WeakMap(), () => new WeakSet(), () => new Uint8Array(2), () => new Float32Array([1]),
  () => Symbol.iterator, () => Symbol('t'), () => Symbol('u'), () => 0n, () => 5n, () => -3n,
  () => new TypeError('t'), () => new RangeError('r'), () => new SyntaxError('s'),
  () => new Number(1), () => new String('b'), () => new Boolean(false), () => Object.create(null),
  () => new ArrayBuffer(2), () => [null], () => [undefined], () => [[]], () => [{}], () => new Array(3),
];

const SINGLE = [
  ...combine(plain(NUMBERS)), ...combine(plain(STRINGS)), ...combine(ARRAYS),
  ...combine(OBJECTS), ...combine(FUNCTIONS),
  ...combine(NUMERIC.slice(4)),
  ...combine([
    () => [1, 1, 2, 3], () => [10, 20, 30, 40], () => [0.5, 1.5, 2.5], () => [100, 1, 50, 7],
    () => [-2, -1, 0, 1, 2], () => [2, 2, 2, 4], () => [7], () => [9, 8, 7, 6, 5, 4],
    () => [true, false, true], () => ['x', 'y', 'x'], () => [['k', 2], ['l', 3], ['m', 4]],
    () => [[1, 2, 3], [4, 5, 6]], () => [[2, 0], [0, 2]], () => [[[1]], [[2, [3]]]],
    () => ({ x: 1 }), () => ({ x: 'y', z: 'w' }), () => ({ x: { y: 2 } }), () => ({ l: [1], m: null }),
    () => 'foo bar', () => 'FooBar', () => 'foo-bar', () => 'foo_bar', () => 'Foo Bar', () => ' x ',
    () => '&amp;', () => '<a>', () => '42', () => 'été', () => 'a-b-c', () => 'x1y2', () => 'FOO',
    () => 'fooBAR', () => 'hELLO', () => 'iPhone X', () => 'McDonald', () => 'XMLHttpRequest', () => 'ÉTÉ',
    () => [1, [2, [3, [4]]]], () => [[['a']], 'b'], () => [[1, [2]], [[3]]], () => [[[[5]]]],
    () => [4, 1, 3], () => [8, 3, 5, 1], () => [10, -5, 3, 0.5], () => [6, 2, 9, 1, 5],
  ]),
  () => [[1.5, 2.5]], () => ['&lt;b&gt; &amp; &quot;'], () => ['a%20b+c'],
  () => ['2020-01-31'], () => ['me@example.org'], () => ['#ff8800'], () => ['{"a":[1]}'],
  () => [100], () => [8], () => [17], () => [0.1], () => [0.25], () => [0.9], () => [6],
];

const DOUBLE = [
  ...combine(plain(NUMBERS.slice(0, 11)), plain([0, 1, 2, 3, -2, 0.5])),
  ...combine(plain(STRINGS.slice(1, 18)), plain(NEEDLES)).filter((_, place) => place % 2 === 0),
  ...combine(plain(STRINGS.slice(2, 9)), plain(COUNTS)),
  ...combine(ARRAYS.slice(1, 8), plain([0, 1, 2, 3, -1])),
  ...combine(ARRAYS.slice(1, 6), ARRAYS.slice(1, 6)),
  ...combine(ARRAYS.slice(6, 8), [ARRAYS[6], ARRAYS[7]]),
  ...combine(NUMERIC, NUMERIC).filter((_, place) => place % 3 !== 0),
  ...combine([ARRAYS[1], ARRAYS[2], ARRAYS[3], ARRAYS[7], ARRAYS[11]], [...CALLBACKS, recorder]),
  ...combine([ARRAYS[6], ARRAYS[7], ARRAYS[11]], plain(['a', 'name', 'two', ','])),
  ...combine([ARRAYS[11]], [() => ({ a: 1 }), () => ({ name: 'y' })]),
  ...combine([ARRAYS[10], ARRAYS[9]], [fieldA, ...plain(['a', 0])]),
  ...combine(OBJECTS.slice(1), plain(KEYS)),
  ...combine(OBJECTS.slice(1, 4), [isEven, above, increment, shout, recorder]),
  ...combine(OBJECTS, OBJECTS).filter((_, place) => place % 2 === 1),
  ...combine(OBJECTS.slice(1, 5), [() => ['a', 'b'], () => ['c'], () => ['a', 'b', 'c']]),
  ...combine([isEven, increment, add, shout], [...plain([2, 1]), increment]),
  ...combine([add, subtract], [() => [1, 2], () => [5, 3]]),
  ...combine(plain([2, 3, 5]), [increment, isEven, seven, recorder]),
];

const ODD_DOUBLE = combine(OTHERS.slice(0, 8), [() => null, () => true, () => new Date(10)]);

const TRIPLE = [
  ...combine(plain([-5, 0, 3, 7, 12]), plain([0, 1, 5]), plain([5, 10])),
  ...combine(plain(['hello world', 'a,b,c', 'one two three two']), plain(['o', ',', 'two']), plain(['x', ''])),
  ...combine(plain(['hello world', 'ab', 'foo_bar-baz']), plain([0, 2, 6, 12]), plain(['-', '*+', '...'])),
  ...combine(plain(['hello world', 'HelloWorld']), plain([0, 2, -3]), plain([3, 5])),
  ...combine([ARRAYS[1], ARRAYS[6], ARRAYS[12]], plain([0, 1, -2]), plain([2, 4])),
  ...combine([ARRAYS[1], ARRAYS[2], ARRAYS[3], ARRAYS[7]], [add, subtract], plain([0, 10, 'x'])),
  ...combine([ARRAYS[1], ARRAYS[3]], [ARRAYS[2], ARRAYS[3]], [equal, add, increment]),
  ...combine([ARRAYS[1], ARRAYS[6]], plain([0, 1, 3]), plain([9, 'x'])),
  ...combine(OBJECTS.slice(1, 4), plain(['a', 'a.b', 'new']), plain([1, 'x'])),
  ...combine(OBJECTS.slice(1, 4), [() => ['a', 'b'], () => ['new']], plain([1])),
  ...combine(OBJECTS.slice(1, 4), plain(['a', 'b']), [increment, shout]),
  ...combine(OBJECTS.slice(1, 3), [add], plain([0])),
  ...combine([OBJECTS[1]], [OBJECTS[3]], [OBJECTS[5], OBJECTS[2]]),
  ...combine([add, subtract], plain([1, 4]), plain([2])),
];

const LONGER = [
  ...combine(plain([5, 0, 2.5]), plain([0]), plain([10, 5]), plain([100])),
  ...combine([ARRAYS[1], ARRAYS[6]], plain([0, 1]), plain([2]), plain(['x', 0])),
  ...combine(plain([0.5, 5]), plain([0]), plain([1, 10]), plain([0]), plain([100])),
  ...combine(plain([1, 4]), plain([2]), plain([3]), plain([5, 8])),
];

/**
 * @param {() => any[]} make
 * @param {boolean} odd
 * @returns {Tuple}
 */
function tupleOf(make, odd) {
  const args = make();
  return { make, length: args.length, texts: args.map((arg) => canonical(arg)), odd };
}

export const TUPLES = [
  ...[...SINGLE, ...DOUBLE, ...TRIPLE, ...LONGER].map((make) => tupleOf(make, false)),
  ...[...combine(ODD), ...ODD_DOUBLE].map((make) => tupleOf(make, true)),
];
