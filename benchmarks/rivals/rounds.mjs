// @ts-check
/**
 * One contestant in a process of its own: reads requests on standard input, one JSON object a line, makes
 * the variants that each asks for, and answers with what that took.
 *
 *     node rounds.mjs CONTESTANT FOLDER_OF_THE_WORKER
 *
 * A request: `{programs?, plan?, count, times, firstSeed, wantTexts?, timePasses?}`; programs and plan stay
 * until others come. A reply: seconds of processor (of all threads) and of the clock, number of variants,
 * programs that could not be read, and what else was asked for.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const [contestant, worker] = process.argv.slice(2);
const fromWorker = (/** @type {string} */ name) => import(pathToFileURL(path.join(worker, name)).href);

/**
 * @typedef {{source: string, standalone: string, language: string, shape: string}} Program
 * `standalone`: how a parser that knows no expressions reads it
 * @typedef {(program: Program, plan: any, seeds: string[]) => string[]} MakeTexts
 */

/** What each contestant does with a program. @type {Record<string, () => Promise<MakeTexts>>} */
const CONTESTANTS = {
  async ours() {
    const { makeVariants } = await fromWorker('variants.mjs');
    return (program, plan, seeds) =>
      makeVariants(program, plan, seeds).variants.map((/** @type {any} */ { text }) => text);
  },
  released: () => released({}),
  'released without its leak': () => released({ leaks: false }),
  async 'Babel parse + print'() {
    const { printAsReleased } = await import('./released.mjs');
    return ({ standalone }, _, seeds) => seeds.map(() => printAsReleased(standalone));
  },
  async 'oxc-transform parse + print'() {
    const { transformSync } = createRequire(path.join(worker, 'main.mjs'))('oxc-transform');
    return ({ standalone, language }, _, seeds) =>
      seeds.map(() => transformSync(`it.${language}`, standalone).code);
  },
};

/** @param {{leaks?: boolean}} settings */
async function released(settings) {
  const { ReleasedPipeline } = await import('./released.mjs');
  const { randomFrom } = await fromWorker('random.mjs');
  const pipeline = new ReleasedPipeline(randomFrom('0/released'), settings);
  return (/** @type {Program} */ { standalone }, /** @type {any} */ _, /** @type {string[]} */ seeds) =>
    seeds.map(() => pipeline.variant(standalone));
}

const makeTexts = await CONTESTANTS[contestant]();
/** Seconds inside of each pass. @type {Record<string, number>} */
let inPasses = {};
/** @type {Program[]} */
let programs = [];
/** @type {any} */
let plan;

for await (const line of readline.createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  programs = request.programs ?? programs;
  plan = request.plan ?? plan;
  if (request.timePasses) await timePasses();
  process.stdout.write(`${JSON.stringify(round(request))}\n`);
}

/** @param {{count: number, times: number, firstSeed: number, wantTexts?: boolean}} request */
function round({ count, times, firstSeed, wantTexts }) {
  inPasses = {};
  let variants = 0;
  let failures = 0;
  let bytes = 0;
  /** @type {string[][]} */
  const texts = [];
  const before = process.cpuUsage();
  const begin = process.hrtime.bigint();
  for (let time = 0; time < times; time += 1) {
    for (const [place, program] of programs.entries()) {
      // Of its own: which passes are drawn follows from the seed alone.
      const first = firstSeed + (time * programs.length + place) * count;
      const seeds = Array.from({ length: count }, (_, number) => String(first + number));
      /** @type {string[]} */
      let made = [];
      try {
        made = makeTexts(program, plan, seeds);
      } catch {
        failures += 1;
      }
      variants += made.length;
      // As they go out: a text that was put together is still in pieces before that.
      for (const text of made) bytes += Buffer.byteLength(text);
      if (wantTexts) texts.push(made);
    }
  }
  const { user, system } = process.cpuUsage(before);
  const clock = Number(process.hrtime.bigint() - begin) / 1e9;
  return { processor: (user + system) / 1e6, clock, variants, failures, bytes, inPasses, texts };
}

/** From now on, count the time inside of every pass. */
async function timePasses() {
  const { PASSES } = await fromWorker('passes/index.mjs');
  for (const [name, pass] of PASSES) {
    const method = 'rewrite' in pass ? 'rewrite' : 'apply';
    const run = pass[method].bind(pass);
    PASSES.set(name, { ...pass, [method]: timed });
    function timed(/** @type {unknown[]} */ ...given) {
      const begin = performance.now();
      try {
        return run(...given);
      } finally {
        inPasses[name] = (inPasses[name] ?? 0) + (performance.now() - begin) / 1e3;
      }
    }
  }
}
