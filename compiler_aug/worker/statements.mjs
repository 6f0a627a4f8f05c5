// @ts-check
/** Statements and members that go as a whole, and the semicolons that their neighbours then need. */
import { childrenOf } from './tree.mjs';
import { isType } from './value-names.mjs';

/** @typedef {import('./types.js').Node} Node */
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
 * Which names of an import or export stand for types.
 *
 * @param {Node} node
 * @param {Erasure} erasure
 * @returns {(specifier: Node) => boolean}
 */
export const isTypeSpecifier = (node, erasure) => (specifier) => {
  if (specifier.importKind === 'type' || specifier.exportKind === 'type') return true;
  // What is passed on from another module may be anything.
  return !(node.type !== 'ImportDeclaration' && node.source) && erasure.isTypeName(specifier.local.name);
};

/**
 * Take a statement out, with the comment on it and, where nothing else stands there, with its lines.
 *
 * @param {Node[]} list it stands in
 * @param {number} index
 * @param {Node} parent of the list
 * @param {Erasure} erasure
 */
export function removeStatement(list, index, parent, { source, edits, tokens, gone }) {
  const node = list[index];
  gone.add(node);
  const after = index > 0 ? list[index - 1].end : parent.type === 'Program' ? 0 : parent.start + 1;
  let { start, end } = node;
  if (!isFirstOverload(list, index)) {
    for (;;) {
      const comment = tokens.upTo.get(tokens.blankBefore(start)) ?? tokens.upTo.get(lineEndBefore(start, source));
      if (!comment || comment.start < after || /\n\s*\n/.test(source.slice(comment.end, start))) break;
      // One that follows something on its line belongs to that.
      if (!isLineStart(comment.start, source)) break;
      start = comment.start;
    }
  }
  if (isLineStart(start, source) && isLineEnd(end, source)) {
    start = source.lastIndexOf('\n', start - 1) + 1;
    end = source.indexOf('\n', end) + 1 || source.length;
    const opens = /(?:^|\n[^\S\n]*|[{:])\r?\n$/.test(source.slice(0, start).slice(-200)) || start === 0;
    const blank = /^(?:[^\S\n]*\n)+/.exec(source.slice(end, end + 200));
    if (opens && blank) end += blank[0].length;
  }
  edits.remove(start, end);
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
 * Take names out of the braces of an import or export that keeps others.
 *
 * @param {Node} node
 * @param {Erasure} erasure
 */
export function eraseSpecifiers(node, erasure) {
  const { edits, source } = erasure;
  const going = node.specifiers.filter(isTypeSpecifier(node, erasure));
  if (going.length === 0) return;
  const [first] = node.specifiers;
  const named = node.specifiers.filter((/** @type {Node} */ { type }) => /^(Im|Ex)portSpecifier$/.test(type));
  if (named.length > 0 && named.every((/** @type {Node} */ specifier) => going.includes(specifier))) {
    const brace = source.indexOf('}', named.at(-1).end);
    edits.remove(first.end, Math.max(brace + 1, first.end));
    return;
  }
  const lastKept = node.specifiers.findLast((/** @type {Node} */ specifier) => !going.includes(specifier));
  for (const specifier of going) {
    const following = node.specifiers[node.specifiers.indexOf(specifier) + 1];
    if (specifier.start > lastKept.start) edits.remove(lastKept.end, specifier.end);
    else edits.remove(specifier.start, following.type === first.type ? following.start : braceBefore(following, erasure));
  }
}

/**
 * Where `{ name }` or `* as name` begins after a default import.
 *
 * @param {Node} specifier
 * @param {Erasure} erasure
 */
function braceBefore(specifier, { source, tokens }) {
  const before = tokens.previous(specifier.start);
  return source[before] === '{' ? before : specifier.start;
}

/**
 * Where something was taken out between two statements without a semicolon, the second may read on
 * from the first: `a = b as T` before `(c)`.
 *
 * @param {Node} program
 * @param {Erasure} erasure
 * @param {import('./erase.mjs').Erased} erased what the program is without semicolons put in
 */
export function guardStatements(program, { source, edits, gone }, { text, positionOf, spanOf }) {
  search(program);

  /** @param {Node} node */
  function search(node) {
    const list = LISTS[node.type];
    let previous = /** @type {Node | null} */ (null);
    for (const statement of list ? node[list] : []) {
      if (gone.has(statement)) continue;
      if (previous && readsOn(previous, statement)) edits.insert(previous.end, ';');
      previous = statement;
    }
    for (const [child] of childrenOf(node)) if (!gone.has(child) && !isType(child)) search(child);
  }

  /**
   * @param {Node} first
   * @param {Node} second
   */
  function readsOn(first, second) {
    const isUnchanged = positionOf(first.end - 1) >= 0 && positionOf(second.start) >= 0;
    const left = spanOf(first.start, first.end);
    const right = spanOf(second.start, second.end);
    const gap = text.slice(left.end, right.start);
    if (isUnchanged && gap === source.slice(first.end, second.start)) return false;
    if (text[left.end - 1] === ';' || /^\s*;/.test(gap)) return false;
    const word = text.slice(right.start, right.start + 12);
    if (/^(?:[([*]|in\b|instanceof\b)/.test(word)) return true;
    if (first.type === 'PropertyDefinition') {
      return !first.value && /\b(?:get|set|static|async|accessor)$/.test(text.slice(left.start, left.end));
    }
    return first.type !== 'MethodDefinition' && /^[`+\-/.,]/.test(word);
  }
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

/**
 * Where the text before the blanks before an offset ends.
 *
 * @param {number} offset
 * @param {string} source
 */
function lineEndBefore(offset, source) {
  while (offset > 0 && /\s/.test(source[offset - 1])) offset -= 1;
  return offset;
}
