// @ts-check
/**
 * Which identifier means which binding.
 *
 * Where the language is too subtle to be sure, the name is *kept*: no pass may rename a binding of
 * that name. Kept are names that occur in types, in JSX element names, in `export`, as TypeScript
 * parameter properties, as functions declared in blocks (Annex B of the standard gives them two
 * bindings), as `var` declared through a `catch` parameter of the same name, and as functions and
 * classes that are a property's value: whoever has the object sees their `name`.
 */
import { lookUp, newBinding, newScope } from './scope.mjs';
import { childrenOf, isFunction, isReference, withoutParentheses } from './tree.mjs';

/** @typedef {import('./types.js').Node} Node */
/** @typedef {import('./scope.mjs').Scope} Scope */
/** @typedef {import('./scope.mjs').Binding} Binding */
/** @typedef {import('./scope.mjs').BindingKind} BindingKind */

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
    this.top = this.open(program, null, true);
    for (const [child] of childrenOf(program)) this.walk(child, this.top);
    this.globals = new Set(this.top.bindings.keys());
    for (const [identifier, scope] of this.references) {
      const binding = lookUp(scope, identifier.name);
      if (binding) join(identifier, binding);
      else this.globals.add(identifier.name);
    }
  }

  /**
   * @param {Node} node
   * @param {Scope | null} around
   * @param {boolean} holdsVars
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
    else if (type.startsWith('TS') && !TYPED_VALUES.has(type)) this.keepNamesIn(node, scope);
    else if (type.startsWith('JSX')) this.walkJsx(node, scope);
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
          this.declare(id, scope, declaredKind(node.kind));
          if (init) this.walk(init, scope);
        }
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.walkClass(node, scope);
        break;
      case 'CatchClause': {
        const own = this.open(node, scope, false);
        if (node.param) this.declare(node.param, own, 'catch');
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
        for (const { local } of node.specifiers) this.declare(local, scope, 'import');
        break;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node.declaration) this.walk(node.declaration, scope);
        else this.keepNamesIn(node, scope);
        break;
      case 'AssignmentExpression':
        if (node.left.type === 'MemberExpression') this.keepOwnName(node.right);
        this.walkChildren(node, scope);
        break;
      case 'Property':
        this.keepOwnName(node.value);
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
      this.declare(node.id, scope, 'function');
      if (!scope.holdsVars) this.kept.add(node.id.name);
    } else if (node.id) {
      outer = newScope(scope, false);
      this.declare(node.id, outer, 'function');
    }
    if (node.returnType) this.keepNamesIn(node.returnType, scope);
    if (node.typeParameters) this.keepNamesIn(node.typeParameters, scope);
    // A `var` of the body is another binding than a parameter of the same name only where
    // parameters have expressions, and even there both may bear one new name.
    const own = this.open(node, outer, true);
    for (const param of node.params) this.declare(param, own, 'param');
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
      this.declare(node.id, scope, 'class');
    } else if (node.id) {
      own = this.open(node, scope, false);
      this.declare(node.id, own, 'class');
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
      this.keep(node, scope);
    }
    this.walkChildren(node, scope);
  }

  /**
   * Bind every name of a pattern.
   *
   * @param {Node} pattern
   * @param {Scope} scope
   * @param {BindingKind} kind
   */
  declare(pattern, scope, kind) {
    if (pattern.typeAnnotation) this.keepNamesIn(pattern.typeAnnotation, scope);
    for (const decorator of pattern.decorators ?? []) this.walk(decorator, scope);
    switch (pattern.type) {
      case 'Identifier':
        this.bind(pattern, scope, kind);
        break;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.computed) this.walk(property.key, scope);
          else if (property.key?.name) this.names.add(property.key.name);
          this.declare(property.type === 'RestElement' ? property : property.value, scope, kind);
        }
        break;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element) this.declare(element, scope, kind);
        break;
      case 'AssignmentPattern':
        this.declare(pattern.left, scope, kind);
        this.walk(pattern.right, scope);
        break;
      case 'RestElement':
        this.declare(pattern.argument, scope, kind);
        break;
      case 'TSParameterProperty':
        this.keepNamesIn(pattern.parameter, scope);
        this.declare(pattern.parameter, scope, kind);
        break;
      default:
        throw new Error(`unknown pattern ${pattern.type}`);
    }
  }

  /**
   * @param {Node} identifier
   * @param {Scope} scope
   * @param {BindingKind} kind
   */
  bind(identifier, scope, kind) {
    const { name } = identifier;
    const isVar = kind === 'var';
    this.names.add(name);
    let home = scope;
    while (isVar && !home.holdsVars && home.parent) {
      if (home.bindings.has(name)) this.kept.add(name);
      home = home.parent;
    }
    let binding = home.bindings.get(name) ?? home.parameters.get(name);
    if (!binding) {
      binding = newBinding(name, kind, home);
      home.bindings.set(name, binding);
      if (home !== this.top) this.bindings.push(binding);
    }
    join(identifier, binding);
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
    if (identifier.typeAnnotation) this.keepNamesIn(identifier.typeAnnotation, scope);
  }

  /**
   * @param {Node} node
   * @param {Scope} scope
   */
  keepNamesIn(node, scope) {
    if (typeof node.name === 'string') this.keep(node, scope);
    for (const [child] of childrenOf(node)) this.keepNamesIn(child, scope);
  }

  /** @param {Node} value of a property */
  keepOwnName(value) {
    const { type, id } = withoutParentheses(value);
    if ((type === 'FunctionExpression' || type === 'ClassExpression') && id) this.kept.add(id.name);
  }

  /**
   * A name where it can't be changed, or can't be told from a mere name: it counts as a reference.
   *
   * @param {Node} node
   * @param {Scope} scope
   */
  keep(node, scope) {
    this.names.add(node.name);
    this.kept.add(node.name);
    if (node.type.endsWith('Identifier')) this.references.push([node, scope]);
  }
}

/**
 * @param {Node} identifier
 * @param {Binding} binding
 */
function join(identifier, binding) {
  identifier.binding = binding;
  binding.identifiers.push(identifier);
}

/**
 * @param {string} kind of a declaration
 * @returns {BindingKind}
 */
function declaredKind(kind) {
  return kind === 'var' || kind === 'let' || kind === 'const' ? kind : 'using';
}
