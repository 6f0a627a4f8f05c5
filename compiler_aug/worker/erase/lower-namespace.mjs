// @ts-check
/** Namespaces as JavaScript, in the form of TypeScript's compiler; but constants in them stay constants. */
import { closeScope, namesOf, openScope } from './lowered-scope.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./erase.mjs').Erasure} Erasure */

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
      return node.properties.flatMap((/** @type {Node} */ each) => boundNames(each.value ?? each));
    case 'ArrayPattern':
      return node.elements.filter(Boolean).flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(node.left);
    case 'RestElement':
      return boundNames(node.argument);
    default:
      return node.id ? [node.id.name] : [];
  }
}
