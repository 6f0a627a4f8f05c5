// @ts-check
/**
 * Lists of statements or members of which none came, went or moved, as most lists with a change somewhere inside:
 * everything around what changed is copied in one piece.
 */
import { startOf } from './comments.mjs';
import { terminated, withoutSemicolon } from './endings.mjs';
import { fieldOf, guardedDirective, indentIn } from './list-places.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */

/**
 * @param {Node} owner of a list, with an origin
 * @param {Renderer} renderer
 * @returns {boolean} whether the list is as it was, but for what its statements hold
 */
export function isUnmoved(owner, { placed, isStyled }) {
  const field = fieldOf(owner);
  const before = owner.origin[field];
  const now = owner[field];
  if (isStyled || before.length !== now.length) return false;
  for (let at = 0; at < now.length; at += 1) {
    if (now[at].origin !== before[at] || (placed.size > 0 && placed.has(now[at]))) return false;
  }
  const { test } = owner;
  return owner.type !== 'SwitchCase' || !test || (test.origin === owner.origin.test && !test.dirty && !test.made);
}

/**
 * @param {Node} owner of an unmoved list
 * @param {Renderer} renderer
 * @returns {string}
 */
export function mendedList(owner, renderer) {
  const { origin } = owner;
  const isProgram = owner.type === 'Program';
  /** @type {Node[]} */
  const statements = owner[fieldOf(owner)];
  const outer = renderer.indent;
  renderer.indent = indentIn(origin, renderer);
  /** @type {string[]} */
  const texts = [];
  const textAt = (/** @type {number} */ at) => {
    texts[at] ??= guardedDirective(statements[at], renderer.node(statements[at]));
    return texts[at];
  };
  let place = isProgram ? 0 : origin.start;
  const text = renderer.forHead(false, () => {
    let made = '';
    for (let at = 0; at < statements.length; at += 1) {
      const statement = statements[at];
      const next = at + 1 < statements.length ? statements[at + 1] : undefined;
      if (isStill(statement) && (!next || isStill(next))) continue;
      made += renderer.slice(place, startOf(statement.origin)) + ended(at, next);
      place = statement.origin.end;
    }
    return made;
  });
  renderer.indent = outer;
  return text + renderer.slice(place, isProgram ? renderer.source.length : origin.end);

  /**
   * A statement that changed, or stands before one that did: what follows must not be read as a part of it.
   *
   * @param {number} at
   * @param {Node | undefined} next
   */
  function ended(at, next) {
    const statement = statements[at];
    const closed = terminated(statement, textAt(at), false);
    const isLineEnd = next ? renderer.source.slice(statement.origin.end, startOf(next.origin)).includes('\n') : owner.type !== 'SwitchCase';
    return isLineEnd && !renderer.habits.hasSemicolons ? withoutSemicolon(statement, closed, next && textAt(at + 1)) : closed;
  }
}

/**
 * Whether a statement is its source, and can't become a directive.
 *
 * @param {Node} statement
 */
const isStill = (statement) =>
  !statement.dirty && !statement.made && !(statement.type === 'ExpressionStatement' && statement.expression.type === 'Literal');
