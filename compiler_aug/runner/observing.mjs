// @ts-check
/** What a function answers, called in several manners on every argument tuple. */
import { withLimit } from './limits.mjs';
import { argsAfter, MANNERS } from './manners.mjs';
import { restartChance } from './sandbox.mjs';
import { TUPLES } from './tuples.mjs';
import { canonical, isAnswer } from './values.mjs';

/** All tuples of a manner take milliseconds; what takes so long holds a call that may not end. */
const ROUND_LIMIT_MS = 500;
/** Such a call is made once more, alone; on a busy machine again, until it has had its time. */
const ALONE_LIMIT_MS = 1000;
const MOST_ATTEMPTS = 5;
/** A function that hangs so often is not called any more. */
const MOST_HANGS = 4;
/** One that takes long so often, in time on the processor, is given up as well. */
const MOST_SLOW_CALLS = 10;
const SLOW_MS = 100;
/** Every so many calls are made again at the end, to see whether the answers depend on the past. */
const REPEAT_EVERY = 7;

/**
 * @typedef {object} Observed
 * @property {string[]} answers different answers
 * @property {Record<string, number[]>} places for each manner, which answer each tuple got; -1: none
 * @property {boolean} gaveUp whether too many calls did not end
 * @property {boolean} repeatable whether calls made again got the same answers
 */

/**
 * @param {Function} called
 * @returns {Observed}
 */
export function observe(called) {
  const observation = new Observation(called);
  /** @type {Map<string, number>} */
  const numbers = new Map();
  const places = /** @type {Record<string, number[]>} */ ({});
  let repeatable = true;
  for (const manner of Object.keys(MANNERS)) {
    const answers = observation.round(manner, 1);
    // A manner in which nothing was answered is not worth its bytes.
    if (answers.every((answer) => answer === null)) continue;
    const again = observation.round(manner, REPEAT_EVERY);
    repeatable &&= answers.every((answer, place) =>
      place % REPEAT_EVERY !== 0 || answer === again[place]);
    places[manner] = answers.map((answer) => {
      if (answer === null) return -1;
      if (!numbers.has(answer)) numbers.set(answer, numbers.size);
      return /** @type {number} */ (numbers.get(answer));
    });
  }
  const { gaveUp } = observation;
  return { answers: [...numbers.keys()], places, gaveUp, repeatable };
}

class Observation {
  /** @param {Function} called */
  constructor(called) {
    this.called = called;
    this.slowCalls = 0;
    /** Tuples that hung, by manner: they are not tried again. */
    this.hung = /** @type {Set<string>} */ (new Set());
  }

  /**
   * @param {string} manner
   * @param {number} step 1 for all tuples
   * @returns {(string | null)[]} null where the function gives no answer
   */
  round(manner, step) {
    const answers = /** @type {(string | null)[]} */ (TUPLES.map(() => null));
    let place = 0;
    const goOn = () => {
      for (; place < TUPLES.length; place += step) answers[place] = this.answer(manner, place);
      return true;
    };
    while (!this.gaveUp && !withLimit(ROUND_LIMIT_MS, goOn)) {
      // The time may have run out behind the last call.
      if (place >= TUPLES.length) break;
      const held = place;
      const before = process.cpuUsage();
      const alone = withPatience(() => ({ answer: this.answer(manner, held) }));
      if (alone) answers[held] = alone.answer;
      else this.hung.add(`${manner} ${held}`);
      if (processorMs(before) > SLOW_MS) this.slowCalls += 1;
      place += step;
    }
    return answers;
  }

  get gaveUp() {
    return this.hung.size >= MOST_HANGS || this.slowCalls >= MOST_SLOW_CALLS;
  }

  /**
   * @param {string} manner
   * @param {number} place
   * @returns {string | null}
   */
  answer(manner, place) {
    const tuple = TUPLES[place];
    if (!MANNERS[manner].fits(tuple.length) || this.hung.has(`${manner} ${place}`)) return null;
    restartChance();
    const args = tuple.make();
    try {
      const result = MANNERS[manner].call(this.called, args);
      const after = argsAfter(args, tuple.texts);
      if (!isAnswer(result) && after === '') return null;
      const text = canonical(result);
      // An answer that is one of the arguments says little; the mark tells whoever compares.
      const given = after === '' && tuple.texts.includes(text);
      return (given ? '=' : '') + text + after;
    } catch {
      return null;
    }
  }
}

/**
 * The result of a call that is given its time on the processor, however little of it there is.
 *
 * @template T
 * @param {() => T} work
 * @returns {T | undefined} nothing if it did not end
 */
function withPatience(work) {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const before = process.cpuUsage();
    const result = withLimit(ALONE_LIMIT_MS, work);
    if (result !== undefined) return result;
    if (processorMs(before) > 0.8 * ALONE_LIMIT_MS) break;
  }
  return undefined;
}

/** @param {NodeJS.CpuUsage} before */
function processorMs(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
