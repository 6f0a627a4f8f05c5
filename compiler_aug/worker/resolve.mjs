// @ts-check
/**
 * Which identifier means which binding.
 *
 * Where the language is too subtle to be sure, the name is *kept*: no pass may rename a binding of
 * that name. Kept are names that occur in types, in JSX element names, in `export`, as TypeScript
 * parameter properties, as functions declared in blocks (Annex B of the standard gives them two
 * bindings), and as `var` declared through a `catch` parameter of the same name.
 */
import { lookUp, newScope } from './scope.mjs';
import { childrenOf, isReference } from './tree.mjs';

/** @typedef {import('./types.js').Node} Node */
/** @typedef {import('./scope.mjs').Scope} Scope */
/** @typedef {import('./scope.mjs').Binding} Binding */

/**
 * @typedef {object} Resolution
 * @property {Binding[]} bindings of all scopes but the top one, outer scopes first
 * @property {Set<string>} names every identifier's name in the program: none of them is fresh
 * @property {Set<string>} globals names from outside or of the top scope: no binding may hide them
 * @property {Set<string>} kept names that must stay
 * @property {boolean} dynamic whether `eval` or `with` may look names up at run time
 */

/** Nodes that wrap a value for the type checker only. */
const TYPED_VALUES = new Set([
  'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion',
  'TSInstantiationExpression', 'TSExportAssignment',
]);

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

const BLOCKS = new Set(['BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement']);

/**
 * @param {Node} program
 * @returns {Resolution}
 */
export function resolve(program) {
  const resolver = new Resolver(program);
  return {
    bindings: resolver.bindings.sort((a, b) => a.scope.depth - b.scope.depth),
    names: resolver.names,
    globals: resolver.globals,
    kept: resolver.kept,
    dynamic: resolver.dynamic,
  };
}

class Resolver {
  /** @param {Node} program */
  constructor(program) {
    /** @type {Binding[]} */
    this.bindings = [];
    /** @type {Set<string>} */
    this.names = new Set();
    /** @type {Set<string>} */
    // `{ __proto__ }` makes a property, `{ __proto__: other }` sets the prototype.
    this.kept = new Set(['this', 'arguments', '__proto__']);
    this.dynamic = false;
    /** @type {[identifier: Node, scope: Scope][]} */
    this.references = [];
    this.top = newScope(null, true);
    for (const [child] of childrenOf(program)) this.walk(child, this.top);
    this.globals = new Set(this.top.bindings.keys());
    for (const [identifier, scope] of this.references) {
      const binding = lookUp(scope, identifier.name);
      if (binding) binding.identifiers.push(identifier);
      else this.globals.add(identifier.name);
    }
  }

  /**
   * @param {Node} node
   * @param {Scope} scope
   */
  walk(node, scope) {
    const { type } = node;
    if (type === 'Identifier') this.refer(node, scope);
    else if (FUNCTIONS.has(type)) this.walkFunction(node, scope);
    else if (type.startsWith('TS') && !TYPED_VALUES.has(type)) this.keepNamesIn(node);
    else if (type.startsWith('JSX')) this.walkJsx(node, scope);
    else if (BLOCKS.has(type)) this.walkChildren(node, newScope(scope, false));
    else this.walkOther(node, scope);
  }

