// @ts-check
import * as build from '../build.mjs';
import { freshName } from '../names.mjs';
import { pick } from '../random.mjs';
import { resolve } from '../resolve.mjs';
import { visit } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Random} Random */

const OPERATORS = ['+', '-', '*', '<', '>', '===', '&'];

/**
 * Statements without effect: each is given fresh names and makes one node.
 *
 * @type {((fresh: () => string, random: Random) => Node)[]}
 */
const STATEMENTS = [
  (fresh) => build.declaration('let', fresh(), null),
  (fresh, random) => build.declaration('const', fresh(), someValue(random)),
  (fresh, random) => {
    const name = fresh();
    return build.declaration('const', fresh(), build.arrow(name, operation(name, random)));
  },
  (fresh, random) => build.expressionStatement(build.unary('void', someValue(random))),
  (fresh, random) => build.ifStatement(build.literal(false), neverRun(fresh, random)),
  (fresh, random) => build.whileStatement(build.literal(false), neverRun(fresh, random)),
];

/**
 * Insert statements that do nothing, or never run, into the blocks of functions.
 *
 * Differs from the released code, which only declares a variable first in a function declaration
 * and may hide a name that the body uses.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'insert-dead-code',
  paper: 'Dead-code insertion (DCI)',
  example: [
    'function f(a) { return a; }',
    'function f(a) {\n  return a;\n\n  const group_mask = 4;\n}',
    2,
  ],
  preserves: 'behaviour',
  assumes: [1, 2],
  apply(program, random) {
    const blocks = blocksOf(program);
    if (blocks.length === 0) return 0;
    const { names, dynamic } = resolve(program);
    if (dynamic) return 0;
    const fresh = () => freshName(names, random);
    const count = 1 + Math.floor(random() * Math.min(4, blocks.length + 1));
    for (let inserted = 0; inserted < count; inserted += 1) {
      const statements = pick(blocks, random);
      const first = statements.findLastIndex((statement) => statement.directive != null) + 1;
      const at = first + Math.floor(random() * (statements.length - first + 1));
      statements.splice(at, 0, pick(STATEMENTS, random)(fresh, random));
    }
    return count;
  },
};

/**
 * Statement lists where a declaration stays local: every block, but not the top level.
 *
 * @param {Node} program
 * @returns {Node[][]}
 */
function blocksOf(program) {
  /** @type {Node[][]} */
  const blocks = [];
  visit(program, (node) => {
    if (node.type === 'BlockStatement') blocks.push(node.body);
  });
  return blocks;
}

/** @param {Random} random */
function someValue(random) {
  const kind = random();
  if (kind < 0.4) return build.literal(Math.floor(random() * 100));
  if (kind < 0.6) return build.literal(random() < 0.5);
  if (kind < 0.8) return build.array([build.literal(Math.floor(random() * 10))]);
  return build.literal(null);
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
 * @param {() => string} fresh
 * @param {Random} random
 */
function neverRun(fresh, random) {
  const name = fresh();
  const use = build.call(build.identifier(name), [someValue(random)]);
  return build.block([
    build.declaration('const', name, build.arrow(fresh(), someValue(random))),
    build.expressionStatement(use),
  ]);
}
