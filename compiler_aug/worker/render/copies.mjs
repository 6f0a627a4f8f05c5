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
  const changed = isShort(node) || (renderer.isTyped && isComparison(node)) ? null : changedIn(node, renderer);
  if (changed === null) return renderer.printed(node);
  const { origin } = node;
  // Between texts a space would be one more character; types may end with `>>`.
  const mayPad = !/^(?:Template|JSX|TSType[PR])/.test(node.type);
  const joined = (/** @type {string} */ one, /** @type {string} */ two) => (mayPad && wouldJoin(one, two) ? `${one} ${two}` : one + two);
  let place = startOf(origin);
  let text = '';
  for (const { before, child, field } of changed) {
    const gap = renderer.slice(place, startOf(before));
    // What stands around them is the source's, parentheses included.
    const isParenthesized = child.type === 'ParenthesizedExpression' && child.origin === before;
    text = joined(text === '' ? gap : joined(text, gap), isParenthesized ? renderer.node(child) : renderer.any(node, field, child));
    place = before.end;
  }
  const rest = renderer.slice(place, origin.end);
  return changed.length > 0 ? joined(text, rest) : rest;
}

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
 * The children that are not their source, word by word.
 *
 * @param {Node} node with an origin
 * @param {Renderer} renderer
 * @returns {Slot[] | null} in source order; null if a child came or went
 */
function changedIn(node, { isStyled }) {
  const { origin } = node;
  const exported = areExported(origin.declaration) ? origin.declaration : null;
  if (exported && node.declaration?.origin !== exported) return null;
  /** @type {Slot[]} */
  const changed = [];
  /**
   * @param {string} field
   * @param {Node | null} before
   * @param {Node | null} child
   */
  const look = (field, before, child) => {
    if (!before || !child) return !before && !child;
    if (child.origin !== before || child.dirty || child.made || isStyled) changed.push({ before, child, field });
    return true;
  };
  /**
   * @param {string} field
   * @param {Node} from
   * @param {Node} to
   */
  const lookAt = (field, from, to) => {
    const before = from[field];
    const now = to[field];
    if (!Array.isArray(before)) return look(field, before, now);
    if (before.length !== now?.length) return false;
    for (let at = 0; at < before.length; at += 1) if (!look(field, before[at], now[at])) return false;
    return true;
  };
  if (exported && !lookAt('decorators', exported, node.declaration)) return null;
  const areDecoratorsAbove = areExported(origin);
  for (const field of fieldsOf(origin)) {
    if (areDecoratorsAbove && field === 'decorators') continue;
    if (!lookAt(field, origin, node)) return null;
  }
  // A template's texts and expressions alternate.
  return changed.length > 1 ? changed.sort((a, b) => a.before.start - b.before.start) : changed;
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
