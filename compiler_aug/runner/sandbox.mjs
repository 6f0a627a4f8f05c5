// @ts-check
/** What called functions must not see: the time, chance, timers, the network, the terminal. */
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

/** An arbitrary moment: 2020-02-03 04:05:06.789 UTC. */
const NOW = 1580702706789;

/** Make every run of the same calls the same. */
export function enclose() {
  stopClocks();
  Math.random = chance;
  cutNetwork();
  silence();
  // Most calls with arguments of a wrong kind throw, and a stack is what is dear about an error.
  Error.stackTraceLimit = 0;
  // What a library leaves behind must not end the process while another is called.
  process.on('unhandledRejection', () => {});
  process.on('uncaughtException', () => {});
  // A library that ends the process would take the rest of its package with it.
  const refuse = () => {
    throw new Error('a called function may not end the process');
  };
  Object.assign(process, { exit: refuse, abort: refuse, reallyExit: refuse, kill: refuse });
}

/** The next random numbers are again those of a fresh process. */
export function restartChance() {
  state = SEED;
}

const SEED = 0x9e3779b9;
let state = SEED;

/** Mulberry32, by Tommy Ettinger: small, and good enough to shuffle with. */
function chance() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

function stopClocks() {
  const RealDate = Date;
  const Fixed = class Date extends RealDate {
    /** @param {any[]} parts */
    constructor(...parts) {
      // @ts-expect-error a spread of any length
      super(...(parts.length === 0 ? [NOW] : parts));
    }

    static now() {
      return NOW;
    }
  };
  globalThis.Date = /** @type {DateConstructor} */ (/** @type {unknown} */ (Fixed));
  performance.now = () => 0;
  process.hrtime = Object.assign(() => /** @type {[number, number]} */ ([0, 0]), {
    bigint: () => 0n,
  });
  // A callback that came later would run into the calls of another function.
  const never = () => 0;
  Object.assign(globalThis, {
    setTimeout: never, setInterval: never, setImmediate: never,
    clearTimeout: never, clearInterval: never, clearImmediate: never,
    requestAnimationFrame: never, queueMicrotask: never,
  });
}

function cutNetwork() {
  const refuse = () => {
    throw new Error('a called function has no network');
  };
  net.Socket.prototype.connect = refuse;
  net.Server.prototype.listen = refuse;
  dgram.Socket.prototype.send = refuse;
  dgram.Socket.prototype.bind = refuse;
  Object.assign(dns, { lookup: refuse, resolve: refuse });
  Reflect.deleteProperty(globalThis, 'fetch');
  Reflect.deleteProperty(globalThis, 'WebSocket');
}

function silence() {
  for (const name of Object.keys(console)) {
    const member = /** @type {any} */ (console)[name];
    if (typeof member === 'function') /** @type {any} */ (console)[name] = () => {};
  }
  // The pipe carries frames: a stray word in it would end the conversation.
  process.stdout.write = () => true;
  process.stderr.write = () => true;
}
