// @ts-check
/** What kinds of values a program expects behind its names, guessed from how it uses them. */
import { visit } from '../tree.mjs';
import { labelOf } from './world-names.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./inside/kinds.mjs').Hints} Hints */
/** @typedef {import('./inside/kinds.mjs').Kind} Kind */

const OF_TEXTS = new Set([
  'charAt', 'charCodeAt', 'codePointAt', 'split', 'replace', 'replaceAll', 'toLowerCase', 'toUpperCase', 'trim', 'trimStart', 'trimEnd',
  'startsWith', 'endsWith', 'substr', 'substring', 'match', 'padStart', 'padEnd', 'repeat', 'localeCompare',
]);
const OF_LISTS = new Set([
  'push', 'pop', 'shift', 'unshift', 'splice', 'map', 'filter', 'reduce', 'reduceRight', 'some', 'every', 'find', 'findIndex', 'join',
  'reverse', 'sort', 'forEach', 'flat', 'flatMap', 'fill',
]);
const OF_BOTH = new Set(['length', 'slice', 'indexOf', 'lastIndexOf', 'concat', 'includes']);
const OF_NUMBERS = new Set(['toFixed', 'toPrecision']);
/** Of more, plain objects would be made that nobody can read. */
const MOST_PROPERTIES = 10;
const ARITHMETIC = new Set(['-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>', '<', '>', '<=', '>=']);
const EQUALITY = new Set(['===', '!==', '==', '!=']);

/** @type {Record<string, Kind[]>} */
const BY_TYPE = {
  string: ['text'], number: ['number'], boolean: ['truth'], function: ['callable'], object: ['object'], undefined: ['nothing', 'object'],
};

/**
 * @param {Node} program
 * @returns {Hints}
 */
export function hintsOf(program) {
  const guess = new Guess();
  visit(program, (node) => guess.look(node));
  guess.follow();
  return guess.hints();
}

class Guess {
  constructor() {
    /** @type {Map<string, Set<Kind>>} */
    this.kinds = new Map();
    /** @type {Map<string, Set<any>>} */
    this.constants = new Map();
    /** Names that stand for the same value. @type {[string, string][]} */
    this.aliases = [];
    /** @type {Set<string>} */
    this.properties = new Set();
  }

  hints() {
    const kinds = Object.fromEntries([...this.kinds].map(([name, set]) => [name, [...set]]));
    const constants = Object.fromEntries([...this.constants].map(([name, set]) => [name, [...set]]));
    return { kinds, constants, properties: [...this.properties].slice(0, MOST_PROPERTIES) };
  }

  /** What is known of a variable holds for where its value comes from. */
  follow() {
    for (let round = 0; round < 2; round += 1) {
      for (const [name, origin] of this.aliases) {
        for (const kind of this.kinds.get(name) ?? []) this.add(origin, kind);
        for (const value of this.constants.get(name) ?? []) this.addConstant(origin, value);
      }
    }
  }

  /**
   * @param {string | null} name
   * @param {...Kind} kinds
   */
  add(name, ...kinds) {
    if (name === null) return;
    const set = this.kinds.get(name) ?? new Set();
    this.kinds.set(name, set);
    for (const kind of kinds) set.add(kind);
  }

  /**
   * @param {string | null} name
   * @param {any} value
   */
  addConstant(name, value) {
    if (name === null || (typeof value === 'object' && value !== null)) return;
    this.constants.set(name, (this.constants.get(name) ?? new Set()).add(value));
  }

