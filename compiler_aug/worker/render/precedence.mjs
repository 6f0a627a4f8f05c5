// @ts-check
/** How tightly expressions hold together, and where one needs parentheses. */
import { childrenOf } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

const SEQUENCE = 1;
const ASSIGNMENT = 3;
const CONDITIONAL = 4;
const RELATIONAL = 12;
const UNARY = 17;
const POSTFIX = 18;
const CALL = 20;
const PRIMARY = 21;

/** @type {Record<string, number>} */
const OPERATORS = {
  '??': 5, '||': 6, '&&': 7, '|': 8, '^': 9, '&': 10,
  '==': 11, '!=': 11, '===': 11, '!==': 11,
  '<': RELATIONAL, '>': RELATIONAL, '<=': RELATIONAL, '>=': RELATIONAL, in: RELATIONAL, instanceof: RELATIONAL,
  '<<': 13, '>>': 13, '>>>': 13, '+': 14, '-': 14, '*': 15, '/': 15, '%': 15, '**': 16,
};

/** @type {Record<string, number>} */
const TYPES = {
  SequenceExpression: SEQUENCE, YieldExpression: ASSIGNMENT, ArrowFunctionExpression: ASSIGNMENT,
  AssignmentExpression: ASSIGNMENT, ConditionalExpression: CONDITIONAL, UnaryExpression: UNARY,
  AwaitExpression: UNARY, TSTypeAssertion: UNARY, UpdateExpression: POSTFIX, CallExpression: CALL,
  // Many parsers take no dot and no arguments behind an element.
  JSXElement: POSTFIX, JSXFragment: POSTFIX,
  NewExpression: CALL, MemberExpression: CALL, ChainExpression: CALL, ImportExpression: CALL,
  TaggedTemplateExpression: CALL, TSNonNullExpression: CALL,
  // They bind like `<`, but an operator that follows would be read as part of the type.
  TSAsExpression: CONDITIONAL, TSSatisfiesExpression: CONDITIONAL, TSInstantiationExpression: CONDITIONAL,
};

/** One may follow the other. */
const CASTS = new Set(['TSAsExpression', 'TSSatisfiesExpression']);

/** @param {Node} node */
function precedenceOf(node) {
  const own = TYPES[node.type];
  if (own !== undefined) return own;
  return node.type === 'BinaryExpression' || node.type === 'LogicalExpression' ? OPERATORS[node.operator] : PRIMARY;
}

/**
 * Whether a child needs parentheses where it stands.
 *
 * @param {Node} parent
 * @param {string} field
 * @param {Node} child
 * @returns {boolean}
 */
export function needsParentheses(parent, field, child) {
  const own = precedenceOf(child);
  // A name, a literal, a call in the place of most things.
  if (own === PRIMARY && child.type !== 'Literal' && parent.type !== 'Decorator') return false;
  switch (parent.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isWeakOperand(parent.operator, field, child, own);
    case 'MemberExpression':
      return field === 'object' ? !canBeCalled(child, own, !parent.computed) : false;
    case 'CallExpression':
    case 'TaggedTemplateExpression':
      return field === 'arguments' ? own < ASSIGNMENT : field !== 'typeArguments' && !canBeCalled(child, own, false);
    case 'NewExpression':
      if (field === 'arguments') return own < ASSIGNMENT;
      return field === 'callee' && (!canBeCalled(child, own, false) || hasCall(child));
    case 'ConditionalExpression':
      return field === 'test' ? own <= CONDITIONAL : own < ASSIGNMENT;
    case 'UnaryExpression':
    case 'AwaitExpression':
    case 'TSTypeAssertion':
      return own < UNARY;
    case 'UpdateExpression':
      return own < CALL;
    case 'AssignmentExpression':
      // A target with a type around it, `(a as T) = b`.
      return field === 'left' ? own < CALL : own < ASSIGNMENT;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return field === 'superClass' && own < CALL;
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return field === 'expression' && !canBeCalled(child, own, false);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return field === 'expression' && own < RELATIONAL && !CASTS.has(child.type);
    case 'Decorator':
      return !isPlainDecorator(child);
    default:
      return own < ASSIGNMENT && !TAKES_SEQUENCES[parent.type]?.includes(field);
  }
}

/** Where an expression may be anything. @type {Record<string, string[]>} */
const TAKES_SEQUENCES = {
  ExpressionStatement: ['expression'], ParenthesizedExpression: ['expression'], ReturnStatement: ['argument'],
  ThrowStatement: ['argument'], IfStatement: ['test'], WhileStatement: ['test'], DoWhileStatement: ['test'],
  ForStatement: ['init', 'test', 'update'], ForInStatement: ['right'], SwitchStatement: ['discriminant'],
  SwitchCase: ['test'], WithStatement: ['object'], TemplateLiteral: ['expressions'],
};

/**
 * @param {string} operator
 * @param {string} field
 * @param {Node} child
 * @param {number} own
 */
function isWeakOperand(operator, field, child, own) {
  const outer = OPERATORS[operator];
  // `??` may not stand beside `||` or `&&`.
  if (child.type === 'LogicalExpression' && (operator === '??') !== (child.operator === '??')) {
    if (operator === '??' || child.operator === '??') return true;
  }
  // `-x ** y` is a syntax error; powers group to the right, everything else to the left.
  if (operator === '**') return field === 'left' ? own < POSTFIX : own < outer;
  return field === 'left' ? own < outer : own <= outer;
}

