// @ts-check
/** Objects that a function fills: what enums and namespaces become. */
import { LISTS } from './statements.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./erase.mjs').Erasure} Erasure */

/**
 * The head of a namespace or enum up to its `{`.
 *
 * @param {Node} node
 * @param {string[]} names
 * @param {number} brace
 * @param {Node[]} ancestors
 * @param {Erasure} erasure
 */
export function openScope(node, names, brace, ancestors, { edits, gone, source }) {
  const { statement, around } = placeOf(node, ancestors);
  const lines = source.slice(source.lastIndexOf('\n', statement.start - 1) + 1, statement.start);
  const indent = lines.trim() === '' ? lines : '';
  const earlier = listBefore(statement, around).filter((other) => !gone.has(other));
  const isDeclared = earlier.some((other) => nameOf(other) === names[0]);
  const keyword = around.type === 'Program' ? 'var' : 'let';
  const inner = names.slice(1).map((name) => `let ${name}; (function (${name}) {`);
  const opening = [`(function (${names[0]}) {`, ...inner].join(' ');
  // Its own `export` would be a second one.
  if (isDeclared) edits.replace(statement.start, brace + 1, opening);
  else edits.replace(node.start, brace + 1, `${keyword} ${names[0]};\n${indent}${opening}`);
}

/**
 * @param {Node} statement
 * @param {Node} around what holds it
 * @returns {Node[]} what stands before it in its list
 */
export function listBefore(statement, around) {
  const list = around[LISTS[around.type]] ?? [];
  return list.slice(0, list.indexOf(statement));
}

/**
 * @param {Node} statement
 * @returns {string | null} name of what it declares, if that is something to hang properties on
 */
function nameOf(statement) {
  const declared = statement.declaration ?? statement;
  const isHolder = /^(?:Class|Function|TSEnum|TSModule)Declaration$/.test(declared.type);
  return isHolder && declared.id ? namesOf(declared.id)[0] : null;
}

/**
 * @param {Node} node
 * @param {string[]} names
 * @param {Node[]} ancestors
 * @param {Erasure} erasure
 */
export function closeScope(node, names, ancestors, { edits }) {
  const outer = ancestors.findLast(({ type }) => type === 'TSModuleDeclaration');
  const isInside = ancestors.at(-1)?.type === 'ExportNamedDeclaration' && outer;
  const holders = [isInside ? namesOf(outer.id).at(-1) : null, ...names];
  const closing = names.map((name, index) => {
    const holder = holders[index];
    const own = holder ? `${holder}.${name}` : name;
    return `})(${holder ? `${name} = ` : ''}${own} || (${own} = {}));`;
  });
  edits.replace(node.end - 1, node.end, closing.reverse().join(' '));
}

/**
 * @param {Node} node
 * @param {Node[]} ancestors
 * @returns {{statement: Node, around: Node}} the node with its `export`, and what holds the list it stands in
 */
export function placeOf(node, ancestors) {
  const parent = /** @type {Node} */ (ancestors.at(-1));
  const isExported = parent.type === 'ExportNamedDeclaration';
  const around = /** @type {Node} */ (ancestors.at(isExported ? -2 : -1));
  return { statement: isExported ? parent : node, around };
}

/**
 * @param {Node} id `A` or `A.B`
 * @returns {string[]}
 */
export const namesOf = (id) =>
  id.type === 'TSQualifiedName' ? [...namesOf(id.left), id.right.name] : [id.name];
