// @ts-check
import { hasEffect, isPure } from '../facts/effects.mjs';
import { isDeclaration, namesIn } from '../facts/uses.mjs';
import { isFunction, visit } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */
/** @typedef {import('../scope.mjs').Binding} Binding */

/** What must stand where it is: they belong to a neighbour, or are read before everything else. */
const FIXED = /^(?:Import|Export|TS)/;

/**
 * Let neighbours change places that have nothing to do with each other: declarations and assignments of
 * values that can be worked out without effect, and functions, which exist before all else.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'reorder-statements',
  aliases: [],
  group: 'syntax',
  example: ['{\n  let a = 1;\n  let b = 2;\n}', '{\n  let b = 2;\n  let a = 1;\n}'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: false,
  apply(draft, random) {
    let changes = 0;
    const owners = draft.of('Program', 'BlockStatement', 'StaticBlock');
    // Worked out before the first change: it stays true.
    const quiet = new Set(owners.flatMap(({ body }) => body.filter((/** @type {Node} */ each) => isQuiet(draft, each))));
    for (const owner of owners) {
      for (let index = 0; index + 1 < owner.body.length; index += 1) {
        const [one, two] = owner.body.slice(index, index + 2);
        if (!canChangePlaces(owner, one, two, quiet) || random() >= 0.5) continue;
        draft.remove(one);
        draft.insert(owner, index + 1, one);
        changes += 1;
      }
    }
    return changes;
  },
};

/**
 * @param {Node} owner
 * @param {Node} one
 * @param {Node} two
 * @param {Set<Node>} quiet
 */
function canChangePlaces(owner, one, two, quiet) {
  if ([one, two].some(isFixed)) return false;
  const holdsFunctions = owner.type === 'Program' || isFunction(owner.parent);
  const functions = [one, two].filter((statement) => statement.type === 'FunctionDeclaration');
  // In other blocks a function is also assigned to a variable, when it is reached.
  if (functions.length > 0 && !holdsFunctions) return false;
  if (functions.length === 2) return one.id.name !== two.id.name;
  return functions.length === 1 || (quiet.has(one) && quiet.has(two) && areIndependent(one, two));
}

/**
 * @param {Node} statement
 */
function isFixed({ type, declare, expression, directive }) {
  // A text that comes first would be a directive.
  return FIXED.test(type) || Boolean(declare) || directive != null || typeof expression?.value === 'string';
}

/**
 * Whether neither changes what the other names.
 *
 * @param {Node} one
 * @param {Node} two
 */
function areIndependent(one, two) {
  const [first, second] = [mentions(one), mentions(two)];
  return !meet(first.changed, second.named) && !meet(second.changed, first.named);
}

/**
 * Whether a statement does nothing but give values to local names, and can't throw.
 *
 * @param {Draft} draft
 * @param {Node} statement
 */
function isQuiet(draft, { type, kind, declarations, expression }) {
  // A name that is kept may be two variables, as that of a `catch` that a `var` declares again.
  const isLocal = (/** @type {Node} */ { type: what, name, binding }) =>
    what === 'Identifier' && binding?.scope && !draft.resolution.kept.has(name);
  if (type === 'VariableDeclaration') {
    return /^(?:var|let|const)$/.test(kind) && declarations.every((/** @type {Node} */ { id, init }) =>
      isLocal(id) && !(kind === 'var' && id.binding.scope.depth === 0) &&
      (!init || !hasEffect(init, draft)));
  }
  if (type !== 'ExpressionStatement' || expression.type !== 'AssignmentExpression') return false;
  const { operator, left, right } = expression;
  const { binding } = left;
  return operator === '=' && isLocal(left) && binding.scope.depth > 0 &&
    ['var', 'let', 'param'].includes(binding.kind) && isPure(left, draft) && !hasEffect(right, draft);
}

/**
 * @param {Node} statement
 * @returns {{named: Set<Binding | string>, changed: Set<Binding | string>}}
 */
function mentions(statement) {
  const { reads, writes } = namesIn(statement);
  const changed = new Set(writes);
  visit(statement, (each) => {
    if (each.type === 'Identifier' && each.binding && isDeclaration(each)) changed.add(each.binding);
  });
  return { named: reads, changed };
}

/**
 * @param {Set<Binding | string>} some
 * @param {Set<Binding | string>} others
 */
const meet = (some, others) => [...some].some((each) => others.has(each));
