// @ts-check
/** Statements as parts of other statements: in a block, or alone on the next line. */
import { endsWithOpenIf, terminated, wantsBlock, withoutSemicolon } from './endings.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */

/**
 * What follows the head of a statement.
 *
 * @param {Node} parent
 * @param {string} field
 * @param {Renderer} renderer
 * @returns {{text: string, isBlock: boolean}} from the space or line break on
 */
export function bodyOf(parent, field, renderer) {
  const statement = shownBody(parent[field], renderer);
  if (statement.type === 'EmptyStatement') return { text: ';', isBlock: false };
  if (statement.type === 'BlockStatement') return { text: renderer.space + renderer.node(statement), isBlock: true };
  const isBlock = isBraced(parent, field, statement, renderer);
  const text = renderer.deeper(() => {
    const inner = terminated(statement, renderer.node(statement), renderer.isStyled);
    const isOpen = isBlock && !renderer.habits.hasSemicolons;
    return `\n${renderer.indent}${isOpen ? withoutSemicolon(statement, inner, undefined) : inner}`;
  });
  return { text: isBlock ? `${renderer.space}{${text}\n${renderer.indent}}` : text, isBlock };
}

/**
 * Whether a statement that is no block gets one.
 *
 * @param {Node} parent
 * @param {string} field
 * @param {Node} statement
 * @param {Renderer} renderer
 */
function isBraced(parent, field, statement, { style, isStyled }) {
  if (wantsBlock(statement)) return true;
  const areDropped = style.braces === 'when-needed';
  if (field === 'consequent' && parent.alternate && endsWithOpenIf(statement, areDropped)) return true;
  // A function keeps what it means where it stands.
  return isStyled && style.braces === 'always' && statement.type !== 'FunctionDeclaration' && statement.type !== 'LabeledStatement';
}

/** What means something else outside of a block. */
const DECLARING = new Set(['VariableDeclaration', 'FunctionDeclaration', 'ClassDeclaration', 'LabeledStatement', 'EmptyStatement']);

/**
 * A statement, or the only one of its block where the style wants no more braces than needed.
 *
 * @param {Node} statement
 * @param {Renderer} renderer
 * @returns {Node}
 */
function shownBody(statement, { style, comments }) {
  if (style.braces !== 'when-needed' || statement.type !== 'BlockStatement' || statement.body.length !== 1) return statement;
  const [only] = statement.body;
  const isSimple = !DECLARING.has(only.type) && !only.type.startsWith('TS') && only.type !== 'BlockStatement';
  return isSimple && !comments.has(statement.origin) && !endsWithOpenIf(only, true) ? only : statement;
}
