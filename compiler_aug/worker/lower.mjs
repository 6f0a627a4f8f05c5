// @ts-check
/**
 * What of TypeScript does something when it runs, as JavaScript: enums, namespaces, parameter properties,
 * `import =` and `export =`. All in the forms that TypeScript's compiler gives them, but values of enums stay
 * as they were written, and constants of namespaces stay constants.
 */
import { childrenOf, isReference } from './tree.mjs';

/** @typedef {import('./types.js').Node} Node */
/** @typedef {import('./erase.mjs').Erasure} Erasure */

/**
 * `enum E { A, B = 2 }` as an object, filled in a function.
 *
 * @param {Node} node
 * @param {Node[]} ancestors outermost first
 * @param {Erasure} erasure
 */
export function lowerEnum(node, erasure, ancestors) {
  const { edits, source, tokens } = erasure;
  const { name } = node.id;
  const { members } = node.body;
  openScope(node, [name], tokens.next(node.id.end), ancestors, erasure);
  const known = earlierMembers(node, ancestors);
  let previous = /** @type {string | null} */ (null);
  for (const { id, initializer, start, end } of members) {
    const key = JSON.stringify(memberName(id));
    const value = initializer ? constantOf(initializer, known) : following(previous, known);
    if (initializer) {
      qualify(initializer, name, known, erasure);
      const isText = typeof value === 'string';
      edits.replace(start, initializer.start, isText ? `${name}[${key}] = ` : `${name}[${name}[${key}] = `);
      if (!isText) edits.insert(end, `] = ${key}`);
    } else {
      const counted = value ?? `${name}[${previous}] + 1`;
      edits.replace(start, end, `${name}[${name}[${key}] = ${counted}] = ${key}`);
    }
    const comma = tokens.next(end);
    if (source[comma] === ',') edits.replace(comma, comma + 1, ';');
    else edits.insert(end, ';');
    known.set(JSON.parse(key), value);
    previous = key;
  }
  closeScope(node, [name], ancestors, erasure);
}

/**
 * @param {Node} id
 * @returns {string}
 */
const memberName = (id) => id.name ?? id.value ?? id.quasis[0].value.cooked;

/**
 * Members of the same enum, declared before in the same list.
 *
 * @param {Node} node
 * @param {Node[]} ancestors
 * @returns {Map<string, number | string | undefined>} by name; their values are not looked up
 */
function earlierMembers(node, ancestors) {
  const { around, statement } = placeOf(node, ancestors);
  const known = new Map();
  for (const other of around.body ?? around.consequent) {
    if (other === statement) break;
    const declared = other.declaration ?? other;
    if (declared.type !== 'TSEnumDeclaration' || declared.id.name !== node.id.name) continue;
    for (const { id } of declared.body.members) known.set(memberName(id), undefined);
  }
  return known;
}

/**
 * @param {Node} node
 * @param {Node[]} ancestors
 * @returns {{statement: Node, around: Node}} the node with its `export`, and what holds the list it stands in
 */
function placeOf(node, ancestors) {
  const parent = /** @type {Node} */ (ancestors.at(-1));
  const isExported = parent.type === 'ExportNamedDeclaration';
  return { statement: isExported ? parent : node, around: /** @type {Node} */ (ancestors.at(isExported ? -2 : -1)) };
}

/**
 * @param {string | null} previous
 * @param {Map<string, number | string | undefined>} known
 * @returns {number | undefined} undefined if it must be counted at run time
 */
function following(previous, known) {
  if (previous === null) return 0;
  const before = known.get(JSON.parse(previous));
  return typeof before === 'number' ? before + 1 : undefined;
}

/**
 * The value of an enum's member, as far as it can be told from the enum alone.
 *
 * @param {Node} node
 * @param {Map<string, number | string | undefined>} known members so far
 * @returns {number | string | undefined}
 */
