// @ts-check
/**
 * What is surely true of a piece of a program. Every answer is on the safe side: `true` of purity, a type
 * or a constant means always; where anything could spoil it the answer is `false` or null.
 */
import { someChild, visit } from './tree.mjs';

/** @typedef {import('./types.js').Node} Node */
/** @typedef {import('./draft.mjs').Draft} Draft */
/** @typedef {import('./scope.mjs').Binding} Binding */

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const LOOPS = new Set(['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']);

/** Globals that can't be written, as long as no binding hides them. */
const CONSTANT_GLOBALS = new Set(['undefined', 'NaN', 'Infinity']);

/**
 * Whether evaluating an expression does nothing, can't throw and makes no new object: it may be evaluated
 * more often, less often, earlier among other pure things, or not at all.
 *
 * @param {Node} node
 * @param {Draft} [draft] knows the types of local names
 * @returns {boolean}
 */
export function isPure(node, draft) {
  return isWithoutEffect(node, draft, false);
}

/**
 * Whether evaluating an expression might do something: call, write, throw, read through a getter. Making
 * an object counts as nothing.
 *
 * @param {Node} node
 * @param {Draft} [draft]
 */
export const hasEffect = (node, draft) => !isWithoutEffect(node, draft, true);

/**
 * @param {Node} node
 * @param {Draft | undefined} draft
 * @param {boolean} mayMakeObjects
 * @returns {boolean}
 */
function isWithoutEffect(node, draft, mayMakeObjects) {
  const all = (/** @type {(Node | null)[]} */ ...nodes) =>
    nodes.every((each) => !each || isWithoutEffect(each, draft, mayMakeObjects));
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return all(node.expression);
    case 'Literal':
      return mayMakeObjects || !node.regex;
    case 'ThisExpression':
      // In a derived class it throws before `super()`.
      return !isInConstructor(node);
    case 'Identifier':
      return isSafeRead(node);
    case 'TemplateLiteral':
      return node.expressions.every((/** @type {Node} */ each) => isPrimitive(each, draft)) && all(...node.expressions);
    case 'UnaryExpression':
      return isPureUnary(node, draft) && all(node.operator === 'typeof' && isGlobal(node.argument) ? null : node.argument);
    case 'BinaryExpression':
      return isPureBinary(node, draft) && all(node.left, node.right);
    case 'LogicalExpression':
      return all(node.left, node.right);
    case 'ConditionalExpression':
      return all(node.test, node.consequent, node.alternate);
    case 'SequenceExpression':
      return all(...node.expressions);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return mayMakeObjects;
    case 'ArrayExpression':
      return mayMakeObjects && node.elements.every((/** @type {Node | null} */ each) => each?.type !== 'SpreadElement') && all(...node.elements);
    case 'ObjectExpression':
      return mayMakeObjects && node.properties.every((/** @type {Node} */ each) =>
        each.type === 'Property' && !each.computed && all(each.value));
    default:
      return false;
  }
}

/**
 * @param {Node} node
 * @param {Draft} [draft]
 */
function isPureUnary({ operator, argument }, draft) {
  if (operator === '!' || operator === 'typeof' || operator === 'void') return true;
  const type = typeOf(argument, draft);
  if (operator === '+') return type !== null && type !== 'bigint' && isPrimitiveType(type);
  return (operator === '-' || operator === '~') && type !== null && isPrimitiveType(type);
}

/**
 * @param {Node} node
 * @param {Draft} [draft]
 */
function isPureBinary({ operator, left, right }, draft) {
  if (operator === '===' || operator === '!==') return true;
  const types = [typeOf(left, draft), typeOf(right, draft)];
  if (operator === '==' || operator === '!=') {
    if (types.some((type) => type === 'null' || type === 'undefined')) return true;
  }
  if (operator === 'in' || operator === 'instanceof') return false;
  return types.every((type) => type !== null && type !== 'bigint' && isPrimitiveType(type));
}

/** @param {Node} node */
const isGlobal = (node) => node.type === 'Identifier' && !node.binding;

