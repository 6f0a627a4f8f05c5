// @ts-check
/** What arguments are made of. Numbers are small: a function that repeats or counts shall end. */

export const NUMBERS = [0, 1, 2, 3, 7, 10, -1, -3, 0.5, 2.7, -2.5, 45, 123.456];
export const COUNTS = [0, 1, 2, 3, 5];
export const STRINGS = [
  '', 'a', 'hello world', 'HelloWorld', 'foo_bar-baz', '  padded  ', 'crème brûlée',
  '<b>x & "y"</b>', 'one two three two', '12.5', 'camelCaseString', 'ABC', 'a,b,c', 'first\nsecond',
  'racecar', '/path/to/file.txt', '?a=1&b=2', 'The quick brown fox',
];
export const NEEDLES = ['', 'o', 'two', 'hello', ',', ' ', '/', 'fox', 'ABC'];
export const KEYS = ['a', 'b', 'name', 'length', 'a.b.c', 'missing'];

/** Makers, since arrays and objects may be changed by whoever gets them. */
export const ARRAYS = [
  () => [],
  () => [1, 2, 3, 4, 5],
  () => [3, 1, 2],
  () => [5, 5, 1, 2, 2],
  () => [-1, 0.5, 2.25, 10],
  () => [0, 1, false, 2, '', 3, null, undefined],
  () => ['b', 'a', 'c', 'a'],
  () => ['one', 'three', 'two', 'seven'],
  () => [[1, 2], [3, [4]], 5],
  () => [[1, 2], [3, 4], [5, 6]],
  () => [['a', 1], ['b', 2]],
  () => [{ a: 1, name: 'x' }, { a: 2, name: 'y' }, { a: 1, name: 'z' }],
  () => [2, 4, 4, 4, 5, 5, 7, 9],
];
export const NUMERIC = [ARRAYS[1], ARRAYS[2], ARRAYS[3], ARRAYS[4], ARRAYS[12], () => [1, 2, 4, 8, 16]];
export const OBJECTS = [
  () => ({}),
  () => ({ a: 1, b: 2, c: 3 }),
  () => ({ a: { b: { c: 1 } }, d: [1, 2] }),
  () => ({ name: 'x', a: 3, b: null }),
  () => ({ a: undefined, b: 0, length: 2 }),
  () => ({ b: 'one', c: 'two' }),
];
export const OTHERS = [
  () => true, () => false, () => null, () => undefined, () => new Date(10),
  () => /a+/g, () => new Map([['a', 1]]), () => new Set([1, 2]), () => Symbol.for('s'),
  () => new Error('e'), () => new Float64Array([1, 2]), () => NaN, () => 10n,
];

/**
 * Made anew like the rest: `assign(f, ...)` leaves properties on a function.
 *
 * @param {(...args: any[]) => any} written
 * @returns {() => any}
 */
const maker = (written) => () => (/** @type {any[]} */ ...args) => written(...args);

export const isEven = maker((x) => x % 2 === 0);
export const increment = maker((x) => x + 1);
export const above = maker((x) => x > 2);
export const add = maker((a, b) => a + b);
export const subtract = maker((a, b) => a - b);
export const shout = maker((x) => String(x).toUpperCase());
export const fieldA = maker((x) => x.a);
export const equal = maker((a, b) => a === b);
export const seven = maker(() => 7);
export const FUNCTIONS = [isEven, increment, above, add, subtract, shout, fieldA, seven];
export const CALLBACKS = [isEven, increment, above, shout, fieldA, subtract];
/** Tells afterwards what it was called with: some functions do nothing else than call. */
export const recorder = () => {
  const record = (/** @type {any} */ x) => void record.seen.push(x);
  record.seen = /** @type {any[]} */ ([]);
  return record;
};
