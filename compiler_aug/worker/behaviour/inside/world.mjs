// @ts-check
/**
 * The world around a called program: objects that record what is done to them. What they answer follows
 * from their names and from a seed, so that two programs that do the same see the same world.
 */
import { CallRecorder } from './call-recorder.mjs';
import { hashOf, kindOf, plainValue } from './kinds.mjs';
import { Recorder } from './recorder.mjs';
import { known, madeErrors } from './writing.mjs';

/** @typedef {import('./kinds.mjs').Hints} Hints */

/** A program that did so much has shown what it does. */
const MOST_EVENTS = 250;
/** Longer names are shortened by a hash. */
const LONGEST_NAME = 70;

export class World {
  /**
   * @param {number} seed every fourth world gives what the program does not expect
   * @param {Hints} hints
   */
  constructor(seed, hints) {
    this.seed = seed;
    this.hints = hints;
    /** @type {string[]} */
    this.events = [];
    this.isFull = false;
    this.depth = 0;
    /** Tells what names outside of the program hold. @type {() => string} */
    this.outside = () => '';
    this.lastOutside = '';
    /** @type {Map<string, number>} */
    this.calls = new Map();
  }

  /** @param {string} event */
  note(event) {
    if (this.isFull) throw new Error('enough was seen');
    if (this.events.length >= MOST_EVENTS) {
      this.isFull = true;
      throw new Error('enough was seen');
    }
    this.events.push(event);
  }

  /** Whoever is called may look at what the program can write. */
  noteOutside() {
    const outside = this.outside();
    if (outside !== this.lastOutside) this.note(`  where ${outside}`);
    this.lastOutside = outside;
  }

  /** @param {string} name */
  roll(name) {
    return hashOf(`${this.seed}/${name}`);
  }

  /**
   * @param {string} name
   * @param {string} label what hints are asked for
   * @param {boolean} [mustBeObject]
   * @returns {any}
   */
  value(name, label, mustBeObject = false) {
    const roll = this.roll(name);
    const isWild = this.seed % 4 === 3 && roll % 3 === 0;
    const kind = kindOf(label, this.hints, roll >>> 3, isWild);
    if (kind === 'callable') return this.mock(name, label, true);
    if (kind === 'object' || mustBeObject) return this.mock(name, label, false);
    if (kind === 'list') {
      // A true list has all methods; of one of the world it is seen how it is run through.
      return (roll >>> 9) % 4 === 0 ? this.mock(name, label, false) : this.list(name, label, roll >>> 5);
    }
    return plainValue(kind, label, this.hints, roll >>> 3);
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {number} roll
   */
  list(name, label, roll) {
    const isDull = roll % 3 === 0;
    return Array.from({ length: (roll >>> 2) % 4 }, (_, place) =>
      isDull ? plainValue(roll % 2 === 0 ? 'number' : 'text', label, this.hints, this.roll(`${name}[${place}]`))
        : this.value(`${name}[${place}]`, `${label}[]`));
  }

  /** @param {string} name */
  error(name) {
    const error = new Error(`of ${name}`);
    madeErrors.add(error);
    return error;
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {boolean} isCallable
   * @returns {any}
   */
  mock(name, label, isCallable) {
    // A bound function can be called and constructed, and has no property that must stay.
    const target = isCallable ? function () {}.bind(undefined) : {};
    if (isCallable) {
      Reflect.deleteProperty(target, 'name');
      Reflect.deleteProperty(target, 'length');
    }
    const short = name.length > LONGEST_NAME ? `~${hashOf(name).toString(36)}~${name.slice(-LONGEST_NAME / 2)}` : name;
    const Traps = isCallable ? CallRecorder : Recorder;
    const mock = new Proxy(target, new Traps(this, short, label, isCallable));
    known.set(mock, `<${short}>`);
    return mock;
  }
}