function constantOf(node, known) {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number' || typeof node.value === 'string' ? node.value : undefined;
    case 'TemplateLiteral': {
      const parts = node.expressions.map((/** @type {Node} */ part) => constantOf(part, known));
      if (parts.includes(undefined)) return undefined;
      return node.quasis.map((/** @type {Node} */ { value }, /** @type {number} */ i) => value.cooked + (parts[i] ?? '')).join('');
    }
    case 'Identifier':
      return known.get(node.name);
    case 'MemberExpression':
      return undefined;
    case 'ParenthesizedExpression':
      return constantOf(node.expression, known);
    case 'UnaryExpression':
      return unary(node.operator, constantOf(node.argument, known));
    case 'BinaryExpression':
      return binary(node.operator, constantOf(node.left, known), constantOf(node.right, known));
    default:
      return undefined;
  }
}

/**
 * @param {string} operator
 * @param {number | string | undefined} value
 */
function unary(operator, value) {
  if (typeof value !== 'number') return undefined;
  return { '-': -value, '+': value, '~': ~value }[operator];
}

/**
 * @param {string} operator
 * @param {number | string | undefined} left
 * @param {number | string | undefined} right
 */
function binary(operator, left, right) {
  if (left === undefined || right === undefined) return undefined;
  if (typeof left === 'string' || typeof right === 'string') return operator === '+' ? `${left}${right}` : undefined;
  const values = /** @type {Record<string, number>} */ ({
    '+': left + right, '-': left - right, '*': left * right, '/': left / right, '%': left % right, '**': left ** right,
    '<<': left << right, '>>': left >> right, '>>>': left >>> right, '|': left | right, '&': left & right, '^': left ^ right,
  });
  return values[operator];
}

/**
 * Earlier members are properties once the enum is an object.
 *
 * @param {Node} node
 * @param {string} owner
 * @param {Map<string, unknown>} members
 * @param {Erasure} erasure
 */
function qualify(node, owner, members, erasure) {
  if (node.type === 'Identifier' && members.has(node.name)) erasure.edits.insert(node.start, `${owner}.`);
  for (const [child, field] of childrenOf(node)) {
    if (child.type !== 'Identifier' || isReference(node, field)) qualify(child, owner, members, erasure);
  }
}

/**
 * `namespace A.B { export const c = 1; }` as objects, filled in functions.
 *
 * @param {Node} node
 * @param {Node[]} ancestors
 * @param {Erasure} erasure
 */
export function lowerNamespace(node, erasure, ancestors) {
  const names = namesOf(node.id);
  openScope(node, names, node.body.start, ancestors, erasure);
  const owner = names.at(-1);
  for (const statement of node.body.body) {
    if (statement.type !== 'ExportNamedDeclaration' || erasure.gone.has(statement)) continue;
    const { declaration } = statement;
    erasure.edits.remove(statement.start, declaration.start);
    // Inner enums and namespaces hang themselves on the outer one.
    if (/^TS(Enum|Module)Declaration$/.test(declaration.type)) continue;
    const given = boundNames(declaration).map((name) => `${owner}.${name} = ${name};`);
    const separator = erasure.source[statement.end - 1] === ';' || !declaration.declarations ? ' ' : '; ';
    if (given.length > 0) erasure.edits.insert(statement.end, separator + given.join(' '));
  }
  closeScope(node, names, ancestors, erasure);
}

/**
 * @param {Node} id `A` or `A.B`
 * @returns {string[]}
 */
const namesOf = (id) => (id.type === 'TSQualifiedName' ? [...namesOf(id.left), id.right.name] : [id.name]);

/**
 * @param {Node} node a declaration or a pattern
 * @returns {string[]} names that it binds
 */
function boundNames(node) {
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declarations.flatMap((/** @type {Node} */ { id }) => boundNames(id));
    case 'Identifier':
      return [node.name];
    case 'ObjectPattern':
      return node.properties.flatMap((/** @type {Node} */ property) => boundNames(property.value ?? property));
    case 'ArrayPattern':
      return node.elements.flatMap((/** @type {Node | null} */ element) => (element ? boundNames(element) : []));
    case 'AssignmentPattern':
      return boundNames(node.left);
    case 'RestElement':
      return boundNames(node.argument);
    default:
      return node.id ? [node.id.name] : [];
  }
}

/**
 * The head of a namespace or enum up to its `{`.
 *
 * @param {Node} node
 * @param {string[]} names
 * @param {number} brace
 * @param {Node[]} ancestors
 * @param {Erasure} erasure
 */
