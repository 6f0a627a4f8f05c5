// @ts-check
import * as build from '../making/build.mjs';
import { deadStatements } from '../making/dead-statements.mjs';
import { functionAround } from '../facts/around.mjs';
import { pick } from '../random.mjs';
import { isFunction, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Random} Random */
/** @typedef {import('../types.js').Draft} Draft */

/**
 * Insert statements that do nothing, or never run, into the blocks of functions. Options: `form` is `any`, or
 * `bare-var` for what the released code does: `var word;` first in a function declaration; `share` is the
 * chance of each function to get one statement, null draws a few places anywhere.
 *
 * Differs from the released code, which may hide a name that the body uses.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'insert-dead-code',
  aliases: ['DCI', 'dead-code insertion'],
  group: 'regularization',
  example: ['const twice = (a) => a * 2;', 'const twice = (a) => {\n  let account;\n  return a * 2;\n};'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: false,
  options: { form: 'any', share: null },
  apply(draft, random, { form = 'any', share = null }) {
    if (form === 'bare-var') return bareVars(draft, random, Number(share ?? 0.25));
    const places = placesIn(draft);
    if (places.length === 0) return 0;
    if (share === null) {
      const count = 1 + Math.floor(random() * Math.min(2, places.length + 1));
      for (let inserted = 0; inserted < count; inserted += 1) insertSomewhere(pick(places, random), draft, random);
      return count;
    }
    const chosen = places.filter((place) => functionOf(place) && random() < Number(share));
    for (const place of chosen) insertSomewhere(place, draft, random);
    return chosen.length;
  },
};

/**
 * Blocks of functions, and arrow functions that are an expression.
 *
 * @param {Draft} draft
 */
function placesIn(draft) {
  return draft
    .of('BlockStatement', 'ArrowFunctionExpression')
    .filter((node) => (node.type === 'BlockStatement' ? functionAround(node) : node.body.type !== 'BlockStatement'));
}

/**
 * The function whose whole body a place is; null of a block inside.
 *
 * @param {Node} place
 */
function functionOf(place) {
  const own = place.type === 'BlockStatement' ? place.parent : place;
  return own && isFunction(own) ? own : null;
}

/**
 * @param {Node} place
 * @param {Draft} draft
 * @param {Random} random
 */
function insertSomewhere(place, draft, random) {
  const block = place.type === 'BlockStatement' ? place : blockOf(place, draft);
  const first = firstPlace(block);
  const at = first + Math.floor(random() * (block.body.length - first + 1));
  draft.insert(block, at, deadStatements(() => draft.fresh(random), random));
}

/**
 * The block of an arrow function, made if it was an expression.
 *
 * @param {Node} arrow
 * @param {Draft} draft
 */
function blockOf(arrow, draft) {
  if (arrow.body.type !== 'BlockStatement') {
    const body = build.block([build.returnStatement(withoutParentheses(arrow.body))]);
    draft.change(arrow, { body, expression: false });
  }
  return arrow.body;
}

/**
 * Behind the directives of a block.
 *
 * @param {Node} block
 */
const firstPlace = ({ body }) => body.findLastIndex((/** @type {Node} */ each) => each.directive != null) + 1;

/**
 * @param {Draft} draft
 * @param {Random} random
 * @param {number} share
 */
function bareVars(draft, random, share) {
  let changes = 0;
  for (const { body } of draft.of('FunctionDeclaration')) {
    if (!body || random() >= share) continue;
    draft.insert(body, firstPlace(body), build.declaration('var', draft.fresh(random), null));
    changes += 1;
  }
  return changes;
}
