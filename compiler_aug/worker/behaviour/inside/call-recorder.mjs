// @ts-check
/** A function of the world: it records its calls, and calls back what it is given. */
import { Recorder } from './recorder.mjs';
import { known, written } from './writing.mjs';

/** From its so-many-th call on, a function of the world has nothing more to give: loops shall end. */
const MANY_CALLS = 5;
/** How deep calls go that the world makes while it is called. */
const DEEPEST_CALL = 6;

/** The traps of a proxy that can be called. */
export class CallRecorder extends Recorder {
  /**
   * @param {object} _
   * @param {any} self
   * @param {any[]} args
   */
  apply(_, self, args) {
    const { world } = this;
    const count = this.count();
    const on = self === undefined || self === globalThis ? '' : ` on ${written(self)}`;
    world.note(`call ${this.name}(${args.map(written).join(', ')})${on}`);
    world.noteOutside();
    const name = `${this.name}(${count})`;
    this.callBack(name, args);
    const roll = world.roll(`${name} ${args.map(written).join()}`);
    if (world.seed % 4 > 1 && roll % 29 === 0) throw world.error(name);
    if (count > MANY_CALLS && roll % 2 === 0) return undefined;
    return world.value(name, `${this.label}()`);
  }

  /**
   * @param {object} _
   * @param {any[]} args
   */
  construct(_, args) {
    const name = `new ${this.name}(${this.count()})`;
    this.world.note(`${name} of (${args.map(written).join(', ')})`);
    this.world.noteOutside();
    this.callBack(name, args);
    return this.world.mock(name, `${this.label}()`, false);
  }

  count() {
    const count = (this.world.calls.get(this.name) ?? 0) + 1;
    this.world.calls.set(this.name, count);
    return count;
  }

  /**
   * Functions of the program that the world is given are called: once or twice.
   *
   * @param {string} name
   * @param {any[]} args
   */
  callBack(name, args) {
    const { world } = this;
    const given = args.filter((arg) => typeof arg === 'function' && !known.has(arg));
    if (world.depth >= DEEPEST_CALL) return;
    world.depth += 1;
    try {
      for (const [place, callback] of given.entries()) {
        const times = 1 + (world.roll(`${name} times`) % 2);
        for (let time = 0; time < times; time += 1) this.callOnce(`${name}<${place}.${time}>`, callback, time);
      }
    } finally {
      world.depth -= 1;
    }
  }

  /**
   * @param {string} name
   * @param {Function} callback
   * @param {number} time
   */
  callOnce(name, callback, time) {
    const { world, label } = this;
    const items = [world.value(`${name}0`, `${label}<0>`), time, world.value(`${name}2`, `${label}<2>`)];
    let answer;
    try {
      answer = written(Reflect.apply(callback, undefined, items));
    } catch (error) {
      if (world.isFull) throw error;
      world.note(`back throws ${written(error)}`);
      if (world.roll(name) % 2 === 0) throw error;
      return;
    }
    world.note(`back ${answer}`);
  }
}
