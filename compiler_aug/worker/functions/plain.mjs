// @ts-check
/** TypeScript's tree, read as that of the JavaScript it stands for. Nothing in it is changed. */
import { isType } from '../erase/value-names.mjs';

/** @typedef {import('../types.js').Node} Node */

/** Nodes that hold one expression and say nothing about its value. */
const WRAPPERS = new Set([
  'ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression',
  'TSTypeAssertion', 'TSInstantiationExpression',
]);

/**
 * @param {Node} node
 * @returns {Node} what stands inside its parentheses, casts and assertions
 */
export function unwrapped(node) {
  let inner = node;
  while (WRAPPERS.has(inner.type)) inner = inner.expression;
  return inner;
}

/**
 * Whether a node says nothing to whoever runs the program: a type, a declaration without a value, an
 * empty statement, a comment or blanks between elements.
 *
 * @param {Node} node
 * @returns {boolean}
 */
export function isMute(node) {
  switch (node.type) {
    case 'EmptyStatement':
      return true;
    case 'VariableDeclaration':
    case 'ClassDeclaration':
    case 'PropertyDefinition':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
      return Boolean(node.declare);
    case 'MethodDefinition':
      return node.value.body === null;
    case 'Identifier':
      // Nothing but the parameter by which TypeScript types `this` bears the name.
      return node.name === 'this';
    case 'JSXExpressionContainer':
      return node.expression.type === 'JSXEmptyExpression';
    case 'JSXText':
      return textOf(node) === '';
    default:
      return isType(node);
  }
}

/**
 * @param {Node} node a text between elements
 * @returns {string} what is shown of it: line breaks and the blanks around them are layout
 */
export function textOf({ value }) {
  const inner = value.replace(/^\s*[\n\r]\s*|\s*[\n\r]\s*$/g, '');
  return inner.replace(/\s*[\n\r]\s*/g, ' ');
}

/**
 * @param {Node} func with a block
 * @returns {Node[]} the block's statements, with the assignments that parameter properties stand for
 */
export function statementsOf({ params, body }) {
  const assigned = params.filter((/** @type {Node} */ { type }) => type === 'TSParameterProperty');
  if (assigned.length === 0) return body.body;
  // They are made once there is a `this`, and a parent's constructor makes it.
  const place = 1 + body.body.findLastIndex(
    (/** @type {Node} */ { directive, expression }) => directive || expression?.callee?.type === 'Super',
  );
  return [...body.body.slice(0, place), ...assigned.map(assignment), ...body.body.slice(place)];
}

/** @param {Node} property of a constructor's parameters */
function assignment({ parameter }) {
  const name = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  const object = { type: 'ThisExpression' };
  const left = { type: 'MemberExpression', object, property: name, computed: false, optional: false };
  const expression = { type: 'AssignmentExpression', operator: '=', left, right: name };
  return { type: 'ExpressionStatement', directive: null, expression };
}
