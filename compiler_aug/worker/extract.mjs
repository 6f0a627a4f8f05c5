// @ts-check
/** Functions of a file: declarations, methods, and functions bound to a name. */
import { positionsIn } from './positions.mjs';
import { readProgram } from './program.mjs';
import { childrenOf } from './tree.mjs';

/** @typedef {import('./types.js').Node} Node */

/**
 * @typedef {object} Found
 * @property {string} name
 * @property {string} owner class or object that holds it, or empty
 * @property {import('./types.js').Shape} shape
 * @property {Node} node whose text is the function's
 * @property {Node} func the function itself
 * @property {Node} statement the outermost node that is the function's alone: comments stand there
 */

const FUNCTIONS = new Set(['FunctionExpression', 'ArrowFunctionExpression']);

/**
 * @param {string} source
 * @param {string} language
 * @returns {object[]} functions in source order, nested ones too
 * @throws {import('./program.mjs').SourceSyntaxError}
 */
export function extractFunctions(source, language) {
  const { program, comments } = readProgram(source, language, 'program');
  const positionAt = positionsIn(source);
  const lineAt = (/** @type {number} */ offset) => positionAt(offset).line;
  /** @type {Found[]} */
  const found = [];
  search(program, { owner: '', statement: program }, found);
  return found.map(({ name, owner, shape, node, func, statement }) => ({
    name,
    owner,
    shape,
    source: source.slice(node.start, node.end),
    documentation: documentationBefore(statement.start, comments, source),
    parameters: func.params.map((/** @type {Node} */ param) => source.slice(param.start, param.end)),
    startLine: lineAt(node.start),
    endLine: lineAt(node.end),
  }));
}

/**
 * @param {Node} node
 * @param {{owner: string, statement: Node}} around
 * @param {Found[]} found
 */
function search(node, around, found) {
  const statement = sharesStatement(node) ? around.statement : node;
  const here = functionAt(node, around.owner, statement);
  if (here) found.push(here);
  const owner = ownerAt(node) ?? around.owner;
  const hands = wrapsStatement(node) ? statement : null;
  for (const [child] of childrenOf(node)) {
    search(child, { owner, statement: hands ?? child }, found);
  }
}

/**
 * @param {Node} node
 * @param {string} owner
 * @param {Node} statement
 * @returns {Found | null}
 */
function functionAt(node, owner, statement) {
  switch (node.type) {
    case 'FunctionDeclaration':
      if (!node.id || !node.body) return null;
      return { name: node.id.name, owner: '', shape: 'program', node, func: node, statement };
    case 'VariableDeclaration': {
      const [{ id, init }, second] = node.declarations;
      if (second || id.type !== 'Identifier' || !FUNCTIONS.has(init?.type)) return null;
      return { name: id.name, owner: '', shape: 'program', node, func: init, statement };
    }
    case 'MethodDefinition':
    case 'Property':
    case 'PropertyDefinition':
      return memberAt(node, owner, statement);
    case 'AssignmentExpression':
      return assignedAt(node, statement);
    default:
      return null;
  }
}

/**
 * A method, or a function that is the value of a property.
 *
 * @param {Node} node
 * @param {string} owner
 * @param {Node} statement
 * @returns {Found | null}
 */
function memberAt(node, owner, statement) {
  const name = nameOfKey(node);
  const func = node.value;
  if (name === null || !FUNCTIONS.has(func?.type) || !func.body) return null;
  const isMethod = node.type === 'MethodDefinition' || node.method || node.kind !== 'init';
  if (isMethod && node.type !== 'PropertyDefinition') {
    return { name, owner, shape: 'method', node, func, statement };
  }
  return { name, owner, shape: 'expression', node: func, func, statement };
}

/**
 * A function assigned to a property: `Queue.prototype.push = function () {}`.
 *
 * @param {Node} node
 * @param {Node} statement
 * @returns {Found | null}
 */
function assignedAt(node, statement) {
  const { left, right } = node;
  if (left.type !== 'MemberExpression' || left.computed || !FUNCTIONS.has(right.type)) return null;
  const holder = left.object.property?.name === 'prototype' ? left.object.object : left.object;
  const owner = holder.type === 'Identifier' ? holder.name : '';
  const { name } = left.property;
  return { name, owner, shape: 'expression', node: right, func: right, statement };
}

/**
 * @param {Node} node
 * @returns {string | null} null for a computed name
 */
function nameOfKey({ key, computed }) {
  if (computed) return null;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  return key.type === 'Identifier' ? key.name : String(key.value);
}

/**
 * The name that a class or an object literal gives to the functions in it.
 *
 * @param {Node} node
 * @returns {string | undefined} nothing if the node names nobody
 */
function ownerAt(node) {
  if (node.type === 'ClassDeclaration') return node.id?.name ?? '';
  if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier') return node.id.name;
  if (node.type.endsWith('FunctionDeclaration') || FUNCTIONS.has(node.type)) return '';
  return undefined;
}

/**
 * Whether a comment on the statement around the node is on the node.
 *
 * @param {Node} node
 */
const sharesStatement = (node) =>
  ['FunctionDeclaration', 'VariableDeclaration', 'AssignmentExpression'].includes(node.type);

/**
 * Whether the node is a mere wrapper of what it declares or assigns.
 *
 * @param {Node} node
 */
const wrapsStatement = (node) =>
  ['ExportNamedDeclaration', 'ExportDefaultDeclaration', 'ExpressionStatement'].includes(node.type);

/**
 * The text of the documentation comment that ends right before a place, without its markers.
 *
 * @param {number} place
 * @param {import('./types.js').Comment[]} comments
 * @param {string} source
 */
function documentationBefore(place, comments, source) {
  const last = comments.findLast((comment) => comment.end <= place);
  if (last?.type !== 'Block' || !last.value.startsWith('*')) return '';
  if (source.slice(last.end, place).trim() !== '') return '';
  const lines = last.value.slice(1).split('\n');
  return lines.map((line) => line.replace(/^\s*\*?\s?/, '').trimEnd()).join('\n').trim();
}
