// @ts-check
/** Enums as JavaScript: the form is the one that TypeScript's compiler gives them, values stay as written. */
import { closeScope, listBefore, openScope, placeOf } from './lowered-scope.mjs';
import { childrenOf, isReference } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./erase.mjs').Erasure} Erasure */

/**
 * Members so far, with their values if they can be told.
 *
 * @typedef {Map<string, number | string | undefined>} Known
 */

/** @type {Record<string, (left: number, right: number) => number>} */
const BINARY = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
  '<<': (left, right) => left << right,
  '>>': (left, right) => left >> right,
  '>>>': (left, right) => left >>> right,
  '|': (left, right) => left | right,
  '&': (left, right) => left & right,
  '^': (left, right) => left ^ right,
};

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
 * @returns {Known} by name; their values are not looked up
 */
function earlierMembers(node, ancestors) {
  const { around, statement } = placeOf(node, ancestors);
  const known = new Map();
  for (const other of listBefore(statement, around)) {
    const declared = other.declaration ?? other;
    if (declared.type !== 'TSEnumDeclaration' || declared.id.name !== node.id.name) continue;
    for (const { id } of declared.body.members) known.set(memberName(id), undefined);
  }
  return known;
}

/**
 * @param {string | null} previous
 * @param {Known} known
 * @returns {number | undefined} undefined if it must be counted at run time
 */
function following(previous, known) {
  if (previous === null) return 0;
  const before = known.get(JSON.parse(previous));
  return typeof before === 'number' ? before + 1 : undefined;
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
 * The value of an enum's member, as far as it can be told from the enum alone.
 *
 * @param {Node} node
 * @param {Known} known members so far
 * @returns {number | string | undefined}
 */
function constantOf(node, known) {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number' || typeof node.value === 'string' ? node.value : undefined;
    case 'TemplateLiteral': {
      const parts = node.expressions.map((/** @type {Node} */ part) => constantOf(part, known));
      const texts = node.quasis.map((/** @type {Node} */ { value }) => value.cooked);
      return parts.includes(undefined) ? undefined : String.raw({ raw: texts }, ...parts);
    }
    case 'Identifier':
      return known.get(node.name);
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
  if (typeof left === 'string' || typeof right === 'string') {
    return operator === '+' ? `${left}${right}` : undefined;
  }
  return BINARY[operator]?.(left, right);
}
