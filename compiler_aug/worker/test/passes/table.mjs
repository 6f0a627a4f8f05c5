// @ts-check
/** How passes are tested: what they do, what they leave alone, and that the outcome behaves the same. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { inspect } from 'node:util';
import vm from 'node:vm';
import { Draft } from '../../draft.mjs';
import { readProgram, rereadUnit } from '../../program.mjs';
import { drawsFrom } from '../../random.mjs';
import { render } from '../../render/render.mjs';
import { unwrap } from '../../wrapper.mjs';

/** @typedef {import('../../types.js').Pass} Pass */
/** @typedef {import('../../types.js').Random} Random */

/**
 * @typedef {object} Table
 * @property {[source: string, expected: string][]} does with every coin on yes
 * @property {string[]} leavesAlone at least as many
 * @property {[source: string, argumentTuples: unknown[][]][]} [behaves] functions
 * @property {boolean} [exact] whether white space counts
 * @property {import('../../types.js').Options} [options]
 */

/** Every coin falls on yes, every pick is the first. */
const ALWAYS = () => 0;
const SEEDS = Array.from({ length: 20 }, (_, seed) => String(seed));

/**
 * @param {Pass} pass
 * @param {Table} table
 */
export function testPass(pass, { does, leavesAlone, behaves = [], exact = false, options = {} }) {
  const say = exact ? (/** @type {string} */ text) => text : bare;
  for (const [source, expected] of does) {
    test(`${pass.name} does: ${source}`, () => {
      const text = applied(pass, source, ALWAYS, options);
      assert.equal(say(text), say(expected), text);
      if (pass.idempotent) assert.equal(say(applied(pass, text, ALWAYS, options)), say(text), 'a second time');
    });
  }
  for (const source of leavesAlone) {
    test(`${pass.name} leaves alone: ${source}`, () => {
      assert.equal(applied(pass, source, ALWAYS, options), source);
      for (const seed of SEEDS) assert.equal(applied(pass, source, randomOf(pass, seed), options), source);
    });
  }
  test(`${pass.name} leaves as much alone as it does`, () => assert.ok(leavesAlone.length >= does.length));
  for (const [source, tuples] of behaves) {
    test(`${pass.name} keeps the behaviour of: ${source}`, () => {
      const before = tuples.map((tuple) => observe(source, tuple));
      for (const random of [ALWAYS, ...SEEDS.map((seed) => randomOf(pass, seed))]) {
        const text = applied(pass, source, random, options);
        assert.deepEqual(tuples.map((tuple) => observe(text, tuple)), before, text);
      }
    });
  }
}

/**
 * @param {Pass} pass
 * @param {string} seed
 */
const randomOf = (pass, seed) => drawsFrom(seed).generator(pass.name);

/**
 * One pass on one program.
 *
 * @param {Pass} pass
 * @param {string} source
 * @param {Random} random
 * @param {import('../../types.js').Options} [options]
 * @param {string} [language]
 * @returns {string} the source itself where nothing changes
 */
export function applied(pass, source, random, options = {}, language = 'auto') {
  const unit = readProgram(source, language, 'auto');
  const isRefused = pass.assumes.includes(1) && unit.resolution.dynamic;
  if (isRefused || (pass.refuses?.(unit) ?? 0) > 0) return source;
  const told = { ...pass.options, ...options };
  let made = null;
  if ('rewrite' in pass) {
    const result = pass.rewrite(unit, pass.draw(random, told));
    if (typeof result === 'string') made = rereadUnit(result, unit);
    else if (result) made = rereadUnit(result.text, unit, result.language);
  } else {
    const draft = new Draft(unit);
    if (pass.apply(draft, random, told) > 0) made = rereadUnit(render(draft), unit);
  }
  if (!made) return source;
  // Throws if it does not parse.
  void made.program;
  return unwrap(made);
}

/**
 * Without what a printer is free to choose.
 *
 * @param {string} text
 */
function bare(text) {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/ ?([()[\]{},;:]) ?/g, '$1').replaceAll(/;(?=$|\})/g, '').trim();
}

/**
 * What a caller of a function can observe.
 *
 * @param {string} source of a function
 * @param {unknown[]} tuple
 */
export function observe(source, tuple) {
  /** @type {unknown[]} */
  const said = [];
  const log = (/** @type {unknown[]} */ ...words) => void said.push(inspect(words, { depth: 9 }));
  const context = vm.createContext({ console: { log, error: log, warn: log }, log });
  const args = structuredClone(tuple);
  const outcome = () => {
    const value = vm.runInContext(`(${source}\n)`, context, { timeout: 1000 })(...args);
    return { value: typeof value?.next === 'function' ? [...value] : value };
  };
  try {
    return inspect({ ...outcome(), args, said }, { depth: 9 });
  } catch (error) {
    const { name } = /** @type {Error} */ (error);
    return inspect({ thrown: name ?? error, args, said }, { depth: 9 });
  }
}
