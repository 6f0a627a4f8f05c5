// @ts-check
/**
 * The runner: imports modules of packages and calls the functions in them, on framed requests.
 *
 * A request is `{ op, items }`; its reply is `{ replies }`, one for each item.
 *
 * It runs code that nobody here wrote. The process that starts it takes from it what Node can take
 * (writing, child processes, threads, memory) and kills it after a deadline; `sandbox.mjs` takes
 * clocks, chance, timers and the network. Neither is a wall against code that means harm: whoever
 * runs packages that they don't trust at all puts the whole build into a container.
 */
import { sharing } from './builtins.mjs';
import { exportsOf } from './exports.mjs';
import { decodeFrames, encodeFrame } from '../worker/frames.mjs';
import { observe } from './observing.mjs';
import { enclose } from './sandbox.mjs';
import { TUPLES } from './tuples.mjs';

// Libraries are kept from this pipe below.
const send = process.stdout.write.bind(process.stdout);
enclose();
const builtins = sharing();

/** @type {Map<string, Function>} functions met, by module and name */
const functions = new Map();

const OPERATIONS = /** @type {Record<string, (item: any) => Promise<object>>} */ ({
  /** How many arguments each tuple has, and whether they are odd. */
  tuples: async () => ({
    lengths: TUPLES.map(({ length }) => length),
    odd: TUPLES.map(({ odd }) => odd),
  }),
  /** Import a module; say what functions it exports. */
  load: async ({ path }) => {
    const exported = await exportsOf(path);
    for (const { key, value } of exported) functions.set(`${path}#${key}`, value);
    return {
      exports: exported.map(({ key, name, value }) => ({
        key, name, text: String(value), length: value.length,
      })),
    };
  },
  /** Call a function on every argument tuple. */
  call: async ({ path, key }) => {
    if (!functions.has(`${path}#${key}`)) await OPERATIONS.load({ path });
    const called = functions.get(`${path}#${key}`);
    if (!called) throw new Error(`${path} exports no ${key}`);
    builtins.remember();
    const observed = observe(called);
    // Promises left behind are settled here, not during the calls of the next function.
    await null;
    return { ...observed, meddles: builtins.restore() };
  },
});

for await (const { op, items } of decodeFrames(process.stdin)) {
  const replies = [];
  for (const item of items) replies.push(await answer(OPERATIONS[op], item));
  send(encodeFrame({ replies }));
}

/**
 * @param {(item: any) => Promise<object>} operation
 * @param {any} item
 */
async function answer(operation, item) {
  try {
    return await operation(item);
  } catch (error) {
    return { failure: reasonOf(error) };
  }
}

/** @param {any} error what was thrown; libraries throw anything */
function reasonOf(error) {
  try {
    return String(error?.code ?? error?.name ?? error).slice(0, 200);
  } catch {
    return 'unprintable';
  }
}