/**
 * Whether reading a name neither throws nor calls anything.
 *
 * @param {Node} identifier
 */
function isSafeRead(identifier) {
  const { binding } = identifier;
  if (!binding) return CONSTANT_GLOBALS.has(identifier.name);
  if (binding.scope.depth === 0 && binding.kind !== 'function') return binding.kind === 'import' ? false : binding.kind === 'var';
  if (binding.kind !== 'let' && binding.kind !== 'const' && binding.kind !== 'class' && binding.kind !== 'using') return true;
  return isDeclaredBefore(identifier, binding);
}

/**
 * Whether a `let`, `const` or `class` has its value wherever that identifier is read: the declaration
 * stands before it, and no hoisted function or other `case` lies between.
 *
 * @param {Node} identifier
 * @param {Binding} binding
 */
function isDeclaredBefore(identifier, binding) {
  const [declared] = binding.identifiers;
  // What a pass declares it declares in front of its uses.
  if (!declared) return true;
  if ((identifier.origin ?? identifier).start <= declared.start) return false;
  for (let around = identifier.parent; around; around = around.parent) {
    const isHome = around.scope === binding.scope;
    if (around.type === 'SwitchStatement' && isHome) return false;
    if (around.type === 'VariableDeclarator' && around.id?.start === declared.start) return false;
    if (around.type === 'FunctionDeclaration' && !isHome) return false;
    if (isHome) return true;
  }
  return false;
}

/** @param {Node} node */
function isInConstructor(node) {
  for (let around = node.parent; around; around = around.parent) {
    if (around.type === 'MethodDefinition') return around.kind === 'constructor';
    if (around.type === 'FunctionDeclaration' || around.type === 'PropertyDefinition') return false;
    if (around.type === 'FunctionExpression' && around.parent?.type !== 'MethodDefinition') return false;
  }
  return false;
}

/** @typedef {'number' | 'string' | 'boolean' | 'undefined' | 'null' | 'bigint' | 'function' | 'object'} Type */

/** @param {Type} type */
const isPrimitiveType = (type) => type !== 'function' && type !== 'object';

/**
 * @param {Node} node
 * @param {Draft} [draft]
 */
export function isPrimitive(node, draft) {
  const type = typeOf(node, draft);
  return type !== null && isPrimitiveType(type);
}

/**
 * The type that an expression's value surely has, if it has a value at all.
 *
 * @param {Node} node
 * @param {Draft} [draft] knows the types of local names
 * @returns {Type | null}
 */
export function typeOf(node, draft) {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return typeOf(node.expression, draft);
    case 'Literal':
      return typeOfLiteral(node);
    case 'TemplateLiteral':
      return 'string';
    case 'Identifier':
      return typeOfName(node, draft);
    case 'UnaryExpression':
      return typeOfUnary(node, draft);
    case 'BinaryExpression':
      return typeOfBinary(node.operator, node.left, node.right, draft);
    case 'AssignmentExpression':
      return node.operator === '=' ? typeOf(node.right, draft) : typeOfBinary(node.operator.slice(0, -1), node.left, node.right, draft);
    case 'UpdateExpression':
      return typeOf(node.argument, draft) === 'number' ? 'number' : null;
    case 'LogicalExpression':
      return same(typeOf(node.left, draft), typeOf(node.right, draft));
    case 'ConditionalExpression':
      return same(typeOf(node.consequent, draft), typeOf(node.alternate, draft));
    case 'SequenceExpression':
      return typeOf(node.expressions.at(-1), draft);
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ClassExpression':
      return 'function';
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'NewExpression':
      // `new` may return a function, but no primitive; of functions nobody asks.
      return 'object';
    default:
      return null;
  }
}

/** @param {Node} node */
function typeOfLiteral({ value, regex, bigint }) {
  if (regex) return 'object';
  if (bigint != null) return 'bigint';
  return value === null ? 'null' : /** @type {Type} */ (typeof value);
}

/**
 * @param {Type | null} left
 * @param {Type | null} right
 */
const same = (left, right) => (left === right ? left : null);

