// @ts-check
/** The functions that a module exports. */
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} Exported
 * @property {string} key where it was found: the path of properties from the module on
 * @property {string} name the last property of that path; of a default export the file's name, or
 *   its folder's where the file's says nothing
 * @property {Function} value
 */

/** Objects of functions inside objects of functions (`numbers.basic.sum`), but no deeper. */
const DEPTH = 2;

/**
 * @param {string} path of the module
 * @returns {Promise<Exported[]>} functions by name; a function exported twice comes once
 */
export async function exportsOf(path) {
  const module = await import(pathToFileURL(path).href);
  const stem = nameOf(path);
  /** @type {Map<Function, Exported>} */
  const found = new Map();
  const seen = new Set();
  // A CommonJS module's `default` holds all its exports: the names in it come first.
  const holders = [module.default, module].filter((holder) => holder != null);
  for (const holder of holders) search(holder, '', stem, DEPTH, found, seen);
  return [...found.values()];
}

/** Names of files and folders that stand in many packages. */
const EVERYWHERE = new Set(['index', 'main', 'lib', 'src', 'dist', 'es', 'esm', 'cjs', 'full']);

/** @param {string} path of a module */
function nameOf(path) {
  const places = path.replace(/\.[cm]?js$/, '').split('/');
  return places.findLast((place) => !EVERYWHERE.has(place)) ?? '';
}

/**
 * @param {any} value
 * @param {string} key
 * @param {string} name
 * @param {number} depth
 * @param {Map<Function, Exported>} found
 * @param {Set<object>} seen
 */
function search(value, key, name, depth, found, seen) {
  if (typeof value === 'function' && !found.has(value) && isWritten(value)) {
    found.set(value, { key, name, value });
  }
  if (depth === 0 || !isHolder(value) || seen.has(value)) return;
  seen.add(value);
  for (const [property, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    // A getter may do anything; what it would give is not a function of the module.
    const held = descriptor.get && !isModule(value) ? undefined : valueOf(value, property);
    const inner = property === 'default' ? name : property;
    search(held, `${key}.${property}`, inner, depth - 1, found, seen);
  }
}

/**
 * @param {any} holder
 * @param {string} property
 */
function valueOf(holder, property) {
  try {
    return holder[property];
  } catch {
    // A binding of a cycle that is not initialised.
    return undefined;
  }
}

/** @param {any} value */
const isHolder = (value) =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** @param {any} value */
const isModule = (value) => value[Symbol.toStringTag] === 'Module';

/**
 * Whether it has a source: neither built in nor bound, and no class, which can't be called.
 *
 * @param {Function} value
 */
function isWritten(value) {
  const text = Function.prototype.toString.call(value);
  return !/^class\b/.test(text) && !/\{\s*\[native code\]\s*\}\s*$/.test(text);
}
