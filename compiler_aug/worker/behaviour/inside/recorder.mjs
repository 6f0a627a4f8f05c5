// @ts-check
/** An object of the world: it records what is done to it, and answers as its name and the world's seed say. */
import { known, written } from './writing.mjs';

/** @typedef {import('./world.mjs').World} World */

/** Ends the name of what came of a promise: nothing to wait for any more. */
const SETTLED = ' settled';
const OF_FUNCTIONS = new Set(['call', 'apply', 'bind']);

/** The traps of a proxy. */
export class Recorder {
  /**
   * @param {World} world
   * @param {string} name
   * @param {string} label
   * @param {boolean} isCallable
   */
  constructor(world, name, label, isCallable) {
    this.world = world;
    this.name = name;
    this.label = label;
    this.isCallable = isCallable;
    /** @type {Map<string | symbol, any>} properties that were read or written */
    this.properties = new Map();
    /** @type {Set<string | symbol>} */
    this.deleted = new Set();
  }

  /**
   * @param {object} target
   * @param {string | symbol} key
   */
  get(target, key) {
    if (typeof key === 'symbol' && !this.properties.has(key)) return this.ofSymbol(key);
    // Of every function they are the standard's own: ASSUMPTIONS.md, number 7.
    const isOwn = this.properties.has(key) || (!this.isCallable && Object.hasOwn(this.world.hints.kinds, key));
    if (OF_FUNCTIONS.has(String(key)) && !isOwn) return Reflect.get(target, key);
    this.world.note(`get ${this.name}.${String(key)}`);
    return this.property(target, key);
  }

  /**
   * @param {object} target
   * @param {string | symbol} key
   */
  property(target, key) {
    if (this.properties.has(key)) return this.properties.get(key);
    if (this.deleted.has(key)) return undefined;
    const inherited = Object.hasOwn(this.world.hints.kinds, String(key)) ? undefined : Reflect.get(target, key);
    const made = inherited ?? this.make(String(key));
    this.properties.set(key, made);
    return made;
  }

  /** @param {string} key */
  make(key) {
    const name = `${this.name}.${key}`;
    if (key === 'then') return this.name.endsWith(SETTLED) ? undefined : this.then();
    if (this.label === 'console') return this.world.mock(name, key, true);
    if (key === 'prototype') return this.world.mock(name, key, false);
    if (key === 'length') return this.world.roll(name) % 4;
    return this.world.value(name, key);
  }

  /** Awaited, or asked for what comes then, it settles at once: mostly well. */
  then() {
    const { world, name } = this;
    const roll = world.roll(`${name} settles`);
    return (/** @type {any} */ well, /** @type {any} */ badly) => {
      world.note(`await ${name}`);
      const settled = roll % 5 === 0 ? Promise.reject(world.error(name)) : Promise.resolve(world.value(`${name}${SETTLED}`, this.label));
      return settled.then(well, badly);
    };
  }

  /** @param {symbol} key */
  ofSymbol(key) {
    const { world, name } = this;
    // Conversions are not recorded: ASSUMPTIONS.md, number 5.
    if (key === Symbol.toPrimitive) {
      return (/** @type {string} */ hint) => {
        const roll = world.roll(`${name} converts`);
        return hint === 'number' || (hint === 'default' && roll % 2 === 0) ? roll % 10 : `${this.label}${roll % 100}`;
      };
    }
    if (key === Symbol.iterator) return () => this.iterate();
    if (key === Symbol.hasInstance) {
      return (/** @type {any} */ value) => {
        world.note(`${written(value)} instanceof ${name}`);
        return world.roll(`${name} instance ${written(value)}`) % 2 === 0;
      };
    }
    return undefined;
  }

  iterate() {
    const { world, name, label } = this;
    world.note(`iterate ${name}`);
    const count = world.roll(`${name} items`) % 4;
    let place = 0;
    const ended = { value: undefined, done: true };
    return {
      next: () => {
        world.note(`next ${name}`);
        if (place >= count) return ended;
        place += 1;
        return { value: world.value(`${name}[${place - 1}]`, `${label}[]`), done: false };
      },
      return: () => {
        world.note(`leave ${name}`);
        return ended;
      },
    };
  }

  /**
   * @param {object} _
   * @param {string | symbol} key
   * @param {any} value
   */
  set(_, key, value) {
    this.world.note(`set ${this.name}.${String(key)} = ${written(value)}`);
    this.properties.set(key, value);
    this.deleted.delete(key);
    return true;
  }

  /**
   * @param {object} target
   * @param {string | symbol} key
   * @param {PropertyDescriptor} field
   */
  defineProperty(target, key, field) {
    this.world.note(`define ${this.name}.${String(key)} ${written(field)}`);
    if (field.configurable === false) return Reflect.defineProperty(target, key, field);
    this.properties.set(key, field.value);
    return true;
  }

  /**
   * @param {object} _
   * @param {string | symbol} key
   */
  deleteProperty(_, key) {
    this.world.note(`delete ${this.name}.${String(key)}`);
    this.properties.delete(key);
    this.deleted.add(key);
    return true;
  }

  /**
   * @param {object} target
   * @param {string | symbol} key
   */
  has(target, key) {
    this.world.note(`${String(key)} in ${this.name}`);
    return this.properties.has(key) || (!this.deleted.has(key) && (Reflect.has(target, key) || this.holds(key)));
  }

  /** @param {string | symbol} key */
  holds(key) {
    return this.world.roll(`${this.name} has ${String(key)}`) % 2 === 0;
  }

  /** @param {object} target */
  ownKeys(target) {
    this.world.note(`keys ${this.name}`);
    for (const key of ['a', 'b', 'c']) {
      if (this.holds(key) && !this.deleted.has(key)) this.property(target, key);
    }
    return [...new Set([...Reflect.ownKeys(target), ...this.properties.keys()])];
  }

  /**
   * @param {object} target
   * @param {string | symbol} key
   */
  getOwnPropertyDescriptor(target, key) {
    const fixed = Reflect.getOwnPropertyDescriptor(target, key);
    if (fixed && !fixed.configurable) return fixed;
    if (!this.properties.has(key) && (typeof key === 'symbol' || this.deleted.has(key) || !this.holds(key))) return undefined;
    return { value: this.property(target, key), writable: true, enumerable: true, configurable: true };
  }

  preventExtensions() {
    this.world.note(`freeze ${this.name}`);
    return false;
  }
}
