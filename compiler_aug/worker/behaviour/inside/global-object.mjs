// @ts-check
/** The global object of a room: its clock, its chance, and what programs leave on it. */
import { madeErrors, written } from './writing.mjs';

/** Where names go that are added to the global object. @type {Record<string, any>} */
let added = {};
/** Those that `prepare` added. @type {Set<string>} */
let prepared = new Set();

/** What a program wrote to the global object; taken away again. */
export function strangers() {
  const names = Object.keys(added).filter((key) => !prepared.has(key));
  return names.map((name) => {
    const text = `global ${name} = ${written(added[name])}`;
    Reflect.deleteProperty(added, name);
    return text;
  });
}

/** An arbitrary moment: 2020-02-03 04:05:06.789 UTC. */
const NOW = 1580702706789;
let now = NOW;
let chance = 0;

/** Time and chance begin anew. */
export function restart() {
  now = NOW;
  chance = 0;
}

/**
 * Make time and chance repeatable, and mark the errors that a program makes.
 *
 * @param {Record<string, any>} sandbox behind the global object
 */
export function prepare(sandbox) {
  const tick = () => (now += 7);
  globalThis.Date = /** @type {any} */ (new Proxy(Date, {
    construct: (target, args, made) => Reflect.construct(target, args.length > 0 ? args : [tick()], made),
    apply: () => String(new Date(tick())),
    get: (target, key) => (key === 'now' ? tick : Reflect.get(target, key)),
  }));
  Math.random = () => {
    chance = (chance + 0.381966) % 1;
    return chance;
  };
  Error.stackTraceLimit = 0;
  for (const Kind of [Error, TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError]) {
    const mark = (/** @type {object} */ error) => {
      madeErrors.add(error);
      return error;
    };
    const marking = new Proxy(Kind, {
      construct: (target, args, made) => mark(Reflect.construct(target, args, made)),
      apply: (target, _, args) => mark(Reflect.construct(target, args)),
    });
    Kind.prototype.constructor = marking;
    Reflect.set(globalThis, Kind.name, marking);
  }
  added = sandbox;
  prepared = new Set(Object.keys(sandbox));
}
