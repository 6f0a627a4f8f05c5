// @ts-check
/** Nodes with changes inside: the source around their children, and the children as they are now. */
import { wouldJoin } from '../edits.mjs';
import { fieldsOf } from '../tree.mjs';
import { areExported, startOf } from './comments.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */
/** @typedef {{before: Node, child: Node, field: string}} Slot where a child stood, and who stands there now */

/**
 * @param {Node} node with an origin
 * @param {Renderer} renderer
 * @returns {string}
 */
export function copiedAround(node, renderer) {
  const slots = slotsOf(node);
  if (slots === null || isShort(node) || (renderer.isTyped && isComparison(node))) return renderer.printed(node);
  const { origin } = node;
  // Between texts a space would be one more character; types may end with `>>`.
  const mayPad = !/^(?:Template|JSX|TSType[PR])/.test(node.type);
  let place = startOf(origin);
  let text = '';
  let isNew = false;
  for (const { before, child, field } of slots) {
    const gap = renderer.slice(place, startOf(before));
    text += isNew && mayPad && gap !== '' && wouldJoin(text, gap) ? ` ${gap}` : gap;
    isNew = !isSame(child, before, renderer);
    // What stands around them is the source's, parentheses included.
    const isParenthesized = child.type === 'ParenthesizedExpression' && child.origin === before;
    const made = isNew && !isParenthesized ? renderer.any(node, field, child) : renderer.node(child);
    text += isNew && mayPad && wouldJoin(text, made) ? ` ${made}` : made;
    place = before.end;
  }
  const rest = renderer.slice(place, origin.end);
  return text + (isNew && mayPad && rest !== '' && wouldJoin(text, rest) ? ' ' : '') + rest;
}

/**
 * Whether a child is its source, word by word.
 *
 * @param {Node} child
 * @param {Node} before
 * @param {Renderer} renderer
 */
const isSame = (child, before, { isStyled }) => child.origin === before && !child.dirty && !child.made && !isStyled;

/** @param {Node} node */
function isShort(node) {
  return isGivenOnce(node.origin) || (node.type === 'Property' && node.shorthand) ||
    (node.type === 'TemplateLiteral' && node.quasis.some((/** @type {Node} */ quasi) => quasi.made));
}

/**
 * Whether the source gives a name once that may be two now.
 *
 * @param {Node} origin
 */
function isGivenOnce({ type, imported, exported, local }) {
  return (type === 'ImportSpecifier' || type === 'ExportSpecifier') && (imported ?? exported).start === local.start;
}

/**
 * What may be read as types, once its sides changed.
 *
 * @param {Node} node
 */
const isComparison = ({ type, operator }) => type === 'BinaryExpression' && /^[<>]/.test(operator);

/**
 * @param {Node} node with an origin
 * @returns {Slot[] | null} in source order; null if a child came or went
 */
function slotsOf(node) {
  const { origin } = node;
  /** @type {Slot[]} */
  const slots = [];
  const exported = areExported(origin.declaration) ? origin.declaration : null;
  if (exported && node.declaration?.origin !== exported) return null;
  let isSorted = true;
  let last = -1;
  /**
   * @param {string} field
   * @param {Node | null} before
   * @param {Node | null} child
   */
  const add = (field, before, child) => {
    if (!before || !child) return before === child || (!before && !child);
    slots.push({ before, child, field });
    if (before.start < last) isSorted = false;
    last = before.start;
    return true;
  };
  /**
   * @param {string} field
   * @param {Node} from
   * @param {Node} to
   */
  const addAll = (field, from, to) => {
    const [before, now] = [from[field], to[field]];
    if (!Array.isArray(before)) return add(field, before, now);
    return before.length === now?.length && before.every((each, at) => add(field, each, now[at]));
  };
  if (exported && !addAll('decorators', exported, node.declaration)) return null;
  for (const field of fieldsOf(origin)) {
    if (field === 'decorators' && areExported(origin)) continue;
    if (!addAll(field, origin, node)) return null;
  }
  // A template's texts and expressions alternate.
  return isSorted ? slots : slots.sort((a, b) => a.before.start - b.before.start);
}

/**
 * Whether a node's source would not do where it stands now.
 *
 * @param {Node} node with an origin
 * @returns {boolean}
 */
export function isMisplaced(node) {
  const { origin, parent } = node;
  switch (node.type) {
    case 'FunctionExpression':
      return isMethod(origin) !== isMethod(node);
    case 'VariableDeclaration':
      // In the head of a loop there is no semicolon.
      return isHead(origin) !== isHead(node);
    case 'ClassDeclaration':
      return areExported(origin) && parent?.origin !== origin.parent;
    case 'Literal':
      // JSX has escapes of its own.
      return (origin.parent?.type === 'JSXAttribute') !== (parent?.type === 'JSXAttribute');
    default:
      return false;
  }
}

/**
 * A method's function has no `function` in the source, and any other has one.
 *
 * @param {Node} node
 */
export function isMethod(node) {
  const { parent } = node;
  if (!parent || parent.value !== node) return false;
  return parent.type === 'MethodDefinition' || (parent.type === 'Property' && (parent.method || parent.kind !== 'init'));
}

/** @param {Node} node a declaration */
function isHead(node) {
  const { parent } = node;
  return /^For(?:In|Of)?Statement$/.test(parent?.type ?? '') && parent?.body !== node;
}
