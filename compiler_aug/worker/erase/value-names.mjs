// @ts-check
/** Which names of a TypeScript file stand for types only, so that their imports and exports go. */
import { childrenOf, isReference } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

/** TypeScript's nodes that hold, or are, values; every other `TS…` node is a type. */
const VALUES = new Set([
  'TSAsExpression', 'TSSatisfiesExpression', 'TSTypeAssertion', 'TSNonNullExpression',
  'TSInstantiationExpression', 'TSParameterProperty', 'TSExportAssignment', 'TSEnumDeclaration',
  'TSEnumBody', 'TSEnumMember', 'TSModuleDeclaration', 'TSModuleBlock', 'TSImportEqualsDeclaration',
  'TSExternalModuleReference', 'TSQualifiedName',
]);

/**
 * @param {Node} node
 * @returns {boolean} it says something about types and nothing else
 */
export const isType = (node) => node.type.startsWith('TS') && !VALUES.has(node.type);

/**
 * Names are compared without regard to scope: one that is a value anywhere is a value. A name that is
 * imported and exported again may be either; it is kept.
 *
 * @param {Node} program
 * @returns {(name: string) => boolean} whether a name is used or declared as a type, and never as a value
 */
export function typeNamesOf(program) {
  const names = {
    declared: /** @type {Set<string>} */ (new Set()),
    used: /** @type {Set<string>} */ (new Set()),
    values: /** @type {Set<string>} */ (new Set()),
    exported: /** @type {Set<string>} */ (new Set()),
  };
  collect(program, false, names);
  return (name) =>
    !names.values.has(name) &&
    (names.declared.has(name) || (names.used.has(name) && !names.exported.has(name)));
}

/**
 * @param {Node} node
 * @param {boolean} inType
 * @param {Record<'declared' | 'used' | 'values' | 'exported', Set<string>>} names
 */
function collect(node, inType, names) {
  switch (node.type) {
    case 'Identifier':
      // A parameter carries its annotation and its decorators.
      if (node.name !== 'this') names[inType ? 'used' : 'values'].add(node.name);
      break;
    case 'JSXIdentifier':
      names.values.add(node.name);
      break;
    case 'JSXElement':
    case 'JSXFragment':
      // What the elements become calls it.
      names.values.add('React');
      break;
    case 'ImportDeclaration':
      for (const { local, importKind } of node.specifiers) {
        if (importKind === 'type' || node.importKind === 'type') names.declared.add(local.name);
      }
      return;
    case 'ExportNamedDeclaration':
      for (const { local } of node.source ? [] : node.specifiers) names.exported.add(local.name);
      if (node.declaration) collect(node.declaration, inType, names);
      return;
    case 'ExportDefaultDeclaration':
    case 'TSExportAssignment': {
      const exported = node.declaration ?? node.expression;
      if (exported.type === 'Identifier') names.exported.add(exported.name);
      else collect(exported, inType, names);
      return;
    }
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      names.declared.add(node.id.name);
      break;
  }
  for (const [child, field] of childrenOf(node)) {
    if (!isName(node, child, field)) {
      collect(child, inType || node.declare || isType(node) || isType(child), names);
    }
  }
}

/**
 * Whether the child is a mere name that refers to nothing.
 *
 * @param {Node} node
 * @param {Node} child
 * @param {string} field
 */
function isName(node, child, field) {
  if (child.type !== 'Identifier') return false;
  if (node.type === 'TSQualifiedName') return field === 'right';
  if (node.type === 'TSEnumMember' || node.type === 'TSImportEqualsDeclaration') return field === 'id';
  return !isReference(node, field);
}
