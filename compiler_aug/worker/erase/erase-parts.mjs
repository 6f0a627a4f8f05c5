// @ts-check
/** What a single node of TypeScript has that JavaScript has not: marks, modifiers, casts, clauses. */
import { lowerEnum } from './lower-enum.mjs';
import { lowerNamespace } from './lower-namespace.mjs';
import { lowerExportAssignment, lowerImportEquals, lowerParameterProperties } from './lower.mjs';
import { eraseSpecifiers } from './specifiers.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./erase.mjs').Erasure} Erasure */

/** Words before a class, a member or a parameter that say nothing to JavaScript. */
const MODIFIERS = new Set(['public', 'private', 'protected', 'readonly', 'override', 'abstract', 'declare']);

/** Operators that bind tighter than `as`. */
const TIGHT = new Set(['+', '-', '*', '/', '%', '**', '<<', '>>', '>>>']);

/** Expressions that such an operator would tear apart. */
const LOOSE = new Set([
  'BinaryExpression', 'LogicalExpression', 'UnaryExpression', 'AwaitExpression', 'TSAsExpression',
  'TSSatisfiesExpression', 'TSTypeAssertion',
]);

/** @type {Record<string, (node: Node, erasure: Erasure, ancestors: Node[]) => void>} */
const PARTS = {
  TSAsExpression: eraseCast,
  TSSatisfiesExpression: eraseCast,
  TSTypeAssertion: eraseAssertion,
  TSNonNullExpression: (node, { edits }) => edits.remove(node.end - 1, node.end),
  Identifier: eraseOptional,
  ObjectPattern: eraseOptional,
  ArrayPattern: eraseOptional,
  VariableDeclarator: ({ definite, id }, erasure) => {
    if (definite) eraseMark(id.typeAnnotation.start, erasure);
  },
  ArrowFunctionExpression: eraseArrow,
  FunctionDeclaration: eraseParameters,
  FunctionExpression: eraseParameters,
  ClassDeclaration: eraseClass,
  ClassExpression: eraseClass,
  MethodDefinition: eraseMember,
  PropertyDefinition: eraseMember,
  AccessorProperty: eraseMember,
  TSParameterProperty: (node, erasure) => eraseModifiers(node, node.parameter.start, erasure),
  ImportDeclaration: eraseSpecifiers,
  ExportNamedDeclaration: eraseSpecifiers,
  TSEnumDeclaration: lowerEnum,
  TSModuleDeclaration: lowerNamespace,
  TSImportEqualsDeclaration: lowerImportEquals,
  TSExportAssignment: lowerExportAssignment,
};

/**
 * Take out of a node what is its own; children that are types go without this.
 *
 * @param {Node} node
 * @param {Node[]} ancestors
 * @param {Erasure} erasure
 */
export function eraseParts(node, ancestors, erasure) {
  PARTS[node.type]?.(node, erasure, ancestors);
}

/**
 * `x as T`, `x satisfies T`.
 *
 * @type {(node: Node, erasure: Erasure, ancestors: Node[]) => void}
 */
function eraseCast(node, { edits, tokens }, ancestors) {
  const { expression } = node;
  const parent = ancestors.at(-1);
  // `a + b as T * c` is a product.
  if (parent?.left === node && TIGHT.has(parent.operator) && LOOSE.has(expression.type)) {
    edits.insert(expression.start, '(');
    edits.insert(expression.end, ')');
  }
  edits.remove(tokens.blankBefore(tokens.next(expression.end)), node.end);
}

/**
 * `<T>x`.
 *
 * @type {(node: Node, erasure: Erasure) => void}
 */
