// @ts-check
/** One call of a program, from its start to the text of all that could be seen of it. */
import { argumentsOf, dataOf, styleOf } from './arguments.mjs';
import { restart, strangers } from './global-object.mjs';
import { baseOf, callMember, isOverflow, isSequence, membersOf } from './members.mjs';
import { known, written } from './writing.mjs';
import { World } from './world.mjs';

/** @typedef {import('./kinds.mjs').Hints} Hints */
/** @typedef {import('./arguments.mjs').Parameter} Parameter */

/**
 * How a program is called.
 *
 * @typedef {object} Manner
 * @property {string[]} free names that it uses and does not declare
 * @property {Parameter[]} parameters
 * @property {'function' | 'constructor' | 'method' | 'static' | 'class'} kind
 * @property {boolean} isMember whether it stands in a class of its own
 * @property {boolean} isConstructible whether it writes its `this`, so that `new` makes sense
 * @property {Hints} hints
 */

/** A lazy sequence may have no end. */
const MOST_ITEMS = 10;
/** Functions in a result are called as well. */
const MOST_PROBES = 6;

export class Call {
  /**
   * @param {(bind: Record<string, any>) => any} make the program, when it is given its free names
   * @param {Manner} manner
   * @param {number} place which arguments
   */
  constructor(make, manner, place) {
    this.make = make;
    this.manner = manner;
    this.place = place;
    this.world = new World(place, manner.hints);
    this.outcome = 'pending';
    /** @type {any[]} */
    this.args = [];
    /** @type {any} */
    this.self = undefined;
    this.probes = 0;
    /** @type {string[]} what it wrote to the global object */
    this.strangers = [];
    this.isResource = false;
    /** Whether it came to a result. */
    this.isDone = false;
  }

  start() {
    const { world, manner, place } = this;
    restart();
    /** @type {Record<string, any>} */
    const bind = {};
    for (const name of manner.free) bind[name] = world.value(name, name, name === 'console' || name === '$Base$');
    this.args = argumentsOf(world, manner.parameters, place);
    this.self = styleOf(place) === 'data' && place % 2 === 1 ? dataOf(world, 'this', 'this', 0) : world.mock('this', 'this', false);
    if (manner.isMember) {
      bind.$Base$ = baseOf(world, this.self);
      bind.$private$ = (/** @type {string} */ name) => world.value(name, name);
    }
    try {
      const program = this.make(bind);
      const see = bind.$see$;
      if (see) world.outside = () => see().map(written).join(', ');
      this.settle(this.call(program));
    } catch (error) {
      this.fail(error);
    }
    this.strangers = strangers();
  }

  /** @param {any} program */
  call(program) {
    const { manner, self, args, place } = this;
    switch (manner.kind) {
      case 'class':
        return program;
      case 'constructor':
        return Reflect.construct(program, args);
      case 'static':
        return callMember(program, this.memberOf(program), self, args);
      case 'method':
        return callMember(program.prototype, this.memberOf(program.prototype), new program(), args, program.$own$);
      default:
        if (manner.isConstructible && place % 5 === 3) {
          return Reflect.construct(program, args);
        }
        return Reflect.apply(program, self, args);
    }
  }

  /**
   * The only member of the wrapping class.
   *
   * @param {any} holder
   */
  memberOf(holder) {
    const own = ['constructor', 'prototype', 'length', 'name', '$own$'];
    return Reflect.ownKeys(holder).find((key) => !own.includes(String(key)));
  }

  /** @param {any} value */
  settle(value) {
    if (value instanceof Promise) {
      value.then((result) => this.settle(result), (error) => this.fail(error));
      return;
    }
    if (isSequence(value)) {
      this.drain(value, 0);
      return;
    }
    this.finish(`returns ${written(value)}`);
    this.isDone = true;
    this.examine(value, 0);
  }

  /** @param {any} error */
  fail(error) {
    if (isOverflow(error)) this.isResource = true;
    this.finish(`throws ${written(error)}`);
  }

  /** @param {string} outcome */
  finish(outcome) {
    this.outcome = this.world.isFull ? 'goes on' : outcome;
  }

  /**
   * @param {any} sequence
   * @param {number} count items taken before
   */
  drain(sequence, count) {
    for (let taken = count; taken < MOST_ITEMS; taken += 1) {
      let step;
      try {
        step = sequence.next(taken);
      } catch (error) {
        this.fail(error);
        return;
      }
      if (step instanceof Promise) {
        step.then((later) => this.take(sequence, later, taken + 1), (error) => this.fail(error));
        return;
      }
      if (!this.noteItem(step)) return;
    }
    this.isDone = true;
    this.finish('yields on');
  }

  /**
   * @param {any} sequence
   * @param {any} step
   * @param {number} count
   */
  take(sequence, step, count) {
    if (this.noteItem(step)) this.drain(sequence, count);
  }

  /**
   * @param {any} step
   * @returns {boolean} whether there are more
   */
  noteItem({ done, value }) {
    try {
      if (!done) this.world.note(`yields ${written(value)}`);
    } catch (error) {
      this.fail(error);
      return false;
    }
    if (done) {
      this.isDone = true;
      this.finish(`returns ${written(value)}`);
    }
    return !done;
  }

  /**
   * Call what can be called in a result, read what has to be called to be read.
   *
   * @param {any} value
   * @param {number} depth
   */
  examine(value, depth) {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
    if (known.has(value) || depth > 2) return;
    if (typeof value === 'function') this.probe('result', value, undefined, depth);
    for (const [key, field] of membersOf(value)) {
      if (field.get) this.probe(`getter ${String(key)}`, field.get, value, depth);
      else if (typeof field.value === 'function') this.probe(String(key), field.value, value, depth);
      else if (field.enumerable) this.examine(field.value, depth + 1);
    }
  }

  /**
   * @param {string} name
   * @param {any} callable
   * @param {any} self
   * @param {number} depth
   */
  probe(name, callable, self, depth) {
    const { world } = this;
    if (known.has(callable) || this.probes >= MOST_PROBES || world.isFull) return;
    this.probes += 1;
    const args = [0, 1, 2].map((at) => world.value(`probe${this.probes}.${at}`, `result<${at}>`));
    try {
      world.note(`probe ${name} of ${callable.length}`);
      const isClass = Object.getOwnPropertyDescriptor(callable, 'prototype')?.writable === false;
      const value = isClass ? Reflect.construct(callable, args) : Reflect.apply(callable, self, args);
      world.note(`probe returns ${written(value)}`);
      this.examine(value, depth + 1);
    } catch (error) {
      if (!world.isFull) world.events.push(`probe throws ${written(error)}`);
    }
  }

  /** All that was seen: what it did, what came out, what it left behind. */
  end() {
    const { world, args, self, outcome } = this;
    const left = [`arguments ${args.map(written).join(', ')}`, `this ${written(self)}`, `where ${world.outside()}`];
    // What comes later may be another call's.
    strangers();
    return [...world.events, outcome, ...left, ...this.strangers].join('\n');
  }
}