/**
 * @param {Node} node
 * @param {Draft} [draft]
 * @returns {Type | null}
 */
function typeOfUnary({ operator, argument }, draft) {
  if (operator === '!' || operator === 'delete') return 'boolean';
  if (operator === 'typeof') return 'string';
  if (operator === 'void') return 'undefined';
  if (operator === '+') return 'number';
  const type = typeOf(argument, draft);
  return type !== null && type !== 'bigint' && isPrimitiveType(type) ? 'number' : null;
}

const COMPARISONS = new Set(['==', '!=', '===', '!==', '<', '<=', '>', '>=', 'in', 'instanceof']);
const ARITHMETIC = new Set(['-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>']);

/**
 * @param {string} operator
 * @param {Node} left
 * @param {Node} right
 * @param {Draft} [draft]
 * @returns {Type | null}
 */
function typeOfBinary(operator, left, right, draft) {
  if (COMPARISONS.has(operator)) return 'boolean';
  if (operator === '>>>') return 'number';
  const types = [typeOf(left, draft), typeOf(right, draft)];
  const areNumeric = (/** @type {Type | null} */ type) =>
    type === 'number' || type === 'boolean' || type === 'null' || type === 'undefined';
  if (operator === '+') {
    if (types.includes('string')) return 'string';
    return types.every(areNumeric) ? 'number' : null;
  }
  // A number and a bigint don't mix: one number makes the result a number, or an exception.
  return ARITHMETIC.has(operator) && types.some((type) => areNumeric(type) || type === 'string') ? 'number' : null;
}

/** Being worked out: a name's type may depend on itself, as in `i = i + 1`. @type {Map<Binding, Type | null>} */
const supposed = new Map();

/**
 * @param {Node} identifier
 * @param {Draft} [draft]
 * @returns {Type | null}
 */
function typeOfName(identifier, draft) {
  const { binding, name } = identifier;
  if (!binding) {
    if (name === 'undefined') return 'undefined';
    return CONSTANT_GLOBALS.has(name) ? 'number' : null;
  }
  const assumed = supposed.get(binding);
  if (assumed !== undefined) return assumed;
  if (!draft || binding.scope.depth === 0 || draft.resolution.dynamic) return null;
  const written = writesOf(draft, binding).map(valueWritten);
  const [first] = written;
  if (!first || draft.resolution.kept.has(name)) return null;
  if (binding.kind === 'var' ? !isSetBeforeUse(draft, binding) : binding.kind !== 'let' && binding.kind !== 'const') return null;
  // `let x;` is undefined until it is written.
  if (!draft.usesOf(binding).some((use) => isDeclaration(use) && isWrite(use))) return null;
  supposed.set(binding, null);
  try {
    const type = typeOf(first, draft);
    if (type === null || written.length === 1) return type;
    supposed.set(binding, type);
    return written.every((value) => value && typeOf(value, draft) === type) ? type : null;
  } finally {
    supposed.delete(binding);
  }
}

/**
 * Whether a `var` has its first value before anything reads it.
 *
 * @param {Draft} draft
 * @param {Binding} binding
 */
function isSetBeforeUse(draft, binding) {
  const uses = draft.usesOf(binding);
  const declarator = uses[0]?.parent;
  if (declarator?.type !== 'VariableDeclarator' || !declarator.init || !declarator.origin) return false;
  const statement = /** @type {Node} */ (declarator.parent);
  const outer = statement.parent?.type === 'ForStatement' ? statement.parent : statement;
  const home = functionAround(statement);
  if (!home || outer.parent !== home.body) return false;
  return uses.every((use) => functionAround(use) === home && use.start >= uses[0].start);
}

/**
 * The expression whose value a write gives to a name; null where there is none.
 *
 * @param {Node} identifier that is written
 * @returns {Node | null}
 */
