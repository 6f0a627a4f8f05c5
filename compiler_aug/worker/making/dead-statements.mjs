// @ts-check
/** Statements that do nothing, or never run. */
import * as build from './build.mjs';
import { pick } from '../random.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Random} Random */
/** @typedef {() => string} Fresh gives a name that nobody bears */

const OPERATORS = ['+', '-', '*', '<', '>', '===', '&'];

/** Each makes one statement. @type {((fresh: Fresh, random: Random) => Node)[]} */
const STATEMENTS = [
  (fresh) => build.declaration('let', fresh(), null),
  (fresh, random) => build.declaration('const', fresh(), someValue(random)),
  (fresh, random) => {
    const name = fresh();
    return build.declaration('const', fresh(), build.arrow([build.identifier(name)], operation(name, random)));
  },
  (fresh, random) => build.expressionStatement(build.unary('void', someValue(random))),
  (fresh, random) => build.ifStatement(neverTrue(random), neverRun(fresh, random)),
  (fresh, random) => build.whileStatement(neverTrue(random), neverRun(fresh, random)),
  (fresh, random) => {
    const list = fresh();
    return build.block([
      build.declaration('const', list, build.array([someNumber(random), someNumber(random)])),
      build.ifStatement(build.unary('!', build.identifier(list)), neverRun(fresh, random)),
    ]);
  },
];

/**
 * @param {Fresh} fresh
 * @param {Random} random
 */
export const deadStatements = (fresh, random) => pick(STATEMENTS, random)(fresh, random);

/** @param {Random} random */
const someNumber = (random) => build.literal(Math.floor(random() * 100));

/** @param {Random} random */
function someValue(random) {
  const kind = random();
  if (kind < 0.4) return someNumber(random);
  if (kind < 0.6) return build.literal(random() < 0.5);
  if (kind < 0.8) return build.array([build.literal(Math.floor(random() * 10))]);
  return build.literal(null);
}

/**
 * Conditions that are false, some of them not at first sight.
 *
 * @param {Random} random
 */
function neverTrue(random) {
  const kind = random();
  if (kind < 0.3) return build.literal(false);
  const number = Math.floor(random() * 50);
  const more = build.literal(number + 1 + Math.floor(random() * 50));
  if (kind < 0.55) return build.binary('>', build.literal(number), more);
  if (kind < 0.75) return build.binary('===', build.unary('typeof', build.literal(number)), build.literal('string'));
  return build.not(more);
}

/**
 * @param {string} name
 * @param {Random} random
 */
function operation(name, random) {
  const number = build.literal(1 + Math.floor(random() * 9));
  return build.binary(pick(OPERATORS, random), build.identifier(name), number);
}

/**
 * A block for a branch that is not taken.
 *
 * @param {Fresh} fresh
 * @param {Random} random
 */
function neverRun(fresh, random) {
  const name = fresh();
  return build.block([
    build.declaration('const', name, build.arrow([build.identifier(fresh())], someValue(random))),
    build.expressionStatement(build.call(build.identifier(name), [someValue(random)])),
  ]);
}
