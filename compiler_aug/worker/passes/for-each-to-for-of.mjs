// @ts-check
import * as build from '../making/build.mjs';
import { isSteadyArray } from '../facts/arrays.mjs';
import { declaredIn, isLoop, keepsComments, ownOf } from '../facts/control.mjs';
import { usesArguments, usesNewTarget, usesThis } from '../facts/around.mjs';
import { isPure } from '../facts/effects.mjs';
import { isDeclaration, isWrite } from '../facts/uses.mjs';
import { editHalf } from '../making/sites.mjs';
import { isFunction, visit, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../draft.mjs').Draft} Draft */

/**
 * `a.forEach((b) => { c; });` as `for (const b of a) { c; }`, where `a` is certainly an array without holes that stays as
 * it is: `forEach` passes over holes and what is added meanwhile, `for…of` does not.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'for-each-to-for-of',
  aliases: [],
  group: 'syntax',
  example: ['[1, 2].forEach((a) => { f(a); });', 'for (const a of [1, 2]) { f(a); }'],
  preserves: 'behaviour',
  assumes: [1, 7],
  idempotent: false,
  apply: (draft, random) =>
    editHalf(draft, ['ExpressionStatement'], random, (statement) => {
      const parts = partsOf(statement.expression);
      if (!parts || !isSteadyArray(parts.array, statement, draft)) return null;
      const { array, callback } = parts;
      if (!canBeBody(parts, draft)) return null;
      const [element, index] = callback.params;
      const kept = index ? [array, element, index, callback.body] : [array, element ?? null, callback.body];
      if (!keepsComments(draft, statement.start, statement.end, kept)) return null;
      return () => rewrite(draft, statement, parts);
    }),
};

/** @typedef {{array: Node, callback: Node, handsThis: boolean}} Parts */

/**
 * @param {Node} expression
 * @returns {Parts | null}
 */
function partsOf(expression) {
  const { type, callee, arguments: args, optional } = expression;
  if (type !== 'CallExpression' || optional || callee.type !== 'MemberExpression') return null;
  // `this` handed on stays `this`.
  if (args.length !== 1 && (args.length !== 2 || args[1].type !== 'ThisExpression' || !isPure(args[1]))) return null;
  if (callee.computed || callee.optional || callee.property.name !== 'forEach') return null;
  const callback = withoutParentheses(args[0]);
  const isPlain = (callback.type === 'ArrowFunctionExpression' || callback.type === 'FunctionExpression') &&
    !callback.async && !callback.generator && !callback.id && !callback.typeParameters;
  return isPlain && callback.params.length > 0 ? { array: callee.object, callback, handsThis: args.length === 2 } : null;
}

/**
 * Whether what a callback does can be done where it stands.
 *
 * @param {Parts} parts
 * @param {Draft} draft
 */
function canBeBody({ callback, array, handsThis }, draft) {
  const { params, body, type } = callback;
  if (type === 'FunctionExpression') {
    if ((usesThis(callback) && !handsThis) || usesArguments(callback) || usesNewTarget(callback)) return false;
  }
  if (params.length > 2 || !params.every((/** @type {Node} */ each) => isPlainParameter(each))) return false;
  if (body.type === 'BlockStatement') {
    if (body.body.some((/** @type {Node} */ { directive }) => directive != null)) return false;
    if (ownOf(body, 'FunctionDeclaration', 'LabeledStatement').length > 0) return false;
    if (ownOf(body, 'VariableDeclaration').some(({ kind }) => kind === 'var')) return false;
    if (!ownOf(body, 'ReturnStatement').every((each) => canContinue(each, body, draft))) return false;
  }
  const names = new Set(params.flatMap((/** @type {Node} */ param) => namesOf(param)));
  return !mentionsAny(array, names) && !mentionsAny(callback, new Set(['await', 'yield']));
}

/** @param {Node} param */
function isPlainParameter({ type, name, typeAnnotation, optional, decorators }) {
  if (typeAnnotation || optional || decorators?.length > 0 || name === 'this' || name === 'let') return false;
  return type === 'Identifier' || type === 'ObjectPattern' || type === 'ArrayPattern';
}

/**
 * @param {Node} param
 * @returns {string[]} that it declares
 */
const namesOf = (param) => (param.type === 'Identifier' ? [param.name] : declaredIn(param).map(({ name }) => name));

/**
 * @param {Node} node
 * @param {Set<string>} names
 */
function mentionsAny(node, names) {
  let found = false;
  visit(node, (each) => {
    if (each.type === 'Identifier' && names.has(each.name)) found = true;
  });
  return found;
}

/**
 * Whether a `return` can be a `continue`: no loop of the callback's own lies around it.
 *
 * @param {Node} statement
 * @param {Node} body
 * @param {Draft} draft
 */
function canContinue(statement, body, draft) {
  for (let around = statement.parent; around && around !== body; around = around.parent) {
    if (isLoop(around) || isFunction(around)) return false;
  }
  return !statement.argument || draft.listOf(statement) !== null || isPure(statement.argument, draft);
}

/**
 * @param {Draft} draft
 * @param {Node} statement
 * @param {Parts} parts
 */
function rewrite(draft, statement, { array, callback }) {
  const { params, body } = callback;
  const isBlock = body.type === 'BlockStatement';
  for (const jump of isBlock ? ownOf(body, 'ReturnStatement') : []) continueAt(draft, jump, body);
  const [element, index] = params;
  const target = index ? build.node('ArrayPattern', { elements: [index, element] }) : element;
  const left = build.declaration(kindFor(params, draft), target, null);
  const right = index ? build.call(build.member(array, build.identifier('entries')), []) : array;
  const block = isBlock ? body : build.block([build.expressionStatement(body)]);
  draft.replace(statement, build.forOfStatement(left, right, block));
}

/**
 * @param {Node[]} params
 * @param {Draft} draft
 */
function kindFor(params, draft) {
  const names = params.flatMap((param) => (param.type === 'Identifier' ? [param] : declaredIn(param)));
  const isKept = (/** @type {Node} */ { binding }) =>
    binding && draft.usesOf(binding).every((use) => isDeclaration(use) || !isWrite(use));
  return names.every(isKept) ? 'const' : 'let';
}

/**
 * @param {Draft} draft
 * @param {Node} jump
 * @param {Node} body
 */
function continueAt(draft, jump, body) {
  const { argument } = jump;
  const made = [];
  if (argument && !isPure(argument, draft)) made.push(build.expressionStatement(argument));
  if (body.body.at(-1) !== jump) made.push(build.continueStatement());
  if (draft.listOf(jump)) draft.replaceStatement(jump, made);
  else draft.replace(jump, made[0]);
}
