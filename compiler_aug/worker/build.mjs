// @ts-check
/** New nodes for passes that add code; they have no place in the source. */

/** @typedef {import('./types.js').Node} Node */

/**
 * @param {string} type
 * @param {object} fields
 * @returns {Node}
 */
const node = (type, fields) => ({ type, start: 0, end: 0, ...fields });

/** @param {string} name */
export const identifier = (name) => node('Identifier', { name });

/** @param {string | number | boolean | null} value */
export const literal = (value) => node('Literal', { value, raw: JSON.stringify(value) });

/** @param {Node[]} elements */
export const array = (elements) => node('ArrayExpression', { elements });

/**
 * @param {string} operator
 * @param {Node} argument
 */
export const unary = (operator, argument) =>
  node('UnaryExpression', { operator, prefix: true, argument });

/**
 * @param {string} operator
 * @param {Node} left
 * @param {Node} right
 */
export const binary = (operator, left, right) =>
  node('BinaryExpression', { operator, left, right });

/**
 * @param {Node} callee
 * @param {Node[]} args
 */
export const call = (callee, args) =>
  node('CallExpression', { callee, arguments: args, optional: false });

/**
 * @param {string} parameter
 * @param {Node} body
 */
export const arrow = (parameter, body) =>
  node('ArrowFunctionExpression', {
    params: [identifier(parameter)], body, expression: true, async: false, generator: false,
  });

/**
 * @param {'const' | 'let'} kind
 * @param {string} name
 * @param {Node | null} init
 */
export const declaration = (kind, name, init) =>
  node('VariableDeclaration', {
    kind, declarations: [node('VariableDeclarator', { id: identifier(name), init })],
  });

/** @param {Node} expression */
export const expressionStatement = (expression) => node('ExpressionStatement', { expression });

/** @param {Node[]} body */
export const block = (body) => node('BlockStatement', { body });

/**
 * @param {Node} test
 * @param {Node} consequent
 */
export const ifStatement = (test, consequent) =>
  node('IfStatement', { test, consequent, alternate: null });

/**
 * @param {Node} test
 * @param {Node} body
 */
export const whileStatement = (test, body) => node('WhileStatement', { test, body });