  /**
   * @param {Node} node
   * @param {Scope} scope
   */
  walkOther(node, scope) {
    switch (node.type) {
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          this.declare(id, scope, node.kind === 'var');
          if (init) this.walk(init, scope);
        }
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.walkClass(node, scope);
        break;
      case 'CatchClause': {
        const own = newScope(scope, false);
        if (node.param) this.declare(node.param, own, false);
        this.walk(node.body, own);
        break;
      }
      case 'SwitchStatement': {
        // The cases share one block; what is switched on stands outside it.
        this.walk(node.discriminant, scope);
        const inner = newScope(scope, false);
        for (const each of node.cases) this.walk(each, inner);
        break;
      }
      case 'StaticBlock':
        this.walkChildren(node, newScope(scope, true));
        break;
      case 'ImportDeclaration':
        for (const { local } of node.specifiers) this.declare(local, scope, false);
        break;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.declaration) this.walk(node.declaration, scope);
        else this.keepNamesIn(node);
        break;
      case 'WithStatement':
        this.dynamic = true;
        this.walkChildren(node, scope);
        break;
      default:
        this.walkChildren(node, scope);
    }
  }

  /**
   * Children in the same scope, without the names that are not references.
   *
   * @param {Node} node
   * @param {Scope} scope
   */
  walkChildren(node, scope) {
    for (const [child, field] of childrenOf(node)) {
      if (child.type !== 'Identifier' || isReference(node, field)) this.walk(child, scope);
      else this.names.add(child.name);
    }
  }

  /**
   * @param {Node} node
   * @param {Scope} scope
   */
  walkFunction(node, scope) {
    let outer = scope;
    if (node.id && node.type === 'FunctionDeclaration') {
      this.declare(node.id, scope, false);
      if (!scope.holdsVars) this.kept.add(node.id.name);
    } else if (node.id) {
      outer = newScope(scope, false);
      this.declare(node.id, outer, false);
    }
    if (node.returnType) this.keepNamesIn(node.returnType);
    if (node.typeParameters) this.keepNamesIn(node.typeParameters);
    // A `var` of the body is another binding than a parameter of the same name only where
    // parameters have expressions, and even there both may bear one new name.
    const own = newScope(outer, true);
    for (const param of node.params) this.declare(param, own, false);
    if (node.body?.type === 'BlockStatement') {
      const inner = { ...newScope(own, true), parameters: own.bindings };
      this.walkChildren(node.body, inner);
    } else if (node.body) {
      this.walk(node.body, own);
    }
  }

  /**
   * @param {Node} node
   * @param {Scope} scope
   */
  walkClass(node, scope) {
    let own = scope;
    if (node.id && node.type === 'ClassDeclaration') {
      this.declare(node.id, scope, false);
    } else if (node.id) {
      own = newScope(scope, false);
      this.declare(node.id, own, false);
    }
    for (const [child, field] of childrenOf(node)) {
      if (field !== 'id') this.walk(child, own);
    }
  }

  /**
   * @param {Node} node
   * @param {Scope} scope
   */
  walkJsx(node, scope) {
    // Compiled by the classic transform, every element refers to it.
    this.kept.add('React');
    if (node.type === 'JSXIdentifier') {
      this.names.add(node.name);
      this.kept.add(node.name);
    }
    this.walkChildren(node, scope);
  }

  /**
   * Bind every name of a pattern.
   *
   * @param {Node} pattern
   * @param {Scope} scope
   * @param {boolean} isVar
   */
  declare(pattern, scope, isVar) {
    if (pattern.typeAnnotation) this.keepNamesIn(pattern.typeAnnotation);
    for (const decorator of pattern.decorators ?? []) this.walk(decorator, scope);
    switch (pattern.type) {
      case 'Identifier':
        this.bind(pattern, scope, isVar);
        break;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.computed) this.walk(property.key, scope);
          else if (property.key?.name) this.names.add(property.key.name);
          this.declare(property.type === 'RestElement' ? property : property.value, scope, isVar);
        }
        break;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element) this.declare(element, scope, isVar);
        break;
      case 'AssignmentPattern':
        this.declare(pattern.left, scope, isVar);
        this.walk(pattern.right, scope);
        break;
      case 'RestElement':
        this.declare(pattern.argument, scope, isVar);
        break;
      case 'TSParameterProperty':
        this.keepNamesIn(pattern.parameter);
        this.declare(pattern.parameter, scope, isVar);
        break;
      default:
        throw new Error(`unknown pattern ${pattern.type}`);
    }
  }

  /**
   * @param {Node} identifier
   * @param {Scope} scope
   * @param {boolean} isVar
   */
  bind(identifier, scope, isVar) {
    const { name } = identifier;
    this.names.add(name);
    let home = scope;
    while (isVar && !home.holdsVars && home.parent) {
      if (home.bindings.has(name)) this.kept.add(name);
      home = home.parent;
    }
    let binding = home.bindings.get(name) ?? home.parameters.get(name);
    if (!binding) {
      binding = { name, scope: home, identifiers: [] };
      home.bindings.set(name, binding);
      if (home !== this.top) this.bindings.push(binding);
    }
    binding.identifiers.push(identifier);
  }

  /**
   * @param {Node} identifier
   * @param {Scope} scope
   */
  refer(identifier, scope) {
    // Whatever calls it, or hands it on: it may see local names.
    if (identifier.name === 'eval') this.dynamic = true;
    this.names.add(identifier.name);
    this.references.push([identifier, scope]);
    if (identifier.typeAnnotation) this.keepNamesIn(identifier.typeAnnotation);
  }

  /** @param {Node} node */
  keepNamesIn(node) {
    if (typeof node.name === 'string') {
      this.names.add(node.name);
      this.kept.add(node.name);
    }
    for (const [child] of childrenOf(node)) this.keepNamesIn(child);
  }
}
