// @ts-check
/** Arguments of a call: of the recording world, plain data of the kinds that are expected, or anything. */
import { ARRAYS, FUNCTIONS, NUMBERS, OBJECTS, OTHERS, STRINGS } from '../../../runner/ingredients.mjs';
import { hashOf, kindOf, picked, plainValue } from './kinds.mjs';

/** @typedef {import('./world.mjs').World} World */
/** @typedef {{label: string, isRest: boolean}} Parameter */

/** What the calls of a function are given, one after another. */
const STYLES = /** @type {const} */ ([
  'world', 'data', 'world', 'world', 'data', 'anything', 'world', 'data', 'odd', 'none', 'anything', 'data', 'world', 'anything',
]);

export const MOST_CALLS = STYLES.length;

const ANYTHING = [
  ...NUMBERS.map((value) => () => value), ...STRINGS.map((value) => () => value), ...ARRAYS, ...OBJECTS, ...FUNCTIONS,
];

/**
 * @param {World} world
 * @param {Parameter[]} parameters
 * @param {number} place of the call
 * @returns {any[]}
 */
export function argumentsOf(world, parameters, place) {
  const style = styleOf(place);
  if (style === 'none') return [];
  return parameters.flatMap(({ label, isRest }, at) => {
    const names = isRest ? [`${label}.0`, `${label}.1`] : [label];
    return names.map((name) => argumentOf(world, style, `${name}#${at}`, label));
  });
}

/** @param {number} place */
export const styleOf = (place) => STYLES[place % STYLES.length];

/**
 * @param {World} world
 * @param {typeof STYLES[number]} style
 * @param {string} name
 * @param {string} label
 */
function argumentOf(world, style, name, label) {
  const roll = world.roll(name);
  if (style === 'world') return world.value(name, label);
  if (style === 'data') return dataOf(world, name, label, 0);
  if (style === 'odd') return picked(OTHERS, roll)();
  return picked(ANYTHING, roll)();
}

/**
 * Plain data; only functions record what they are called with.
 *
 * @param {World} world
 * @param {string} name
 * @param {string} label
 * @param {number} depth
 * @returns {any}
 */
export function dataOf(world, name, label, depth) {
  const roll = world.roll(name);
  const kind = kindOf(label, world.hints, roll, false);
  if (kind === 'callable') return world.mock(name, label, true);
  if (kind === 'list' && depth < 2) {
    return Array.from({ length: (roll >>> 4) % 5 }, (_, at) => dataOf(world, `${name}[${at}]`, `${label}[]`, depth + 1));
  }
  if (kind === 'object' && depth < 2) return objectOf(world, name, depth);
  return plainValue(kind, label, world.hints, roll >>> 3);
}

/**
 * @param {World} world
 * @param {string} name
 * @param {number} depth
 */
function objectOf(world, name, depth) {
  /** @type {Record<string, any>} */
  const object = {};
  const { properties } = world.hints;
  for (const key of properties.length > 0 ? properties : ['a', 'b']) {
    if (hashOf(`${world.seed}/${name}/${key}`) % 4 > depth + 1) object[key] = dataOf(world, `${name}.${key}`, key, depth + 1);
  }
  return object;
}
