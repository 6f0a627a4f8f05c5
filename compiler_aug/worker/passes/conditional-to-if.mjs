// @ts-check
import * as build from '../making/build.mjs';
import { copy } from '../making/copy.mjs';
import { opposite } from '../making/conditions.mjs';
import { keepsComments } from '../facts/control.mjs';
import { isPure } from '../facts/effects.mjs';
import { isConstant } from '../facts/uses.mjs';
import { isNamedByPlace } from '../names/naming.mjs';
import { editHalf } from '../making/sites.mjs';
import { visit, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Random} Random */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * `return a ? b : c;` as `if (a) { return b; } else { return c; }`, and likewise for expressions, assignments
 * and the value of a declaration; `a && b;` as `if (a) { b; }`.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'conditional-to-if',
  aliases: [],
  group: 'syntax',
  example: ['const a = b;\na ? f() : g();', 'const a = b;\nif (a) {\n  f();\n} else {\n  g();\n}'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['ExpressionStatement', 'ReturnStatement', 'VariableDeclaration'], random, (node) => {
      if (node.type === 'VariableDeclaration') return declared(draft, node);
      const inner = node.type === 'ReturnStatement' ? node.argument : node.expression;
      if (!inner) return null;
      const value = withoutParentheses(inner);
      if (!keepsComments(draft, node.start, node.end, partsOf(value))) return null;
      if (node.type === 'ReturnStatement') return returned(draft, node, value, random);
      if (value.type === 'AssignmentExpression') return assigned(draft, node, value);
      const made = value.operator !== '??' && BRANCHES[value.type];
      return made ? () => put(draft, node, made(value)) : null;
    }),
};

/** Statements that do what an expression does. @type {Record<string, (node: Node) => Node>} */
const BRANCHES = {
  ConditionalExpression: (node) => branches(node, build.expressionStatement),
  LogicalExpression: ({ operator, left, right }) => {
    const test = operator === '&&' ? withoutParentheses(left) : opposite(left);
    return build.ifStatement(test, build.block([build.expressionStatement(withoutParentheses(right))]));
  },
};

/**
 * @param {Node} value
 * @returns {Node[]} what stays of it
 */
function partsOf(value) {
  switch (value.type) {
    case 'ConditionalExpression':
      return [value.test, ...partsOf(value.consequent), ...partsOf(value.alternate)];
    case 'LogicalExpression':
      return [value.left, value.right];
    case 'AssignmentExpression':
      return [value.left, ...partsOf(withoutParentheses(value.right))];
    default:
      return [value];
  }
}

/**
 * A choice as statements; a choice in its last part goes on as `else if`.
 *
 * @param {Node} conditional
 * @param {(value: Node) => Node} statement what is done with the value
 * @returns {Node}
 */
function branches({ test, consequent, alternate }, statement) {
  const last = withoutParentheses(alternate);
  return build.ifStatement(
    withoutParentheses(test),
    build.block([statement(withoutParentheses(consequent))]),
    last.type === 'ConditionalExpression' ? branches(last, statement) : build.block([statement(last)]),
  );
}

/**
 * Put an `if` where a statement stood; in a block if an `else` might follow.
 *
 * @param {Draft} draft
 * @param {Node} node
 * @param {Node} made
 */
function put(draft, node, made) {
  draft.replace(node, draft.listOf(node) ? made : build.block([made]));
}

/**
 * @param {Draft} draft
 * @param {Node} node
 * @param {Node} value
 * @param {Random} random
 */
function returned(draft, node, value, random) {
  if (value.type !== 'ConditionalExpression') return null;
  return () => {
    if (random() < 0.5 || !draft.listOf(node)) {
      put(draft, node, branches(value, build.returnStatement));
      return;
    }
    const [test, one, two] = [value.test, value.consequent, value.alternate].map(withoutParentheses);
    const early = build.ifStatement(test, build.block([build.returnStatement(one)]));
    draft.replaceStatement(node, [early, build.returnStatement(two)]);
  };
}

/**
 * @param {Draft} draft
 * @param {Node} node
 * @param {Node} assignment
 */
function assigned(draft, node, { operator, left, right }) {
  const value = withoutParentheses(right);
  if (operator !== '=' || value.type !== 'ConditionalExpression' || !isSimple(left, draft) || givesNames(value)) return null;
  return () => put(draft, node, branches(value, (each) => build.expressionStatement(build.assign('=', copy(left), each))));
}

/**
 * Whether a place can be named after the choice as well as before it, and more than once.
 *
 * @param {Node} target
 * @param {Draft} draft
 */
function isSimple(target, draft) {
  if (target.type === 'Identifier') return Boolean(target.binding);
  if (target.type !== 'MemberExpression' || target.computed || target.optional) return false;
  const { object } = target;
  if (object.type === 'ThisExpression') return isPure(object, draft);
  return object.type === 'Identifier' && Boolean(object.binding) && isConstant(draft, object.binding) && isPure(object, draft);
}

/**
 * Whether a function in a choice would take the name of what it is assigned to.
 *
 * @param {Node} value
 * @returns {boolean}
 */
function givesNames(value) {
  const inner = withoutParentheses(value);
  if (inner.type !== 'ConditionalExpression') return isNamedByPlace(inner);
  return givesNames(inner.consequent) || givesNames(inner.alternate);
}

/**
 * @param {Draft} draft
 * @param {Node} node
 */
function declared(draft, node) {
  const place = draft.listOf(node);
  const [only, second] = node.declarations;
  const value = only.init && withoutParentheses(only.init);
  if (!place || second || node.declare || only.id.type !== 'Identifier' || value?.type !== 'ConditionalExpression') return null;
  if (!keepsComments(draft, node.start, node.end, [only.id, ...partsOf(value)])) return null;
  if (givesNames(value) || !canBeSetLater(draft, node, only)) return null;
  return () => {
    const target = () => build.node('Identifier', { name: only.id.name, binding: only.id.binding });
    const choice = branches(value, (each) => build.expressionStatement(build.assign('=', target(), each)));
    const kind = node.kind === 'const' ? 'let' : node.kind;
    draft.replaceStatement(node, [build.declaration(kind, only.id, null), choice]);
  };
}

/**
 * Whether nobody meets a name between its declaration and its first value, or writes a constant.
 *
 * @param {Draft} draft
 * @param {Node} declaration
 * @param {Node} declarator
 */
function canBeSetLater(draft, declaration, { id, init }) {
  const { binding } = id;
  if (declaration.kind === 'var') return Boolean(binding);
  if (declaration.kind !== 'let' && declaration.kind !== 'const') return false;
  if (!binding || binding.scope.depth === 0 || draft.resolution.kept.has(binding.name)) return false;
  if (declaration.kind === 'const' && !isConstant(draft, binding)) return false;
  let isMentioned = false;
  visit(init, (each) => {
    if (each.type === 'Identifier' && each.binding === binding) isMentioned = true;
  });
  return !isMentioned && draft.usesOf(binding).every((use) => use.start >= id.start && !isHoisted(use, binding.scope));
}

/**
 * Whether a use stands in a function that can be called before its declaration is reached.
 *
 * @param {Node} use
 * @param {import('../scope.mjs').Scope} scope of what is used
 */
function isHoisted(use, scope) {
  for (let around = use.parent; around && around.scope !== scope; around = around.parent) {
    if (around.type === 'FunctionDeclaration') return true;
  }
  return false;
}
