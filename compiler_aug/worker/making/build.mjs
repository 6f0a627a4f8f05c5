// @ts-check
/** New nodes for passes; they have no place in the source. For a name that is there already, use `copy`. */

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../scope.mjs').Binding} Binding */

/**
 * @param {string} type
 * @param {object} fields
 * @returns {Node}
 */
export const node = (type, fields) => ({ type, start: 0, end: 0, ...fields });

/** @param {string | Binding} name a binding only if the pass made it */
export const identifier = (name) =>
  typeof name === 'string' ? node('Identifier', { name }) : node('Identifier', { name: name.name, binding: name });

/**
 * @param {string | number | boolean | null} value a number is finite and not negative
 * @param {string} [raw] as it is to be spelt
 */
export const literal = (value, raw) => node('Literal', { value, raw });

/** @param {(Node | null)[]} elements */
export const array = (elements) => node('ArrayExpression', { elements });

/**
 * @param {string} operator
 * @param {Node} argument
 */
export const unary = (operator, argument) =>
  node('UnaryExpression', { operator, prefix: true, argument });

/** @param {Node} argument */
export const not = (argument) => unary('!', argument);

/** `undefined`, whatever that name means. */
export const undefinedValue = () => unary('void', literal(0));

/**
 * @param {string} operator
 * @param {Node} left
 * @param {Node} right
 */
export const binary = (operator, left, right) => node('BinaryExpression', { operator, left, right });

/**
 * @param {'&&' | '||' | '??'} operator
 * @param {Node} left
 * @param {Node} right
 */
export const logical = (operator, left, right) => node('LogicalExpression', { operator, left, right });

/**
 * @param {Node} test
 * @param {Node} consequent
 * @param {Node} alternate
 */
export const conditional = (test, consequent, alternate) =>
  node('ConditionalExpression', { test, consequent, alternate });

/**
 * @param {string} operator
 * @param {Node} left
 * @param {Node} right
 */
export const assign = (operator, left, right) => node('AssignmentExpression', { operator, left, right });

/**
 * @param {'++' | '--'} operator
 * @param {boolean} prefix
 * @param {Node} argument
 */
export const update = (operator, prefix, argument) =>
  node('UpdateExpression', { operator, prefix, argument });

/**
 * @param {Node} object
 * @param {Node} property
 * @param {{computed?: boolean, optional?: boolean}} [how]
 */
export const member = (object, property, { computed = false, optional = false } = {}) =>
  node('MemberExpression', { object, property, computed, optional });

/**
 * @param {Node} callee
 * @param {Node[]} args
 */
export const call = (callee, args) =>
  node('CallExpression', { callee, typeArguments: null, arguments: args, optional: false });

/** @param {Node[]} expressions at least two */
export const sequence = (expressions) => node('SequenceExpression', { expressions });

/** @typedef {{async?: boolean, generator?: boolean, id?: Node | null}} FunctionKind */

/**
 * @param {Node[]} params
 * @param {Node} body an expression or a block
 * @param {FunctionKind} [kind]
 */
export const arrow = (params, body, { async = false } = {}) =>
  node('ArrowFunctionExpression', {
    typeParameters: null, params, returnType: null, body, expression: body.type !== 'BlockStatement',
    id: null, async, generator: false,
  });

/**
 * @param {Node[]} params
 * @param {Node} body a block
 * @param {FunctionKind} [kind]
 */
export const functionExpression = (params, body, { id = null, async = false, generator = false } = {}) =>
  node('FunctionExpression', {
    id, typeParameters: null, params, returnType: null, body, expression: false, async, generator,
  });

/**
 * @param {Node} id
 * @param {Node[]} params
 * @param {Node} body a block
 * @param {FunctionKind} [kind]
 */
export const functionDeclaration = (id, params, body, kind = {}) => ({
  ...functionExpression(params, body, { ...kind, id }), type: 'FunctionDeclaration',
});

/**
 * @param {string[]} texts one more than the expressions, as they stand between backticks
 * @param {Node[]} expressions
 */
export const template = (texts, expressions) =>
  node('TemplateLiteral', {
    quasis: texts.map((raw, index) =>
      node('TemplateElement', { value: { raw, cooked: null }, tail: index === texts.length - 1 }),
    ),
    expressions,
  });

/**
 * @param {'const' | 'let' | 'var'} kind
 * @param {[id: Node, init: Node | null][]} pairs
 */
export const declarations = (kind, pairs) =>
  node('VariableDeclaration', {
    kind, declare: false,
    declarations: pairs.map(([id, init]) => node('VariableDeclarator', { id, init, definite: false })),
  });

/**
 * @param {'const' | 'let' | 'var'} kind
 * @param {Node | string | Binding} id a pattern, or what `identifier` takes
 * @param {Node | null} init
 */
export const declaration = (kind, id, init) =>
  declarations(kind, [[typeof id === 'object' && 'type' in id ? id : identifier(id), init]]);

/** @param {Node} expression */
export const expressionStatement = (expression) => node('ExpressionStatement', { expression });

/** @param {Node[]} body */
export const block = (body) => node('BlockStatement', { body });

/**
 * @param {Node} test
 * @param {Node} consequent
 * @param {Node | null} [alternate]
 */
export const ifStatement = (test, consequent, alternate = null) =>
  node('IfStatement', { test, consequent, alternate });

/**
 * @param {Node} test
 * @param {Node} body
 */
export const whileStatement = (test, body) => node('WhileStatement', { test, body });

/**
 * @param {Node | null} init
 * @param {Node | null} test
 * @param {Node | null} update
 * @param {Node} body
 */
export const forStatement = (init, test, update, body) =>
  node('ForStatement', { init, test, update, body });

/**
 * @param {Node} left
 * @param {Node} right
 * @param {Node} body
 */
export const forOfStatement = (left, right, body) =>
  node('ForOfStatement', { await: false, left, right, body });

/** @param {Node | null} [argument] */
export const returnStatement = (argument = null) => node('ReturnStatement', { argument });

/** @param {Node | null} [label] */
export const continueStatement = (label = null) => node('ContinueStatement', { label });
