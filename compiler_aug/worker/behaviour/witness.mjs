// @ts-check
/** What was seen of a source, call by call: what variants are held against. */
import { frameOf, runnable, scriptOf } from './frame.mjs';
import { Room } from './room.mjs';

/** @typedef {import('./frame.mjs').Frame} Frame */
/** @typedef {import('./room.mjs').Seen} Seen */

/** Which call shows another record, and the first line that differs. */
/** @typedef {{call: number, before: string, after: string}} Found */

export class Witness {
  /**
   * @param {import('./frame.mjs').Program} program
   * @param {number} calls
   * @returns {Witness | 'unreadable' | 'unstable'}
   */
  static of(program, calls) {
    const room = Room.enter();
    const frame = frameOf(program, (name) => room.has(name));
    const text = frame && runnable(frame, program.source);
    const witness = frame && text !== null ? new Witness(room, frame, /** @type {string} */ (text), calls) : null;
    if (witness && witness.seen.size > 0) return witness;
    room.leave();
    return witness?.status ?? 'unreadable';
  }

  /**
   * @param {Room} room
   * @param {Frame} frame
   * @param {string} text
   * @param {number} calls
   */
  constructor(room, frame, text, calls) {
    this.room = room;
    this.frame = frame;
    this.text = text;
    /** @type {Map<string, Found | null>} */
    this.judged = new Map();
    /** What each call showed, where it showed the same twice. @type {Map<number, string>} */
    this.seen = new Map();
    this.status = /** @type {'informative' | 'dull' | 'unstable'} */ ('dull');
    const places = Array.from({ length: Math.min(calls, room.inside.MOST_CALLS) }, (_, place) => place);
    // Strict or sloppy is the choice of the file around a function: half of the calls are made in each.
    this.modes = [false, true].filter((isStrict) => compiles(() => room.make(scriptOf(text, frame, isStrict))));
    if (this.modes.length === 0) {
      this.status = /** @type {any} */ ('unreadable');
      return;
    }
    const run = (/** @type {Parameters<Room['observeSource']>} */ ...call) => room.observeSource(...call);
    const first = this.observe(text, places, run);
    const second = this.observe(text, places, run);
    for (const place of places) {
      const [seen, again] = [first, second].map((each) => (typeof each === 'string' ? null : each[place]));
      if (!seen || seen.text !== again?.text) continue;
      this.seen.set(place, seen.text);
      if (seen.isDone && isTelling(seen.text)) this.status = 'informative';
    }
    if (this.seen.size === 0) this.status = 'unstable';
  }

  /**
   * @param {string} text
   * @param {number[]} places
   * @param {Room['observeSource']} run
   * @returns {Seen[] | string} what a compiler says of a text that it does not take
   */
  observe(text, places, run) {
    try {
      const makes = this.modes.map((isStrict) => this.room.make(scriptOf(text, this.frame, isStrict)));
      return run((place) => makes[place % makes.length], this.frame.manner, places);
    } catch (error) {
      if (/** @type {any} */ (error)?.name === 'SyntaxError') return String(error);
      throw error;
    }
  }

  /**
   * The first difference between a variant and the source.
   *
   * @param {string} text
   * @returns {Found | null}
   */
  differenceOf(text) {
    const known = this.judged.get(text);
    if (known !== undefined) return known;
    const made = runnable(this.frame, text);
    const unreadable = { call: -1, before: 'a program', after: 'types that can not be taken out' };
    const found = made === null ? unreadable : this.differenceOfRunnable(made);
    this.judged.set(text, found);
    return found;
  }

  /**
   * @param {string} text
   * @param {boolean} [isTrusted] whether it is given much time
   * @returns {Found | null}
   */
  differenceOfRunnable(text, isTrusted = true) {
    const places = [...this.seen.keys()];
    const observed = this.observe(text, places, (...call) => this.room.observeVariant(...call, isTrusted));
    if (typeof observed === 'string') return { call: -1, before: 'a program', after: observed };
    for (const [at, place] of places.entries()) {
      const before = /** @type {string} */ (this.seen.get(place));
      const after = observed[at]?.text ?? 'does not end';
      if (after !== before) return { call: place, ...firstDifference(before, after) };
    }
    return null;
  }

  /** Whether the source still does what it did at first. */
  isSteady() {
    return this.differenceOfRunnable(this.text) === null;
  }
}

/** @param {() => unknown} compile */
function compiles(compile) {
  try {
    compile();
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether a record says more than that nothing was done and nothing came of it.
 *
 * @param {string} text
 */
const isTelling = (text) => !/^returns (?:undefined|null|true|false|<[^>]*>|NaN)\n/.test(text);

/**
 * @param {string} before
 * @param {string} after
 */
function firstDifference(before, after) {
  const [left, right] = [before.split('\n'), after.split('\n')];
  const at = left.findIndex((line, place) => line !== right[place]);
  return { before: left[at] ?? 'nothing more', after: right[at < 0 ? left.length : at] ?? 'nothing more' };
}
