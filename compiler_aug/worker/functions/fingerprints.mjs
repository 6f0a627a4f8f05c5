// @ts-check
/**
 * Fingerprints of functions: 64 bits of SHA-256 over parameters and body, as 16 hexadecimal digits.
 *
 * `body` is the same for functions that are written alike: it leaves out the function's own name,
 * comments, layout, quotes, semicolons, parentheses and types, and whether `function` or a method's
 * name stands before the parameters. An arrow is another thing, for its `this` and `arguments`; so are
 * async functions and generators. `structure` leaves out all names and the values of literals too.
 *
 * What else is written counts: braces around one statement, names of functions inside. A parameter
 * property is the assignment it stands for; an enum inside a function is what is written, not the function
 * that it becomes.
 */
import { createHash } from 'node:crypto';
import { visitorKeys } from 'oxc-parser';
import { isMute, statementsOf, textOf, unwrapped } from './plain.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Fingerprints} Fingerprints */

/**
 * What a node says beside its children, names and literals.
 *
 * @type {Record<string, string[]>}
 */
export const DETAILS = {
  AccessorProperty: ['computed', 'static'],
  ArrowFunctionExpression: ['async', 'generator'],
  AssignmentExpression: ['operator'],
  BinaryExpression: ['operator'],
  CallExpression: ['optional'],
  ForOfStatement: ['await'],
  FunctionDeclaration: ['async', 'generator'],
  FunctionExpression: ['async', 'generator'],
  ImportExpression: ['phase'],
  LogicalExpression: ['operator'],
  MemberExpression: ['computed', 'optional'],
  MethodDefinition: ['computed', 'kind', 'static'],
  Property: ['computed', 'kind', 'method'],
  PropertyDefinition: ['computed', 'static'],
  UnaryExpression: ['operator'],
  UpdateExpression: ['operator', 'prefix'],
  VariableDeclaration: ['kind'],
  YieldExpression: ['delegate'],
};

const TYPE_FIELDS = new Set([
  'implements', 'returnType', 'superTypeArguments', 'typeAnnotation', 'typeArguments', 'typeParameters',
]);

/** JavaScript knows no decorators elsewhere. */
const DECORATED = new Set([
  'AccessorProperty', 'ClassDeclaration', 'ClassExpression', 'MethodDefinition', 'PropertyDefinition',
]);

/** @type {Record<string, string[]>} */
const CHILDREN = Object.fromEntries(
  Object.entries(visitorKeys).map(([type, fields]) => [
    type,
    fields.filter((field) => !TYPE_FIELDS.has(field) && (field !== 'decorators' || DECORATED.has(type))),
  ]),
);

/**
 * Every node is read once: a function inside another stands in it as its own fingerprints.
 *
 * @param {Node} program
 * @returns {Map<Node, Fingerprints>} those of all functions with a body
 */
export function fingerprintsOf(program) {
  /** @type {Map<Node, Fingerprints>} */
  const found = new Map();
  new Writer(found).write(program);
  return found;
}

/** Writes nodes as two texts from which a tree without what is left out could be read back. */
class Writer {
  /** @param {Map<Node, Fingerprints>} found where fingerprints of functions go */
  constructor(found) {
    this.found = found;
    this.body = '';
    this.structure = '';
  }

  /**
   * @param {Node} wrapped
   * @returns {void}
   */
  write(wrapped) {
    const node = unwrapped(wrapped);
    switch (node.type) {
      case 'Identifier':
      case 'JSXIdentifier':
      case 'PrivateIdentifier':
        return this.name(node.name);
      case 'Literal':
        return this.literal(node);
      case 'TemplateElement':
        return this.value('template', node.value.raw);
      case 'JSXText':
        return this.value('text', textOf(node));
      case 'MetaProperty':
        return this.both(`${node.meta.name}.${node.property.name}`);
      case 'TSParameterProperty':
        return this.write(node.parameter);
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.func(node);
      default:
        this.head(node);
        this.children(node);
    }
  }

  /** @param {Node} node */
  head(node) {
    let head = node.directive ? 'Directive' : node.type;
    for (const field of DETAILS[node.type] ?? []) head += `:${node[field] ?? ''}`;
    this.both(head);
  }

  /** @param {Node} node */
  children(node) {
    for (const field of CHILDREN[node.type]) {
      const value = node[field];
      if (field === 'key' && node.computed === false) this.key(value);
      else if (Array.isArray(value)) this.list(value);
      else if (value && !isMute(value)) this.write(value);
      else this.both('-');
    }
  }

  /** @param {(Node | null)[]} nodes */
  list(nodes) {
    this.both('[');
    for (const node of nodes) {
      if (!node) this.both('-');
      else if (!isMute(node)) this.write(node);
    }
    this.both(']');
  }

  /** @param {Node} func */
  func(func) {
    const isArrow = func.type === 'ArrowFunctionExpression';
    const own = new Writer(this.found);
    own.both(`${isArrow ? 'arrow' : 'function'}:${func.async}:${func.generator}`);
    own.list(func.params);
    if (func.body.type === 'BlockStatement') own.list(statementsOf(func));
    else own.write(func.body);
    const fingerprints = { body: digest(own.body), structure: digest(own.structure) };
    this.found.set(func, fingerprints);
    this.both(func.type);
    if (func.id) this.name(func.id.name);
    this.body += ` ${fingerprints.body}`;
    this.structure += ` ${fingerprints.structure}`;
  }

  /** @param {Node} key the same with quotes and without, but `#a` is not `a` */
  key(key) {
    const mark = key.type === 'PrivateIdentifier' ? '#' : '';
    this.name(JSON.stringify(mark + (key.name ?? key.value)));
  }

  /** @param {Node} literal */
  literal({ value, regex, bigint }) {
    if (regex) this.value('regex', `/${regex.pattern}/${regex.flags}`);
    else if (bigint) this.value('bigint', bigint);
    else this.value(typeof value, value);
  }

  /**
   * @param {string} kind
   * @param {unknown} value
   */
  value(kind, value) {
    this.body += ` ${kind} ${typeof value === 'string' ? JSON.stringify(value) : value}`;
    this.structure += ` ${kind}`;
  }

  /** @param {string} name */
  name(name) {
    this.body += ` $${name}`;
    this.structure += ' $';
  }

  /** @param {string} token */
  both(token) {
    this.body += ` ${token}`;
    this.structure += ` ${token}`;
  }
}

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);
