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
import { DepthError, readProgram, SourceSyntaxError } from './program.mjs';
import { typeLabels } from './labels/type-labels.mjs';
import { explainVariant, makeVariants } from './variants.mjs';

/** What a request may ask for each of its items. */
const OPERATIONS = /** @type {Record<string, (item: any, request: any) => unknown>} */ ({
  hello: () => ({ engines: engines(), passes: [...PASSES.values()].map(described) }),
  variants: (item, { plan, distinct }) => makeVariants(item, plan, item.seeds, distinct),
  explain: (item, { plan }) => explainVariant(item, plan, item.seed),
  check: ({ source, language, shape }) => {
    readProgram(source, language, shape);
    return {};
  },
  extract: ({ source, language }) => ({ functions: extractFunctions(source, language) }),
  anonymise: (item) => ({ text: anonymise(item) }),
  labels: ({ source, language }) => typeLabels(source, language),
});

// Whoever asked is gone.
process.stdout.on('error', () => process.exit());

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
  // Refused unread, it keeps its place among the others.
  if (item.failure) return { failure: item.failure };
  try {
    return operation(item, request);
  } catch (error) {
    if (error instanceof SourceSyntaxError) {
      const { message, line, column } = error;
      return { failure: { kind: 'syntax', message, line, column } };
    }
    if (error instanceof DepthError) {
      const { message, line, column } = error;
      return { failure: { kind: 'depth', message, line, column } };
    }
    const isTooDeep = error instanceof RangeError && error.message.includes('call stack');
    if (isTooDeep) return { failure: { kind: 'depth', message: 'nested too deeply', line: 0, column: 0 } };
    return { failure: { kind: 'internal', message: String(error), line: 0, column: 0 } };
  }
}

/** @param {import('./types.js').Pass} pass */
function described({ name, aliases, group, example, preserves, assumes, idempotent, options = {} }) {
  return { name, aliases, group, example, preserves, assumes, idempotent, options };
}

/** Versions of the compilers that decide the bytes of a variant, besides this project's own. */
function engines() {
  const about = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  return { ...about.dependencies, node: process.versions.node };
}
