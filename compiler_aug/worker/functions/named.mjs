// @ts-check
/** Functions of a tree that bear a name: declarations, methods, and what is bound to a name. */
import { nameOf, nameOfKey, ownerAt } from './owners.mjs';
import { childrenOf } from '../tree.mjs';
import { functionOf } from './wrapped.mjs';

/** @typedef {import('../types.js').Node} Node */

/**
 * @typedef {object} NamedFunction
 * @property {string} name
 * @property {string} owner class or object that holds it, or empty
 * @property {import('../types.js').Shape} shape
 * @property {Node} node whose text is the function's
 * @property {Node} func the function itself
 * @property {Node} statement the outermost node that is the function's alone: comments stand there
 */

/** Statements that are nothing but what they declare, assign or export. */
const STATEMENTS = new Set([
  'ExportNamedDeclaration', 'ExportDefaultDeclaration', 'ExpressionStatement', 'TSExportAssignment',
]);
const SHARING = new Set([
  'FunctionDeclaration', 'FunctionExpression', 'VariableDeclaration', 'AssignmentExpression',
]);
const WRAPPING = new Set([
  'CallExpression', 'ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression',
]);

/**
 * @param {Node} program
 * @returns {NamedFunction[]} in source order, nested ones too
 */
export function namedFunctions(program) {
  const search = new Search();
  search.walk(program, '', program);
  // The variables of one declaration come together, before what stands in the first.
  return search.found.sort((left, right) => left.node.start - right.node.start);
}

class Search {
  constructor() {
    /** @type {NamedFunction[]} */
    this.found = [];
    /** @type {Set<Node>} */
    this.bound = new Set();
  }

  /**
   * @param {Node} node
   * @param {string} owner
   * @param {Node} around the statement that the node shares with nothing else, or the node
   */
  walk(node, owner, around) {
    const statement = sharesStatement(node) ? around : node;
    this.look(node, owner, statement);
    const held = ownerAt(node) ?? owner;
    const hands = wrapsStatement(node);
    for (const [child] of childrenOf(node)) this.walk(child, held, hands ? statement : child);
  }

  /**
   * @param {Node} node
   * @param {string} owner
   * @param {Node} statement
   */
  look(node, owner, statement) {
    switch (node.type) {
      case 'FunctionDeclaration':
        if (node.id && node.body) this.add(node.id.name, '', 'program', node, node, statement);
        break;
      case 'VariableDeclaration':
        this.lookAtVariables(node, statement);
        break;
      case 'AssignmentExpression':
        this.lookAtAssignment(node, statement);
        break;
      case 'MethodDefinition':
      case 'Property':
      case 'PropertyDefinition':
      case 'AccessorProperty':
        this.lookAtMember(node, owner, statement);
        break;
      case 'FunctionExpression':
        if (node.id && node.body && !this.bound.has(node)) {
          this.add(node.id.name, '', 'expression', node, node, statement);
        }
    }
  }

  /**
   * @param {Node} declaration
   * @param {Node} statement
   */
  lookAtVariables(declaration, statement) {
    for (const [index, declarator] of declaration.declarations.entries()) {
      const { id, init } = declarator;
      const func = functionOf(init);
      if (!func || id.type !== 'Identifier') continue;
      if (func === init && declaration.declarations.length === 1) {
        this.add(id.name, '', 'program', declaration, func, statement);
      } else {
        this.add(id.name, '', 'expression', func, func, index === 0 ? statement : declarator);
      }
    }
  }

  /**
   * `Queue.prototype.push = function () {}`, `push = wrap(() => {})`.
   *
   * @param {Node} node
   * @param {Node} statement
   */
  lookAtAssignment({ operator, left, right }, statement) {
    const func = operator === '=' ? functionOf(right) : null;
    // What a module gives back as a whole is named by the function itself, if at all.
    const name = nameOf(left);
    if (!func || !name) return;
    const owner = left.type === 'MemberExpression' ? nameOf(left.object) : '';
    this.add(name, owner, 'expression', func, func, statement);
  }

  /**
   * A method, or a function that is the value of a property.
   *
   * @param {Node} node
   * @param {string} owner
   * @param {Node} statement
   */
  lookAtMember(node, owner, statement) {
    const name = nameOfKey(node);
    const func = functionOf(node.value);
    if (name === null || !func) return;
    const isMethod = node.type === 'MethodDefinition' || node.method || ['get', 'set'].includes(node.kind);
    if (isMethod) this.add(name, owner, 'method', node, func, statement);
    else this.add(name, owner, 'expression', func, func, statement);
  }

  /**
   * @param {string} name
   * @param {string} owner
   * @param {import('../types.js').Shape} shape
   * @param {Node} node
   * @param {Node} func
   * @param {Node} statement
   */
  add(name, owner, shape, node, func, statement) {
    this.bound.add(func);
    this.found.push({ name, owner, shape, node, func, statement });
  }
}

/**
 * Whether a comment on the statement around the node is on the node.
 *
 * @param {Node} node
 */
const sharesStatement = ({ type }) => SHARING.has(type) || WRAPPING.has(type);

/**
 * Whether the node is a mere wrapper of what it declares, assigns or wraps.
 *
 * @param {Node} node
 */
const wrapsStatement = (node) =>
  STATEMENTS.has(node.type) || (WRAPPING.has(node.type) && functionOf(node) !== null);
