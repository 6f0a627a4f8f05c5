// @ts-check
/** Which identifier means which binding. Patterns declare names; where the language is too subtle, names are kept. */
import { keepElementName, keepNamesIn, keepOwnName, KEPT_EVERYWHERE } from './kept-names.mjs';
import { declare, declaredKind } from './patterns.mjs';
import { join, lookUp, newScope } from './scope.mjs';
import { childrenOf, isFunction, isReference } from './tree.mjs';

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

const BLOCKS = new Set(['BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement']);

/**
 * Resolve the names of a program. Every identifier that is bound gets its `binding`, those of the top
 * scope too; every node that opens a scope gets its `scope`.
 *
 * @param {Node} program
 * @returns {Resolution}
 */
export function resolve(program) {
  return new Resolver().run(program);
}

/** For one program. */
export class Resolver {
  constructor() {
    this.top = newScope(null, true);
    /** @type {Binding[]} */
    this.bindings = [];
    /** @type {Set<string>} */
    this.names = new Set();
    this.kept = new Set(KEPT_EVERYWHERE);
    this.dynamic = false;
    /** Names where they are looked up. @type {[identifier: Node, scope: Scope][]} */
    this.references = [];
  }

  /**
   * @param {Node} program
   * @returns {Resolution}
   */
  run(program) {
    const { top, references, bindings, names, kept } = this;
    program.scope = top;
    for (const [child] of childrenOf(program)) this.walk(child, top);
    const globals = new Set(top.bindings.keys());
    for (const [identifier, scope] of references) {
      const binding = lookUp(scope, identifier.name);
      if (binding) join(identifier, binding);
      else globals.add(identifier.name);
    }
    bindings.sort((a, b) => a.scope.depth - b.scope.depth);
    return { bindings, names, globals, kept, dynamic: this.dynamic };
  }

  /**
   * @param {Node} node
   * @param {Scope} around
   * @param {boolean} holdsVars whether `var` stops here
   */
  open(node, around, holdsVars) {
    node.scope = newScope(around, holdsVars);
    return node.scope;
  }

  /**
   * @param {Node} node
   * @param {Scope} scope
   */
  walk(node, scope) {
    const { type } = node;
    if (type === 'Identifier') this.refer(node, scope);
    else if (isFunction(node)) this.walkFunction(node, scope);
    else if (type.startsWith('TS') && !TYPED_VALUES.has(type)) keepNamesIn(node, scope, this);
    else if (type.startsWith('JSX')) this.walkElement(node, scope);
    else if (BLOCKS.has(type)) this.walkChildren(node, this.open(node, scope, false));
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
          declare(id, scope, declaredKind(node.kind), this);
          if (init) this.walk(init, scope);
        }
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.walkClass(node, scope);
        break;
      case 'CatchClause': {
        const own = this.open(node, scope, false);
        if (node.param) declare(node.param, own, 'catch', this);
        this.walk(node.body, own);
        break;
      }
      case 'SwitchStatement': {
        // The cases share one block; what is switched on stands outside it.
        this.walk(node.discriminant, scope);
        const inner = this.open(node, scope, false);
        for (const each of node.cases) this.walk(each, inner);
        break;
      }
      case 'StaticBlock':
        this.walkChildren(node, this.open(node, scope, true));
        break;
      case 'ImportDeclaration':
        for (const { local } of node.specifiers) declare(local, scope, 'import', this);
        break;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.declaration) this.walk(node.declaration, scope);
        else keepNamesIn(node, scope, this);
        break;
      case 'AssignmentExpression':
        if (node.left.type === 'MemberExpression') keepOwnName(node.right, this);
        this.walkChildren(node, scope);
        break;
      case 'Property':
        keepOwnName(node.value, this);
        this.walkChildren(node, scope);
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
      declare(node.id, scope, 'function', this);
      if (!scope.holdsVars) this.kept.add(node.id.name);
    } else if (node.id) {
      outer = newScope(scope, false);
      declare(node.id, outer, 'function', this);
    }
    if (node.returnType) keepNamesIn(node.returnType, scope, this);
    if (node.typeParameters) keepNamesIn(node.typeParameters, scope, this);
    // A `var` of the body is another binding than a parameter of the same name only where
    // parameters have expressions, and even there both may bear one new name.
    const own = this.open(node, outer, true);
    for (const param of node.params) declare(param, own, 'param', this);
    if (node.body?.type === 'BlockStatement') {
      const inner = this.open(node.body, own, true);
      inner.parameters = own.bindings;
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
      declare(node.id, scope, 'class', this);
    } else if (node.id) {
      own = this.open(node, scope, false);
      declare(node.id, own, 'class', this);
    }
    for (const [child, field] of childrenOf(node)) {
      if (field !== 'id') this.walk(child, own);
    }
  }

  /**
   * @param {Node} node of JSX
   * @param {Scope} scope
   */
  walkElement(node, scope) {
    keepElementName(node, scope, this);
    this.walkChildren(node, scope);
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
    if (identifier.typeAnnotation) keepNamesIn(identifier.typeAnnotation, scope, this);
  }
}
