// @ts-check
/** A function without its own name: what it is called says what it does. */
import { Edits } from '../edits.mjs';
import { isFree } from '../names/names.mjs';
import { readProgram, rereadUnit } from '../program.mjs';
import { resolve } from '../resolve.mjs';
import { childrenOf, isReference } from '../tree.mjs';
import { unwrap } from '../wrapper.mjs';

/** @typedef {import('../types.js').Node} Node */

/** Names for what has lost its own; the first that the function does not use otherwise. */
const NAMES = ['f', 'g', 'h', 'fn', 'func'];

const MEMBERS = new Set(['MethodDefinition', 'Property', 'PropertyDefinition']);
/** A function of its own `this`; an arrow has that of what is around it. */
const OWN_THIS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ClassBody']);

/**
 * @param {{source: string, language: string, shape: string, name: string, owner: string}} item
 *   one function as it was extracted
 * @returns {string} the same without its name: where it is declared, where it calls itself, as a
 *   binding or as a member of `this` or of its owner. Other things of that name keep it; strings and
 *   comments are left as they are.
 * @throws {Error} the outcome does not parse
 */
export function anonymise({ source, language, shape, name, owner }) {
  const bare = name.replace(/^#/, '');
  const unit = readProgram(source, language, shape);
  const { bindings, names } = resolve(unit.program);
  const taken = new Set([...names, bare]);
  const fresh = freeName(taken);
  const others = new Set(
    bindings.filter((each) => each.name === bare && !isOwn(each, shape)).flatMap((each) => each.identifiers),
  );
  const edits = new Edits(unit.text);
  /** An identifier's node may end behind its type: only the name is replaced. */
  const rename = (/** @type {Node} */ node, before = '') => {
    const mark = node.type === 'PrivateIdentifier' ? '#' : '';
    const end = node.type === 'Literal' ? node.end : node.start + mark.length + bare.length;
    edits.replace(node.start, end, before + mark + fresh);
  };
  search(unit.program, { bare, owner, others, rename, shape });
  const text = unwrap(rereadUnit(edits.made().text, unit));
  readProgram(text, language, shape);
  return text;
}

/**
 * @param {Set<string>} taken
 * @returns {string}
 */
function freeName(taken) {
  const short = NAMES.find((each) => isFree(each, taken));
  if (short) return short;
  for (let number = 1; ; number += 1) {
    if (isFree(`${NAMES[0]}${number}`, taken)) return `${NAMES[0]}${number}`;
  }
}

/**
 * Whether a binding is the function's own: the name of a function expression, in a scope that holds
 * nothing else. A declaration's is of the top scope, whose bindings are not among those resolved.
 *
 * @param {import('../scope.mjs').Binding} binding
 * @param {string} shape
 */
function isOwn(binding, shape) {
  return shape !== 'method' && binding.scope.depth === 1 && !binding.scope.holdsVars;
}

/**
 * @param {Node} program
 * @param {{bare: string, owner: string, others: Set<Node>, shape: string,
 *   rename: (node: Node, before?: string) => void}} sought
 */
function search(program, { bare, owner, others, rename, shape }) {
  let keyFound = shape !== 'method';
  /**
   * @param {Node} node
   * @param {number} depth of functions with an own `this`
   */
  const look = (node, depth) => {
    const inner = depth + Number(OWN_THIS.has(node.type));
    if (node.type === 'Property' && node.shorthand && isMeant(node.value)) {
      rename(node.value, `${bare}: `);
      return;
    }
    if (!keyFound && MEMBERS.has(node.type) && isNamed(node.key) && !node.computed) {
      keyFound = true;
      rename(node.key);
    }
    if (node.type === 'MemberExpression' && isNamed(node.property) && !node.computed) {
      const mine = node.object.type === 'ThisExpression' && depth < (shape === 'method' ? 3 : 2);
      const owned = node.object.type === 'Identifier' && owner !== '' && node.object.name === owner;
      if (mine || owned) rename(node.property);
    }
    for (const [child, field] of childrenOf(node)) {
      if (isMeant(child) && isReference(node, field)) rename(child);
      else look(child, inner);
    }
  };
  const isNamed = (/** @type {Node} */ { type, name, value }) =>
    type === 'Literal' ? value === bare : type.endsWith('Identifier') && name === bare;
  const isMeant = (/** @type {Node} */ node) =>
    node.type === 'Identifier' && node.name === bare && !others.has(node);
  look(program, 0);
}
