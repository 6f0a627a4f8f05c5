// @ts-check
import { arrow, block, call, declaration, functionDeclaration, functionExpression, identifier, returnStatement } from '../making/build.mjs';
import { copy } from '../making/copy.mjs';
import { functionAround } from '../facts/around.mjs';
import { isPure } from '../facts/effects.mjs';
import { isConstant } from '../facts/uses.mjs';
import { isTakenAsReference } from '../facts/order.mjs';
import { newBinding, newScope } from '../scope.mjs';
import { visit } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Draft} Draft */
/** @typedef {import('../types.js').Random} Random */
/** @typedef {import('../scope.mjs').Binding} Binding */

const EXTRACTED = ['BinaryExpression', 'LogicalExpression', 'ConditionalExpression', 'TemplateLiteral'];

/** What a helper may consist of: all of it means the same in another function, and nothing writes. */
const ALLOWED = new Set([
  ...EXTRACTED, 'UnaryExpression', 'MemberExpression', 'ChainExpression', 'ParenthesizedExpression', 'Identifier', 'Literal',
  'TemplateElement', 'SequenceExpression',
]);

/** @type {((name: Binding, params: Node[], value: Node) => Node)[]} */
const FORMS = [
  (name, params, value) => declaration('const', name, arrow(params, value)),
  (name, params, value) => declaration('const', name, functionExpression(params, block([returnStatement(value)]))),
  (name, params, value) => functionDeclaration(identifier(name), params, block([returnStatement(value)])),
];

/**
 * Work an expression over local constants out in a helper function that is declared just before the
 * statement, and takes their values.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'extract-helpers',
  aliases: [],
  group: 'syntax',
  example: ['function area(w, h) { return w * h; }', 'function area(w, h) { const account = (w, h) => w * h; return account(w, h); }'],
  preserves: 'behaviour',
  assumes: [1, 2],
  idempotent: false,
  apply(draft, random) {
    /** All are looked for before any is edited: what is known of names is worked out once. @type {Map<Node, Node>} */
    const found = new Map();
    for (const node of draft.of(...EXTRACTED)) {
      if (random() >= 0.25 || isInsideOf(found, node)) continue;
      const statement = statementAround(node, draft);
      if (statement && canBeHelper(node, draft)) found.set(node, statement);
    }
    for (const [node, statement] of found) extract(node, statement, draft, random);
    return found.size;
  },
};

/**
 * @param {Map<Node, Node>} found
 * @param {Node} node
 */
function isInsideOf(found, node) {
  for (let around = node.parent; around; around = around.parent) if (found.has(around)) return true;
  return false;
}

/**
 * The statement before which a helper can be declared: not one that is hoisted above it.
 *
 * @param {Node} node
 * @param {Draft} draft
 */
function statementAround(node, draft) {
  let around = /** @type {Node | null} */ (node);
  while (around && !(/Statement|Declaration/.test(around.type) && draft.listOf(around))) around = around.parent;
  if (!around || !functionAround(around)) return null;
  return around.type === 'FunctionDeclaration' || around.type === 'LabeledStatement' ? null : around;
}

/**
 * @param {Node} node
 * @param {Draft} draft
 */
function canBeHelper(node, draft) {
  if (isTakenAsReference(node) || node.parent?.type === 'TaggedTemplateExpression') return false;
  const [names, isPlain] = partsOf(node);
  if (!isPlain || names.length === 0 || new Set(names.map(({ binding }) => binding)).size > 4) return false;
  // They are read in front of everything else, and all of them.
  if (!names.every((name) => isPure(name, draft))) return false;
  return names.every(({ binding }) => isConstant(draft, binding)) || isPure(node, draft);
}

/**
 * Local names in an expression, and whether all of it may stand in another function.
 *
 * @param {Node} node
 * @returns {[names: Node[], isPlain: boolean]}
 */
function partsOf(node) {
  /** @type {Node[]} */
  const names = [];
  let isPlain = true;
  visit(node, (each) => {
    isPlain &&= ALLOWED.has(each.type) && each.operator !== 'delete' && each.name !== 'arguments';
    if (each.type === 'Identifier' && each.binding && each.binding.scope.depth > 0) names.push(each);
  });
  return [names, isPlain];
}

/**
 * @param {Node} node
 * @param {Node} statement
 * @param {Draft} draft
 * @param {Random} random
 */
function extract(node, statement, draft, random) {
  // In front of a loop, it is not one of the loop's own names.
  const helper = draft.freshBinding(/** @type {Node} */ (statement.parent), random);
  const scope = newScope(helper.scope, true);
  /** @type {Map<Binding, Binding>} */
  const inner = new Map();
  const [names] = partsOf(node);
  const handed = names.filter((name, at) => names.findIndex(({ binding }) => binding === name.binding) === at).map(copy);
  for (const { name, binding } of handed) inner.set(binding, { ...newBinding(name, 'param', scope), identifiers: binding.identifiers });
  draft.madeBindings.push(...inner.values());
  draft.replace(node, call(identifier(helper), handed));
  draft.rebind(names, (binding) => /** @type {Binding} */ (inner.get(binding)));
  const form = FORMS[Math.floor(random() * (isInFunctionBody(statement) ? 3 : 2))];
  const { owner, index } = /** @type {import('../draft.mjs').StatementPlace} */ (draft.listOf(statement));
  draft.insert(owner, index, form(helper, [...inner.values()].map(identifier), node));
}

/** @param {Node} statement In a block inside, a function declaration would have two bindings. */
const isInFunctionBody = ({ parent }) => parent?.type === 'BlockStatement' && parent.parent?.body === parent && /Function/.test(parent.parent?.type ?? '');
