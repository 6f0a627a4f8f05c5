// @ts-check
/** Statements and members that go as a whole. */
import { isTypeSpecifier } from './specifiers.mjs';
import { isType } from './value-names.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./erase.mjs').Erasure} Erasure */

/**
 * Nodes whose statements or members stand in a list, and the field with that list.
 *
 * @type {Record<string, string>}
 */
export const LISTS = {
  Program: 'body', BlockStatement: 'body', StaticBlock: 'body', TSModuleBlock: 'body',
  ClassBody: 'body', SwitchCase: 'consequent',
};

/**
 * Whether nothing is left of a statement or of a member of a class.
 *
 * @param {Node} node
 * @param {Erasure} erasure
 * @returns {boolean}
 */
export function isGone(node, erasure) {
  if (node.declare || isType(node)) return true;
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      if (node.importKind === 'type' || node.exportKind === 'type') return true;
      if (node.declaration) return isGone(node.declaration, erasure);
      return node.specifiers?.length > 0 && node.specifiers.every(isTypeSpecifier(node, erasure));
    case 'ExportDefaultDeclaration':
      if (node.declaration.type === 'Identifier') return erasure.isTypeName(node.declaration.name);
      return isGone(node.declaration, erasure);
    case 'TSExportAssignment':
      return node.expression.type === 'Identifier' && erasure.isTypeName(node.expression.name);
    case 'TSImportEqualsDeclaration':
      return node.importKind === 'type' || erasure.isTypeName(node.id.name);
    case 'TSModuleDeclaration':
      return node.body.body.every((/** @type {Node} */ statement) => isGone(statement, erasure));
    case 'MethodDefinition':
      return node.value.type === 'TSEmptyBodyFunctionExpression';
    default:
      return false;
  }
}

/**
 * Take a statement out, with the comment on it and, where nothing else stands there, with its lines.
 *
 * @param {Node[]} list it stands in
 * @param {number} index
 * @param {Node} parent of the list
 * @param {Erasure} erasure
 */
export function removeStatement(list, index, parent, erasure) {
  const { source, edits, gone } = erasure;
  gone.add(list[index]);
  let { start, end } = list[index];
  const after = index > 0 ? list[index - 1].end : parent.type === 'Program' ? 0 : parent.start + 1;
  if (!isFirstOverload(list, index)) start = withComments(start, after, erasure);
  if (isLineStart(start, source) && isLineEnd(end, source)) {
    start = source.lastIndexOf('\n', start - 1) + 1;
    end = source.indexOf('\n', end) + 1 || source.length;
    // At the beginning of a block, and after a blank line, the next blank line goes too.
    const isApart = start === 0 || /(?:\n[^\S\n]*|[{:]\r?)\n$/.test(source.slice(0, start).slice(-200));
    const blank = isApart && /^(?:[^\S\n]*\n)+/.exec(source.slice(end, end + 200));
    if (blank) end += blank[0].length;
  }
  edits.remove(start, end);
}

/**
 * Where the comments on a statement begin: those right above it, without a blank line between.
 *
 * @param {number} start of the statement
 * @param {number} after end of what stands before it
 * @param {Erasure} erasure
 */
function withComments(start, after, erasure) {
  const { source, tokens } = erasure;
  const comment = tokens.commentBefore(start);
  if (!comment || comment.start < after || /\n\s*\n/.test(source.slice(comment.end, start))) return start;
  // One that follows something on its line belongs to that.
  if (!isLineStart(comment.start, source)) return start;
  return withComments(comment.start, after, erasure);
}

/**
 * The comment on the first signature is the function's own.
 *
 * @param {Node[]} list
 * @param {number} index
 */
function isFirstOverload(list, index) {
  const name = overloadName(list[index]);
  return name !== null && (index === 0 || overloadName(list[index - 1]) !== name);
}

/**
 * @param {Node} node
 * @returns {string | null} null for what is not a function's signature
 */
function overloadName(node) {
  const declared = node.declaration ?? node;
  if (declared.type === 'TSDeclareFunction' && !declared.declare) return declared.id?.name ?? '';
  if (declared.type !== 'MethodDefinition' || declared.value.body) return null;
  return declared.key.name ?? String(declared.key.value);
}

/**
 * @param {number} offset
 * @param {string} source
 */
const isLineStart = (offset, source) =>
  source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';

/**
 * @param {number} offset
 * @param {string} source
 */
function isLineEnd(offset, source) {
  const end = source.indexOf('\n', offset);
  return source.slice(offset, end < 0 ? undefined : end).trim() === '';
}
