// @ts-check
/**
 * The worker: reads framed requests on standard input, answers each on standard output, in order.
 *
 * A request is `{ op, items, plan? }`; its reply is `{ replies }`, one for each item, either a result or
 * `{ failure }`. A program that can't be processed fails alone.
 */
import { readFileSync } from 'node:fs';
import { isTooDeep, Refusal } from './failures.mjs';
import { anonymise } from './functions/anonymise.mjs';
import { extractFunctions } from './functions/extract.mjs';
import { decodeFrames, encodeFrame } from './frames.mjs';
import { PASSES } from './passes/index.mjs';
import { readProgram } from './program.mjs';
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
  const replies = request.items.map((/** @type {any} */ item) => answer(item, request));
  if (!process.stdout.write(encodeFrame({ replies }))) {
    await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}

/**
 * @param {any} item
 * @param {any} request
 */
function answer(item, request) {
  // Refused unread, it keeps its place among the others.
  if (item.failure) return { failure: item.failure };
  const { op } = request;
  if (!Object.hasOwn(OPERATIONS, op)) return failed('internal', `no operation is called ${op}`);
  try {
    return OPERATIONS[op](item, request);
  } catch (error) {
    if (error instanceof Refusal) return failed(error.kind, error.message, error);
    return isTooDeep(error) ? failed('depth', 'nested too deeply') : failed('internal', String(error));
  }
}

/**
 * @param {'syntax' | 'depth' | 'internal'} kind
 * @param {string} message
 * @param {import('./types.js').Position} [place] where in the program, if that is known
 */
function failed(kind, message, { line, column } = { line: 0, column: 0 }) {
  return { failure: { kind, message, line, column } };
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