function openScope(node, names, brace, ancestors, { edits, source }) {
  const { statement, around } = placeOf(node, ancestors);
  const lines = source.slice(source.lastIndexOf('\n', statement.start - 1) + 1, statement.start);
  const indent = lines.trim() === '' ? lines : '';
  const declared = isDeclaredBefore(names[0], statement, around);
  const keyword = around.type === 'Program' ? 'var' : 'let';
  const inner = names.slice(1).map((name) => `let ${name}; (function (${name}) {`);
  const opening = [`(function (${names[0]}) {`, ...inner].join(' ');
  if (declared) edits.replace(statement.start, brace + 1, opening);
  else edits.replace(node.start, brace + 1, `${keyword} ${names[0]};\n${indent}${opening}`);
}

/**
 * Whether a class, function, enum or namespace of that name stands earlier in the same list.
 *
 * @param {string} name
 * @param {Node} statement
 * @param {Node} around
 */
function isDeclaredBefore(name, statement, around) {
  for (const other of around.body ?? around.consequent) {
    if (other === statement) return false;
    const declared = other.declaration ?? other;
    if (declared.declare || !declared.id || declared.type === 'TSInterfaceDeclaration') continue;
    if (declared.type !== 'TSTypeAliasDeclaration' && namesOf(declared.id)[0] === name) return true;
  }
  return false;
}

/**
 * @param {Node} node
 * @param {string[]} names
 * @param {Node[]} ancestors
 * @param {Erasure} erasure
 */
function closeScope(node, names, ancestors, { edits }) {
  const outer = ancestors.findLast(({ type }) => type === 'TSModuleDeclaration');
  const isInside = ancestors.at(-1)?.type === 'ExportNamedDeclaration' && outer;
  const holders = [isInside ? namesOf(outer.id).at(-1) : null, ...names];
  const closing = names.map((name, index) => {
    const holder = holders[index];
    return holder ? `})(${name} = ${holder}.${name} || (${holder}.${name} = {}));` : `})(${name} || (${name} = {}));`;
  });
  edits.replace(node.end - 1, node.end, closing.reverse().join(' '));
}

/**
 * `constructor(private x)` sets `this.x`, after the parent's constructor.
 *
 * @param {Node} func
 * @param {Erasure} erasure
 */
export function lowerParameterProperties(func, { edits, source }) {
  const names = func.params
    .filter((/** @type {Node} */ { type }) => type === 'TSParameterProperty')
    .map((/** @type {Node} */ { parameter }) => (parameter.left ?? parameter).name);
  if (names.length === 0) return;
  const statements = func.body.body;
  const parent = statements.findLast((/** @type {Node} */ { expression }) => expression?.callee?.type === 'Super');
  const place = parent ?? statements.findLast((/** @type {Node} */ { directive }) => directive);
  const start = place?.end ?? func.body.start + 1;
  const neighbour = place ?? statements[0];
  const line = neighbour ? source.slice(source.lastIndexOf('\n', neighbour.start) + 1, neighbour.start) : '';
  const lead = neighbour && line.trim() === '' ? `\n${line}` : ' ';
  const given = names.map((/** @type {string} */ name) => `${lead}this.${name} = ${name};`).join('');
  const closed = place && source[place.end - 1] !== ';' ? ';' : '';
  edits.insert(start, closed + given + (source[start] === '}' ? ' ' : ''));
}

/**
 * `import fs = require('fs')`, `import Name = Space.Name`.
 *
 * @param {Node} node
 * @param {Erasure} erasure
 */
export function lowerImportEquals({ start, id, moduleReference }, { edits }) {
  edits.replace(start, id.start, 'const ');
  if (moduleReference.type === 'TSExternalModuleReference') return;
  edits.replace(moduleReference.start, moduleReference.end, namesOf(moduleReference).join('.'));
}

/**
 * `export = value`.
 *
 * @param {Node} node
 * @param {Erasure} erasure
 */
export function lowerExportAssignment({ start, expression }, { edits }) {
  edits.replace(start, expression.start, 'module.exports = ');
}