/**
 * Whether parentheses with arguments, a dot or a template may follow.
 *
 * @param {Node} node
 * @param {number} own
 * @param {boolean} isDotted whether a dot follows
 */
function canBeCalled(node, own, isDotted) {
  if (own < CALL || node.type === 'ChainExpression') return false;
  return !(isDotted && node.type === 'Literal' && typeof node.value === 'number');
}

/** Fields of what has arguments, a member or a template behind it. */
const FOLLOWED = new Set(['callee', 'object', 'tag']);

/**
 * Whether a child that is copied from the source is a `new A` that would take the arguments that follow.
 *
 * @param {Node} parent
 * @param {string} field
 * @param {Node} child
 */
export function isOpenNew({ type }, field, { origin }) {
  const isFollowed = FOLLOWED.has(field) || type === 'TSNonNullExpression' || type === 'TSInstantiationExpression';
  return isFollowed && origin?.type === 'NewExpression' && origin.end === (origin.typeArguments ?? origin.callee).end;
}

/**
 * Whether `new` would end at a call inside; parentheses inside may be gone when it is printed.
 *
 * @param {Node} node
 * @returns {boolean}
 */
function hasCall(node) {
  switch (node.type) {
    case 'CallExpression':
    case 'ImportExpression':
      return true;
    case 'MemberExpression':
      return hasCall(node.object);
    case 'TaggedTemplateExpression':
      return hasCall(node.tag);
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
    case 'ParenthesizedExpression':
      return hasCall(node.expression);
    default:
      return false;
  }
}

/**
 * `@a.b`, `@a.b(c)`; everything else is in parentheses.
 *
 * @param {Node} node
 * @returns {boolean}
 */
function isPlainDecorator(node) {
  const inner = node.type === 'CallExpression' && !node.optional ? node.callee : node;
  if (inner.type === 'MemberExpression') return !inner.computed && !inner.optional && isPlainDecorator(inner.object);
  return inner.type === 'Identifier' || inner.type === 'ParenthesizedExpression';
}

const BRACED = /^(?:Function|Class|Object)Expression$/;

/**
 * Whether parentheses stand where a reader expects them: around a function that is called at once, or an object
 * of which a member is taken. A statement can't do without them.
 *
 * @param {string} field
 * @param {Node} node
 */
export const isHabitual = (field, { type, expression }) =>
  type === 'ParenthesizedExpression' && BRACED.test(expression.type) && FOLLOWED.has(field);

/** What has brackets around it. */
const BRACKETED = new Set([
  'BlockStatement', 'ClassBody', 'ArrayExpression', 'ObjectExpression', 'TemplateLiteral', 'ArrayPattern', 'ObjectPattern',
  'ParenthesizedExpression',
]);

/** @param {Node} node */
export const isBracketed = ({ type }) => BRACKETED.has(type);

/** @param {Node} node */
export const isIn = ({ type, operator }) => type === 'BinaryExpression' && operator === 'in';

/**
 * Whether there is an `in` outside of brackets.
 *
 * @param {Node} node
 * @returns {boolean}
 */
export function containsIn(node) {
  if (isIn(node)) return true;
  if (isBracketed(node)) return false;
  return childrenOf(node).some(([child, field]) => !isInBrackets(node, field) && containsIn(child));
}

/**
 * Whether a node puts brackets around what is in a field.
 *
 * @param {Node} node
 * @param {string} field
 */
export const isInBrackets = ({ computed }, field) =>
  field === 'arguments' || field === 'params' || (computed && (field === 'property' || field === 'key'));

const STATEMENT_START = /^(?:\{|(?:async\s+)?function\b|class\b|let\s*\[|@)/;
const DECLARATION_START = /^(?:(?:async\s+)?function\b|(?:abstract\s+)?class\b|@)/;
const LONE_STRING = /^(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")$/s;

/**
 * Whether a string would be a directive where a statement stands that is none.
 *
 * @param {Node} statement
 * @returns {boolean}
 */
export function isInPrologue(statement) {
  const { parent } = statement;
  const isBody = parent?.type === 'BlockStatement' && /Function/.test(parent.parent?.type ?? '');
  if (!isBody && parent?.type !== 'Program' && parent?.type !== 'TSModuleBlock') return false;
  // Only directives stand before it.
  return parent.body.find((/** @type {Node} */ each) => typeof each.directive !== 'string') === statement;
}

/**
 * What a child begins with may mean something else where it stands.
 *
 * @param {Node} parent
 * @param {string} field
 * @param {Node} child
 * @param {string} text of the child
 * @returns {string} maybe in parentheses
 */
export function guarded(parent, field, child, text) {
  let isMistaken = false;
  switch (parent.type) {
    case 'ExpressionStatement':
      isMistaken = STATEMENT_START.test(text) || (LONE_STRING.test(text) && isInPrologue(parent));
      break;
    case 'ArrowFunctionExpression':
      isMistaken = field === 'body' && child.type !== 'BlockStatement' && text.startsWith('{');
      break;
    case 'ExportDefaultDeclaration':
      isMistaken = !/Declaration$|^TSDeclare/.test(child.type) && DECLARATION_START.test(text);
      break;
    case 'ForStatement':
      isMistaken = field === 'init' && child.type !== 'VariableDeclaration' && /^let\b/.test(text);
      break;
    case 'ForInStatement':
    case 'ForOfStatement':
      isMistaken = field === 'left' && child.type !== 'VariableDeclaration' && /^let\b|^async$/.test(text);
      break;
    default:
  }
  return isMistaken ? `(${text})` : text;
}
