// @ts-check
/** A place of its own for one program: a fresh global object, in which calls are made and watched. */
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { withLimit } from '../../runner/limits.mjs';

/** @typedef {import('./inside/calling.mjs').Manner} Manner */
/** @typedef {import('./inside/calling.mjs').Call} Call */
/** @typedef {(bind: object) => unknown} Make a program, when it is given its free names */

/**
 * What a room offers.
 *
 * @typedef {object} Inside
 * @property {typeof import('./inside/calling.mjs').Call} Call
 * @property {number} MOST_CALLS
 * @property {ReturnType<typeof import('../../runner/builtins.mjs').sharing>} builtins
 */

/** @type {Room | null} */
let vacant = null;

/** What was seen of a call; null where it did not end, or ran into a limit of the engine. */
/** @typedef {{text: string, isDone: boolean} | null} Seen */

/** They share one scope. */
const INSIDE = [
  '../../runner/builtins.mjs',
  '../../runner/ingredients.mjs',
  ...['writing', 'kinds', 'recorder', 'call-recorder', 'world', 'arguments', 'global-object', 'members', 'calling'].map(
    (name) => `inside/${name}.mjs`),
];

/** All calls of a source take milliseconds; what takes so long holds one that may not end. */
const SOURCE_LIMIT_MS = 100;
/** A source that hangs so often is not called any more. */
const MOST_HANGS = 3;
/** A call of a source that takes longer, but ends, might be taken for one that does not on a busy machine. */
const SLOW_MS = 20;
/** A variant is called only as its source was when it came to an end. */
const VARIANT_LIMIT_MS = 2000;
/** Of a mistake put in on purpose nobody expects that. */
const MISTAKE_LIMIT_MS = 200;
/** One that seems not to end is called once more, each call alone. */
const ALONE_LIMIT_MS = 4000;

/** As constants they are found at once: looking a global up in such a room is slow. */
const BUILT_IN = [
  'Array', 'ArrayBuffer', 'Boolean', 'Date', 'Error', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Proxy', 'Reflect', 'RegExp',
  'Set', 'String', 'Symbol', 'WeakMap', 'WeakSet', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'URIError',
  'EvalError', 'AggregateError',
];

/** Its value, given what stands behind the global object, sets a room up. */
const SETUP = new vm.Script(`(() => {
const { ${BUILT_IN.join(', ')} } = globalThis;
${INSIDE.map(textOf).join('\n')}
return (sandbox) => {
  prepare(sandbox);
  const builtins = sharing();
  builtins.remember();
  return { Call, MOST_CALLS, builtins };
};
})()`);

/**
 * A module without what ties it to others.
 *
 * @param {string} path
 */
function textOf(path) {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  return text.replaceAll(/^import [^;]*;$/gm, '').replaceAll(/^export /gm, '');
}

export class Room {
  constructor() {
    const sandbox = {};
    this.context = vm.createContext(sandbox, { microtaskMode: 'afterEvaluate' });
    /** @type {Inside} */
    this.inside = SETUP.runInContext(this.context)(sandbox);
  }

  /**
   * A room that is clean. What nobody spoilt is used again: in a new one the engine has to warm up.
   *
   * @returns {Room}
   */
  static enter() {
    const room = vacant ?? new Room();
    vacant = null;
    return room;
  }

  /** Make it vacant, if all of the language is as it was. */
  leave() {
    if (!this.inside.builtins.restore()) vacant = this;
  }

  /** @param {string} name */
  has(name) {
    return vm.runInContext(`${JSON.stringify(name)} in globalThis`, this.context);
  }

  /**
   * @param {string} text of a frame
   * @returns {Make}
   * @throws {SyntaxError}
   */
  make(text) {
    return new vm.Script(text).runInContext(this.context);
  }

  /**
   * Call a source in several ways.
   *
   * @param {(place: number) => Make} make the program for a call
   * @param {Manner} manner
   * @param {number[]} places which calls
   * @returns {Seen[]}
   */
  observeSource(make, manner, places) {
    const calls = places.map((place) => new this.inside.Call(make(place), manner, place));
    const hung = this.run(calls, SOURCE_LIMIT_MS);
    return this.end(calls, hung);
  }

  /**
   * Call a variant in several ways, in all of which its source came to an end.
   *
   * @param {(place: number) => Make} make
   * @param {Manner} manner
   * @param {number[]} places
   * @param {boolean} isTrusted whether it is expected to end, and given the time for it on a busy machine
   * @returns {Seen[]} up to the first call that does not end
   */
  observeVariant(make, manner, places, isTrusted) {
    const begin = (/** @type {number} */ place) => new this.inside.Call(make(place), manner, place);
    const calls = places.map(begin);
    const hung = this.run(calls, isTrusted ? VARIANT_LIMIT_MS : MISTAKE_LIMIT_MS);
    if (hung.size === 0 || !isTrusted) return this.end(calls, hung);
    // A busy machine, or the call of another place, may have been at fault.
    /** @type {Seen[]} */
    const seen = [];
    for (const place of places) {
      const alone = [begin(place)];
      seen.push(...this.end(alone, this.run(alone, ALONE_LIMIT_MS)));
      if (seen.at(-1) === null) break;
    }
    return seen;
  }

  /**
   * @param {Call[]} calls
   * @param {number} limitMs
   * @returns {Set<number>} those that did not end, or were slow
   */
  run(calls, limitMs) {
    const hung = new Set();
    let at = 0;
    const goOn = () => {
      for (; at < calls.length; at += 1) {
        const start = performance.now();
        calls[at].start();
        if (performance.now() - start > SLOW_MS && limitMs === SOURCE_LIMIT_MS) hung.add(at);
      }
      return true;
    };
    while (!withLimit(limitMs, goOn, this.context) && at < calls.length) {
      hung.add(at);
      at += 1;
      if (hung.size < MOST_HANGS) continue;
      for (; at < calls.length; at += 1) hung.add(at);
    }
    return hung;
  }

  /**
   * @param {Call[]} calls
   * @param {Set<number>} hung
   * @returns {Seen[]}
   */
  end(calls, hung) {
    return calls.map((call, at) => {
      // Nothing of the program is run to write down what it left: no limit is needed, which would cost a thread.
      const text = call.end();
      return hung.has(at) || call.isResource ? null : { text, isDone: call.isDone };
    });
  }
}
