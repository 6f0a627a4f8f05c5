// @ts-check
/**
 * Types as text in one spelling, near to that of TypeScript's own compiler: one space, double quotes,
 * `;` between members, `T[]` for `Array<T>`, no parentheses that mean nothing, `Foo` for
 * `import("x").Foo`. A guard (`x is T`) gives a boolean, an assertion nothing. The parts of a union stay in
 * their order, and names as they are: aliases are not looked up.
 */
import { parseSync, visitorKeys } from 'oxc-parser';
import { print } from 'esrap';
import ts from 'esrap/languages/ts';

/** @typedef {import('../types.js').Node} Node */

/** Where a type is one word, or closed by brackets of its own, parentheses around it say nothing. */
const CLOSED = new Set([
  'TSTypeReference', 'TSArrayType', 'TSTupleType', 'TSTypeLiteral', 'TSLiteralType', 'TSMappedType',
  'TSThisType', 'TSIndexedAccessType', 'TSTemplateLiteralType',
]);

/** @param {Node} node */
const isClosed = ({ type }) => CLOSED.has(type) || type.endsWith('Keyword');

/**
 * @param {Node} type it is changed
 * @returns {string | null} null for a type that has no spelling in TypeScript
 */
export function typeText(type) {
  const plain = withoutBorder(simplified(type));
  try {
    const { code } = print(/** @type {any} */ (plain), /** @type {any} */ (ts({ quotes: 'double' })));
    return onOneLine(code);
  } catch {
    return null;
  }
}

/** Strings stay as they are; between other things there is one space or none. */
const PIECES = /"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|;?\s*\}|\{\s*|\s+/g;

/** @param {string} code */
function onOneLine(code) {
  const spaced = code.trim().replaceAll(PIECES, (piece) => {
    if (/^["`]/.test(piece)) return piece;
    if (piece.endsWith('}')) return ' }';
    return piece.startsWith('{') ? '{ ' : ' ';
  });
  return spaced.replaceAll('{  }', '{}');
}

/**
 * @param {string} text
 * @returns {string | null} the same type in the one spelling; null if it does not parse
 */
export function spelledType(text) {
  const { program, errors } = parseSync('', `type T = ${text}\n;`, { lang: 'ts', preserveParens: true });
  const [alias, end] = program.body;
  // `string; evil()` is more than a type.
  if (errors.length > 0 || alias?.type !== 'TSTypeAliasDeclaration' || end) return null;
  return typeText(alias.typeAnnotation);
}

/** @param {Node} node */
function simplified(node) {
  for (const field of visitorKeys[node.type] ?? []) {
    const value = node[field];
    if (Array.isArray(value)) node[field] = value.map((each) => each && simplified(each));
    else if (value) node[field] = simplified(value);
  }
  return SIMPLER[node.type]?.(node) ?? node;
}

/** @type {Record<string, (node: Node) => Node | undefined>} */
const SIMPLER = {
  TSParenthesizedType: ({ typeAnnotation }) => (isClosed(typeAnnotation) ? typeAnnotation : undefined),
  TSTypeAnnotation: (node) => ({ ...node, typeAnnotation: withoutBorder(node.typeAnnotation) }),
  TSTypeParameterInstantiation: (node) => ({ ...node, params: node.params.map(withoutBorder) }),
  Literal: (node) => {
    if (typeof node.value === 'string') return { ...node, raw: JSON.stringify(node.value) };
  },
  TSTypeReference: arrayType,
  TSImportType: importedType,
  TSUnionType: flatUnion,
  TSTypePredicate: ({ asserts, start, end }) => ({
    type: asserts ? 'TSVoidKeyword' : 'TSBooleanKeyword', start, end,
  }),
  TSJSDocNullableType: ({ typeAnnotation, start, end }) => {
    const types = [enclosed(typeAnnotation), { type: 'TSNullKeyword', start, end }];
    return flatUnion({ type: 'TSUnionType', types, start, end });
  },
  TSJSDocNonNullableType: ({ typeAnnotation }) => typeAnnotation,
  TSJSDocUnknownType: ({ start, end }) => ({ type: 'TSAnyKeyword', start, end }),
};

/**
 * `Array<T>` as `T[]`, `ReadonlyArray<T>` as `readonly T[]`.
 *
 * @param {Node} node
 * @returns {Node}
 */
function arrayType(node) {
  const { typeName, typeArguments, start, end } = node;
  const [element, second] = typeArguments?.params ?? [];
  if (!element || second || !['Array', 'ReadonlyArray'].includes(typeName.name)) return node;
  const array = { type: 'TSArrayType', elementType: enclosed(element), start, end };
  if (typeName.name === 'Array') return array;
  return { type: 'TSTypeOperator', operator: 'readonly', typeAnnotation: array, start, end };
}

/**
 * `import("./map.js").Map` as `Map`; what a module gives as its default is called as the module.
 *
 * @param {Node} node
 * @returns {Node | undefined}
 */
function importedType({ source, qualifier, typeArguments, start, end }) {
  if (!qualifier) return undefined;
  const stem = /([\w$-]+?)(?:\.[cm]?[jt]sx?)?$/.exec(source.value ?? '')?.[1].replaceAll('-', '_');
  const isDefault = qualifier.name === 'default' && stem;
  const typeName = isDefault ? { type: 'Identifier', name: stem, start, end } : qualifier;
  return arrayType({ type: 'TSTypeReference', typeName, typeArguments, start, end });
}

/**
 * A union within a union is part of it, and says null once.
 *
 * @param {Node} union
 * @returns {Node}
 */
function flatUnion(union) {
  const types = union.types.flatMap((/** @type {Node} */ part) => {
    const inner = withoutBorder(part);
    return inner.type === 'TSUnionType' ? inner.types : [part];
  });
  const first = types.find((/** @type {Node} */ { type }) => type === 'TSNullKeyword');
  const once = types.filter((/** @type {Node} */ part) => part.type !== 'TSNullKeyword' || part === first);
  return { ...union, types: once };
}

/**
 * @param {Node} type
 * @returns {Node} fit to stand before `[]` and beside `|`
 */
function enclosed(type) {
  if (isClosed(type) || type.type === 'TSParenthesizedType') return type;
  return { type: 'TSParenthesizedType', typeAnnotation: type, start: type.start, end: type.end };
}

/**
 * @param {Node} type
 * @returns {Node}
 */
const withoutBorder = (type) =>
  type.type === 'TSParenthesizedType' ? withoutBorder(type.typeAnnotation) : type;
