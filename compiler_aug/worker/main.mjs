// @ts-check
/**
 * The worker: reads framed requests on standard input, answers each on standard output, in order.
 *
 * A request is `{ op, items, plan? }`; its reply is `{ replies }`, one for each item, either a result or
 * `{ failure }`. A program that can't be processed fails alone.
 */
import { readFileSync } from 'node:fs';
import { anonymise } from './functions/anonymise.mjs';
import { extractFunctions } from './functions/extract.mjs';
import { decodeFrames, encodeFrame } from './frames.mjs';
import { PASSES } from './passes/index.mjs';
import { readProgram, SourceSyntaxError } from './program.mjs';
import { typeLabels } from './labels/type-labels.mjs';
import { makeVariant } from './variants.mjs';

/** What a request may ask for each of its items. */
const OPERATIONS = /** @type {Record<string, (item: any, request: any) => unknown>} */ ({
  hello: () => ({ engines: engines(), passes: [...PASSES.values()].map(described) }),
  variants: (item, { plan }) => ({
    variants: item.seeds.map((/** @type {string} */ seed) => makeVariant(item, plan, seed)),
  }),
  check: ({ source, language, shape }) => {
    readProgram(source, language, shape);
    return {};
  },
  extract: ({ source, language }) => ({ functions: extractFunctions(source, language) }),
  anonymise: (item) => ({ text: anonymise(item) }),
  labels: ({ source, language }) => typeLabels(source, language),
});

for await (const request of decodeFrames(process.stdin)) {
  const operation = OPERATIONS[request.op];
  const replies = request.items.map((/** @type {any} */ item) => answer(operation, item, request));
  if (!process.stdout.write(encodeFrame({ replies }))) {
    await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}

/**
 * @param {(item: any, request: any) => unknown} operation
 * @param {any} item
 * @param {any} request
 */
function answer(operation, item, request) {
  try {
    return operation(item, request);
  } catch (error) {
    if (error instanceof SourceSyntaxError) {
      const { message, line, column } = error;
      return { failure: { kind: 'syntax', message, line, column } };
    }
    const isTooDeep = error instanceof RangeError && error.message.includes('call stack');
    const message = isTooDeep ? 'nested too deeply to be walked' : String(error);
    return { failure: { kind: 'internal', message, line: 0, column: 0 } };
  }
}

/** @param {import('./types.js').Pass} pass */
function described({ name, paper, example, preserves, assumes }) {
  return { name, paper, example, preserves, assumes };
}

/** Versions of the compilers that decide the bytes of a variant, besides this project's own. */
function engines() {
  const about = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  return { ...about.dependencies, node: process.versions.node };
}