function eraseAssertion({ start, end, expression }, { edits, source }) {
  // At the beginning of a statement or of an arrow's body these would be read as something else.
  const beginning = source.slice(expression.start, expression.start + 'function '.length);
  const isAmbiguous = /^(?:\{|function\b|class\b|async\b|let\b)/.test(beginning);
  edits.replace(start, expression.start, isAmbiguous ? '(' : '');
  if (isAmbiguous) edits.insert(end, ')');
}

/**
 * The `?` of a parameter.
 *
 * @type {(node: Node, erasure: Erasure) => void}
 */
function eraseOptional({ optional, typeAnnotation, end }, erasure) {
  if (!optional) return;
  if (typeAnnotation) eraseMark(typeAnnotation.start, erasure);
  else if (erasure.source[end - 1] === '?') erasure.edits.remove(end - 1, end);
  else eraseMark(erasure.tokens.next(end) + 1, erasure);
}

/**
 * The `?` or `!` that stands before an offset.
 *
 * @param {number} offset
 * @param {Erasure} erasure
 */
function eraseMark(offset, { edits, source, tokens }) {
  const mark = tokens.previous(offset);
  if (source[mark] === '?' || source[mark] === '!') edits.remove(tokens.blankBefore(mark), mark + 1);
}

/** @type {(node: Node, erasure: Erasure) => void} */
function eraseArrow(node, erasure) {
  const { edits, source, tokens } = erasure;
  eraseParameters(node, erasure);
  // No line may end between `async` and `(`, nor between `)` and `=>`.
  if (node.typeParameters) edits.remove(node.typeParameters.start, tokens.next(node.typeParameters.end));
  if (!node.returnType) return;
  const bracket = tokens.previous(node.returnType.start) + 1;
  const arrow = tokens.next(node.returnType.end);
  const before = source.slice(bracket, node.returnType.start);
  if (before.includes('\n')) edits.remove(bracket, node.returnType.end);
  const after = source.slice(node.returnType.end, arrow);
  if (after.includes('\n')) edits.replace(node.returnType.start, arrow, ' ');
}

/**
 * The parameter `this`, and decorators on the others.
 *
 * @type {(node: Node, erasure: Erasure) => void}
 */
function eraseParameters({ params }, { edits, source, tokens }) {
  const [first, second] = params;
  if (first?.type === 'Identifier' && first.name === 'this') {
    const comma = tokens.next(first.end);
    const end = source[comma] === ',' ? comma + 1 : first.end;
    edits.remove(first.start, second ? second.start : end);
  }
  for (const param of params) {
    for (const { start, end } of param.decorators ?? []) edits.remove(start, tokens.blankAfter(end));
  }
}

/** @type {(node: Node, erasure: Erasure) => void} */
function eraseClass(node, erasure) {
  const { edits, source, tokens } = erasure;
  if (node.abstract) eraseModifiers(node, node.body.start, erasure);
  if (!node.implements?.length) return;
  const keyword = tokens.previous(node.implements[0].start) - 'implements'.length + 1;
  const from = tokens.blankBefore(keyword);
  const end = node.implements.at(-1).end;
  edits.remove(/\s/.test(source[end]) ? from : keyword, end);
}

/** @type {(node: Node, erasure: Erasure) => void} */
function eraseMember(node, erasure) {
  const { edits, source, tokens } = erasure;
  eraseModifiers(node, node.key.start, erasure);
  if (node.kind === 'constructor') lowerParameterProperties(node.value, erasure);
  if (!node.optional && !node.definite) return;
  if (node.typeAnnotation) eraseMark(node.typeAnnotation.start, erasure);
  else if (node.type === 'MethodDefinition') eraseMark(node.value.start, erasure);
  else {
    const bracket = tokens.next(node.key.end);
    const mark = node.computed ? tokens.next(bracket + 1) : bracket;
    if (source[mark] === '?' || source[mark] === '!') edits.remove(mark, mark + 1);
  }
}

/**
 * @param {Node} node
 * @param {number} until
 * @param {Erasure} erasure
 */
function eraseModifiers(node, until, { edits, tokens }) {
  const decorators = new Map();
  for (const { start, end } of node.decorators ?? []) decorators.set(start, end);
  for (let place = tokens.next(node.start); place < until; place = tokens.next(place)) {
    const decorated = decorators.get(place);
    const word = tokens.wordAt(place);
    if (word === 'class') return;
    if (!decorated && MODIFIERS.has(word)) edits.remove(place, tokens.blankAfter(place + word.length));
    place = decorated ?? place + Math.max(word.length, 1);
  }
}
