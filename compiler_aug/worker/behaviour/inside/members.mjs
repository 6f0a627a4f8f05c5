// @ts-check
/** What values are made of, as far as calls need to know. */
import { known, madeErrors, written } from './writing.mjs';

/** @typedef {import('./world.mjs').World} World */

/**
 * @param {any} holder
 * @param {string | symbol | undefined} key
 * @param {any} self
 * @param {any[]} args
 * @param {((self: any, args: any[]) => any)} [own] calls a private method
 */
export function callMember(holder, key, self, args, own) {
  if (key === undefined) return own?.(self, args);
  const { value, get, set } = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(holder, key));
  return Reflect.apply(value ?? get ?? set, self, args);
}

/**
 * What a method's class is derived from: it makes the object that methods are called on, so that this
 * has the private members of the class.
 *
 * @param {World} world
 * @param {any} self
 */
export function baseOf(world, self) {
  const mock = world.mock('Base', 'Base', true);
  const base = new Proxy(mock, {
    construct(_, args) {
      world.note(`super(${args.map(written).join(', ')})`);
      return self;
    },
  });
  known.set(base, '<Base>');
  return base;
}

/** @param {any} value */
export function isSequence(value) {
  return typeof value === 'object' && value !== null && !known.has(value) && typeof value.next === 'function';
}

/**
 * @param {any} value
 * @returns {[key: string | symbol, field: PropertyDescriptor][]} own members, and those of its class
 */
export function membersOf(value) {
  const prototype = Object.getPrototypeOf(value);
  const isOfClass = prototype && !known.has(prototype) && Object.hasOwn(prototype, 'constructor') &&
    !Object.hasOwn(globalThis, prototype.constructor?.name ?? '');
  const holders = isOfClass ? [value, prototype] : [value];
  return holders.flatMap((holder) =>
    Reflect.ownKeys(holder)
      .filter((key) => key !== 'constructor' && !(typeof holder === 'function' && ['length', 'name', 'arguments', 'caller', 'prototype'].includes(String(key))))
      .slice(0, 20)
      .map((key) => /** @type {[string | symbol, PropertyDescriptor]} */ ([key, Object.getOwnPropertyDescriptor(holder, key)])));
}

/** @param {any} error */
export function isOverflow(error) {
  return error instanceof RangeError && !madeErrors.has(error) && /call stack|array length|string length/.test(error.message);
}