function valueWritten(identifier) {
  const parent = /** @type {Node} */ (identifier.parent);
  if (parent.type === 'VariableDeclarator' && parent.id === identifier) {
    const loop = parent.parent?.parent;
    const isInForOf = loop && (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') && loop.left === parent.parent;
    return isInForOf ? null : parent.init;
  }
  if (parent.type === 'AssignmentExpression' && parent.left === identifier) return parent;
  return parent.type === 'UpdateExpression' ? parent : null;
}

/** What may stand around the target of an assignment: `(a)++`, `(a as any) = 1`. */
const AROUND_TARGETS = new Set([
  'ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion',
]);

/**
 * The outermost pattern that an identifier or a pattern is part of, as a target.
 *
 * @param {Node} node
 * @returns {Node}
 */
export function patternAround(node) {
  const { parent } = node;
  if (!parent) return node;
  const isPart =
    AROUND_TARGETS.has(parent.type) || parent.type === 'ArrayPattern' || parent.type === 'RestElement' ||
    (parent.type === 'AssignmentPattern' && parent.left === node) ||
    (parent.type === 'ObjectPattern') || (parent.type === 'TSParameterProperty') ||
    (parent.type === 'Property' && parent.value === node && parent.parent?.type === 'ObjectPattern');
  return isPart ? patternAround(parent) : node;
}

/**
 * Whether an identifier stands where its name is declared.
 *
 * @param {Node} identifier
 */
export function isDeclaration(identifier) {
  const target = patternAround(identifier);
  const parent = /** @type {Node} */ (target.parent);
  if (parent.type === 'VariableDeclarator') return parent.id === target;
  if (parent.type === 'CatchClause') return parent.param === target;
  if (FUNCTIONS.has(parent.type)) return parent.id === target || parent.params.includes(target);
  if (parent.type === 'ClassDeclaration' || parent.type === 'ClassExpression') return parent.id === target;
  return parent.type.startsWith('Import') && parent.type.endsWith('Specifier');
}

/**
 * Whether an identifier's name gets a value there: by assignment, `++`, a loop's head, or a declaration
 * that gives one.
 *
 * @param {Node} identifier
 */
export function isWrite(identifier) {
  const target = patternAround(identifier);
  const parent = /** @type {Node} */ (target.parent);
  switch (parent.type) {
    case 'AssignmentExpression':
    case 'ForInStatement':
    case 'ForOfStatement':
      return parent.left === target;
    case 'UpdateExpression':
      return true;
    case 'VariableDeclarator':
      return parent.id === target && (parent.init !== null || isLoopHead(/** @type {Node} */ (parent.parent)));
    default:
      return isDeclaration(identifier);
  }
}

/** @param {Node} declaration */
function isLoopHead(declaration) {
  const loop = declaration.parent;
  return (loop?.type === 'ForInStatement' || loop?.type === 'ForOfStatement') && loop.left === declaration;
}

/**
 * @param {Draft} draft
 * @param {Binding} binding
 */
export const writesOf = (draft, binding) => draft.usesOf(binding).filter(isWrite);

/**
 * Identifiers that read a binding; `x += 1` reads it too.
 *
 * @param {Draft} draft
 * @param {Binding} binding
 */
export const readsOf = (draft, binding) =>
  draft.usesOf(binding).filter((use) => {
    if (!isWrite(use)) return !isDeclaration(use);
    const { parent } = patternAround(use);
    return parent?.type === 'UpdateExpression' || (parent?.type === 'AssignmentExpression' && parent.operator !== '=');
  });

/**
 * Whether a name below the top level keeps its first value, and every use of it is known.
 *
 * @param {Draft} draft
 * @param {Binding} binding
 */
export function isConstant(draft, binding) {
  const { kept, dynamic } = draft.resolution;
  if (dynamic || kept.has(binding.name) || binding.scope.depth === 0) return false;
  const uses = draft.usesOf(binding);
  const writes = uses.filter(isWrite);
  if (uses.filter(isDeclaration).length !== 1 || writes.length !== 1 || !isDeclaration(writes[0])) return false;
  if (binding.kind !== 'param') return true;
  // In sloppy code `arguments[0] = 1` writes the first parameter.
  const home = functionAround(uses[0]);
  return home !== null && !usesArguments(home);
}

/**
 * @param {Node} node
 * @returns {Node | null} the function that a node is inside of: in its parameters or its body
 */
export function functionAround(node) {
  for (let around = node.parent; around; around = around.parent) {
    if (FUNCTIONS.has(around.type)) return around;
  }
  return null;
}

/**
 * @param {Node} node
 * @returns {Node | null} the loop, of the same function, that a node is inside of
 */
export function loopAround(node) {
  for (let around = node.parent; around && !FUNCTIONS.has(around.type); around = around.parent) {
    if (LOOPS.has(around.type)) return around;
  }
  return null;
}

/**
 * Whether there is a node of these types inside, functions in it left out.
 *
 * @param {Node} node
 * @param {...string} types
 * @returns {boolean}
 */
export function containsOwn(node, ...types) {
  return someChild(
    node,
    (child) => types.includes(child.type) || (!FUNCTIONS.has(child.type) && containsOwn(child, ...types)),
  );
}

/**
 * Whether a function's own code, or an arrow in it, has a node of which something is true: what an arrow
 * sees of `this`, `arguments`, `super` and `new.target` is what is around it.
 *
 * @param {Node} node
 * @param {(node: Node) => boolean} isMeant
 * @returns {boolean}
 */
function sees(node, isMeant) {
  return someChild(node, (child) => {
    if (isMeant(child)) return true;
    const hasOwn = child.type === 'FunctionExpression' || child.type === 'FunctionDeclaration';
    // Of a class, computed keys and `extends` see what is around; to tell them apart would gain little.
    return !hasOwn && sees(child, isMeant);
  });
}

/** @param {Node} fn */
export const usesThis = (fn) => sees(fn, ({ type }) => type === 'ThisExpression' || type === 'TSThisType');

/** @param {Node} fn */
export const usesArguments = (fn) =>
  sees(fn, ({ type, name, binding }) => type === 'Identifier' && name === 'arguments' && !binding);

/** @param {Node} fn */
export const usesSuper = (fn) => sees(fn, ({ type }) => type === 'Super');

/** @param {Node} fn */
export const usesNewTarget = (fn) => sees(fn, ({ type, meta }) => type === 'MetaProperty' && meta.name === 'new');

/**
 * Whether anybody looks at the value of an expression. What a whole script evaluates to counts as unused.
 *
 * @param {Node} node
 * @returns {boolean}
 */
export function isValueUsed(node) {
  const parent = /** @type {Node} */ (node.parent);
  switch (parent.type) {
    case 'ExpressionStatement':
      return false;
    case 'ForStatement':
      return parent.test === node;
    case 'ParenthesizedExpression':
      return isValueUsed(parent);
    case 'SequenceExpression':
      return parent.expressions.at(-1) === node && isValueUsed(parent);
    case 'UnaryExpression':
      return parent.operator !== 'void';
    default:
      return true;
  }
}

/**
 * Whether code is surely strict. Of a method that stands alone that is not known: it may be an object's.
 *
 * @param {Draft} draft
 * @param {Node} node
 */
export function isStrict(draft, node) {
  if (draft.program.sourceType === 'module') return true;
  for (let around = /** @type {Node | null} */ (node); around; around = around.parent) {
    const isWrapper = around.place >= 0 && around.place < draft.unit.first;
    if (around.type === 'ClassBody' && !isWrapper) return true;
    const statements = around.type === 'BlockStatement' || around.type === 'Program' ? around.body : [];
    if (statements.some((/** @type {Node} */ each) => each.directive === 'use strict')) return true;
  }
  return false;
}

/**
 * Every name that is read or written inside.
 *
 * @param {Node} node
 * @returns {{reads: Set<Binding | string>, writes: Set<Binding | string>}} a global by its name
 */
export function namesIn(node) {
  const reads = new Set();
  const writes = new Set();
  visit(node, (each) => {
    if (each.type !== 'Identifier') return;
    const meant = each.binding ?? each.name;
    if (each.parent && isWrite(each)) writes.add(meant);
    reads.add(meant);
  });
  return { reads, writes };
}