  /** @param {Node} node */
  look(node) {
    switch (node.type) {
      case 'CallExpression':
      case 'NewExpression':
        this.add(labelOf(node.callee), 'callable');
        this.lookAtSpread(node.arguments, 'list');
        break;
      case 'MemberExpression':
        this.lookAtMember(node);
        break;
      case 'BinaryExpression':
        this.lookAtOperator(node);
        break;
      case 'UpdateExpression':
        this.add(labelOf(node.argument), 'number');
        break;
      case 'AssignmentExpression':
        if (ARITHMETIC.has(node.operator.slice(0, -1))) for (const side of [node.left, node.right]) this.add(labelOf(side), 'number');
        else if (node.operator === '=') this.alias(node.left, node.right);
        break;
      case 'VariableDeclarator':
        if (node.init) this.alias(node.id, node.init);
        break;
      case 'AssignmentPattern':
        this.alias(node.left, node.right);
        break;
      case 'SwitchStatement':
        for (const { test } of node.cases) if (test?.type === 'Literal') this.addConstant(labelOf(node.discriminant), test.value);
        break;
      case 'ObjectPattern':
        for (const { key, computed } of node.properties) if (!computed && key?.type === 'Identifier') this.properties.add(key.name);
        break;
      case 'ForOfStatement':
        this.add(labelOf(node.right), 'list');
        break;
      case 'ArrayExpression':
        this.lookAtSpread(node.elements, 'list');
        break;
      case 'ObjectExpression':
        this.lookAtSpread(node.properties, 'object');
        break;
      case 'ForInStatement':
        this.add(labelOf(node.right), 'object');
        break;
      default:
    }
  }

  /**
   * @param {(Node | null)[]} items
   * @param {Kind} kind of what is spread among them
   */
  lookAtSpread(items, kind) {
    for (const item of items) if (item?.type === 'SpreadElement') this.add(labelOf(item.argument), kind);
  }

  /** @param {Node} node */
  lookAtMember({ object, property, computed }) {
    const owner = labelOf(object);
    if (!computed && property.type === 'Identifier') this.properties.add(property.name);
    if (computed) this.add(owner, 'list', 'object');
    else if (OF_TEXTS.has(property.name)) this.add(owner, 'text');
    else if (OF_LISTS.has(property.name)) this.add(owner, 'list');
    else if (OF_BOTH.has(property.name)) this.add(owner, 'list', 'text');
    else if (OF_NUMBERS.has(property.name)) this.add(owner, 'number');
    else if (property.name === 'call' || property.name === 'apply' || property.name === 'bind') this.add(owner, 'callable');
    else this.add(owner, 'object');
  }

  /** @param {Node} node */
  lookAtOperator({ operator, left, right }) {
    if (ARITHMETIC.has(operator)) {
      for (const side of [left, right]) this.add(labelOf(side), 'number');
    } else if (operator === '+') {
      for (const side of [left, right]) this.add(labelOf(side), 'number', 'text');
    } else if (EQUALITY.has(operator)) {
      this.lookAtEquality(left, right);
      this.lookAtEquality(right, left);
    } else if (operator === 'instanceof') {
      this.add(labelOf(left), 'object');
      this.add(labelOf(right), 'callable');
    } else if (operator === 'in') this.add(labelOf(right), 'object');
  }

  /**
   * @param {Node} side
   * @param {Node} other
   */
  lookAtEquality(side, other) {
    if (other.type !== 'Literal') return;
    if (side.type === 'UnaryExpression' && side.operator === 'typeof') this.add(labelOf(side.argument), ...(BY_TYPE[other.value] ?? []));
    else if (other.value === null) this.add(labelOf(side), 'object', 'nothing');
    else {
      this.addConstant(labelOf(side), other.value);
      this.add(labelOf(side), ...(BY_TYPE[typeof other.value] ?? []));
    }
  }

  /**
   * @param {Node} target
   * @param {Node} value
   */
  alias(target, value) {
    const origin = labelOf(value);
    if (target.type === 'ObjectPattern') this.add(origin, 'object');
    else if (target.type === 'ArrayPattern') this.add(origin, 'list');
    else if (value.type === 'Literal' && value.value !== null) this.add(labelOf(target), ...(BY_TYPE[typeof value.value] ?? []));
    else if (value.type === 'ObjectExpression') this.add(labelOf(target), 'object');
    else if (value.type === 'ArrayExpression') this.add(labelOf(target), 'list');
    else if (value.type === 'LogicalExpression') for (const side of [value.left, value.right]) this.alias(target, side);
    else {
      const name = labelOf(target);
      if (name !== null && origin !== null && name !== origin) this.aliases.push([name, origin]);
    }
  }
}
