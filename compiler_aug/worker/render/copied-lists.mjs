// @ts-check
/**
 * Lists of statements or members, statement by statement: between two that were neighbours everything is
 * copied; comments go with the statement that they stand above, or behind. What stands in the place of a
 * statement that is gone has that one's comments.
 */
import { startOf, withPlaced } from './comments.mjs';
import { terminated, withoutSemicolon } from './endings.mjs';
import { afterComments, atLineEnd } from './gaps.mjs';
import { closeStart, openEnd } from './list-edges.mjs';
import { fieldOf, firstOnLine, guardedDirective, indentAt, indentIn } from './list-places.mjs';
import { isUnmoved, mendedList } from './mended-lists.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */
/** @typedef {{node: Node, at: number}} Item a statement, and where it stood; -1: it is new */

/**
 * @param {Node} owner of the list, with an origin
 * @param {Renderer} renderer
 * @returns {string}
 */
export function copiedList(owner, renderer) {
  return isUnmoved(owner, renderer) ? mendedList(owner, renderer) : new CopiedList(owner, renderer).text();
}

class CopiedList {
  /**
   * @param {Node} owner
   * @param {Renderer} renderer
   */
  constructor(owner, renderer) {
    const { origin } = owner;
    const field = fieldOf(owner);
    this.owner = owner;
    this.renderer = renderer;
    /** @type {Node[]} */
    this.before = origin[field];
    this.now = itemsOf(owner[field], this.before);
    /** @type {string[]} */
    this.texts = [];
    this.stays = new Set(this.now.map(({ at }) => at));
    this.open = openEnd(origin, renderer.source);
    this.close = closeStart(origin, this.before.at(-1)?.end ?? this.open, renderer.source);
    this.outerIndent = indentAt(origin.start, renderer);
    const isOneLine = this.before.length > 0 && owner.type !== 'Program' && !firstOnLine(origin, renderer);
    this.indent = indentIn(origin, renderer);
    this.separator = isOneLine ? ' ' : `\n${this.indent}`;
  }

  text() {
    const { renderer, now } = this;
    const outer = renderer.indent;
    renderer.indent = this.indent;
    const text = renderer.forHead(false, () => {
      let made = this.head();
      let gap = now.length > 0 ? this.between(undefined, now[0]) : '';
      for (let at = 0; at < now.length; at += 1) {
        const last = this.runFrom(at);
        if (last > at) {
          made += gap + renderer.slice(startOf(now[at].node.origin), startOf(now[last].node.origin));
          gap = '';
          at = last;
        }
        const next = at + 1 < now.length ? this.between(now[at], now[at + 1]) : '';
        made += gap + this.ended(at, next);
        gap = next;
      }
      return made + this.end();
    });
    renderer.indent = outer;
    return text;
  }

  /** What stands before the first statement and its comments. */
  head() {
    const { owner, renderer, open } = this;
    if (owner.type !== 'SwitchCase') return renderer.slice(owner.type === 'Program' ? 0 : owner.origin.start, open);
    return owner.test ? `case ${renderer.child(owner, 'test')}:` : 'default:';
  }

  /**
   * Statements that stand as they did, one after another, are copied in one piece.
   *
   * @param {number} at
   * @returns {number} the last of them
   */
  runFrom(at) {
    const { now } = this;
    let last = at;
    while (last + 1 < now.length && now[last + 1].at === now[last].at + 1 && this.isStill(now[last]) && this.isStill(now[last + 1])) last += 1;
    return last;
  }

  /** @param {Item} item */
  isStill(item) {
    const { node } = item;
    // What stands first now must not become a directive.
    const isText = node.type === 'ExpressionStatement' && node.expression.type === 'Literal';
    return this.isKept(item) && !isText && !this.renderer.placed.has(node);
  }

  /** @param {number} at */
  statement(at) {
    const { node } = this.now[at];
    let text = this.texts[at];
    if (text === undefined) {
      text = guardedDirective(node, this.renderer.node(node));
      this.texts[at] = text;
    }
    return text;
  }

  /**
   * A statement, with a semicolon if it needs one or the source has them.
   *
   * @param {number} at
   * @param {string} gap what stands between it and the next one
   */
  ended(at, gap) {
    const { renderer, now, owner } = this;
    const [{ node, at: place }, next] = [now[at], now[at + 1]];
    const isKept = this.isKept(now[at]);
    const isAsBefore = next ? isKept && this.isKept(next) && next.at === place + 1 : place === this.before.length - 1 && place >= 0;
    let text = this.statement(at);
    if (!isAsBefore) {
      text = terminated(node, text, renderer.isStyled);
      const isBroken = next ? gap.includes('\n') : owner.type !== 'SwitchCase';
      if (isBroken && !renderer.habits.hasSemicolons) text = withoutSemicolon(node, text, next && this.statement(at + 1));
    }
    return withPlaced(text, renderer.placed.get(node), this.indent);
  }

  /** @param {Item} item */
  isKept({ node, at }) {
    return at >= 0 && !node.dirty && !node.made && !this.renderer.isStyled;
  }

  /**
   * What stands before a statement. What opens the list counts as a kept one; the first row that fits holds.
   *
   * | statement                      | after            | between them                                      |
   * | ------------------------------ | ---------------- | ------------------------------------------------- |
   * | kept                           | its neighbour    | the gap as it was                                 |
   * | kept                           | a kept one       | comments beside that one, comments above this one |
   * | kept, the one before it gone   | a new one        | the gap after the one that is gone                |
   * | kept                           | a new one        | comments above this one                           |
   * | new, for one that is gone      | a kept one       | the gap before the one that is gone               |
   * | new                            | a kept one       | comments beside that one, a separator             |
   * | new                            | a new one        | a separator                                       |
   *
   * @param {Item | undefined} previous
   * @param {Item} item
   */
  between(previous, item) {
    const { at } = item;
    const last = previous ? previous.at : -1;
    const isAfterNew = previous !== undefined && last < 0;
    if (at >= 0) {
      if (isAfterNew ? at > 0 && !this.stays.has(at - 1) : last === at - 1) return this.gap(at);
      return isAfterNew ? this.above(at) : afterComments(this.beside(last + 1), this.above(at));
    }
    if (isAfterNew) return this.separator;
    const isReplaced = last + 1 < this.before.length && !this.stays.has(last + 1);
    return isReplaced ? this.gap(last + 1) : afterComments(this.beside(last + 1), this.separator);
  }

  /** What stands after the last statement. */
  end() {
    const { before, now, renderer, owner, close } = this;
    const rest = renderer.slice(close, owner.type === 'Program' ? renderer.source.length : owner.origin.end);
    const count = before.length;
    if (now.length === 0) return (count === 0 ? this.gap(0) : '') + rest;
    const last = now[now.length - 1].at;
    if (count > 0 && (last === count - 1 || (last < 0 && !this.stays.has(count - 1)))) return this.gap(count) + rest;
    const gap = last < 0 ? '' : this.beside(last + 1);
    if (count > 0) return afterComments(gap, atLineEnd(this.gap(count))[1] + rest);
    return rest === '' ? '' : `${gap}\n${this.outerIndent}${rest}`;
  }

  /**
   * The source before what stood at a place.
   *
   * @param {number} at
   */
  gap(at) {
    const { before, renderer } = this;
    const start = at === 0 ? this.open : before[at - 1].end;
    return renderer.slice(start, at === before.length ? this.close : startOf(before[at]));
  }

  /**
   * Comments on the line of what stood before a place.
   *
   * @param {number} at
   */
  beside(at) {
    const gap = this.gap(at);
    if (this.before.length === 0) return gap.trimEnd();
    return atLineEnd(gap)[0].trimEnd();
  }

  /**
   * Comments above what stood at a place, from a new line on.
   *
   * @param {number} at
   */
  above(at) {
    const [, rest] = atLineEnd(this.gap(at));
    return rest.includes('\n') ? rest : this.separator + rest.trimStart();
  }
}

/**
 * @param {Node[]} now
 * @param {Node[]} before
 * @returns {Item[]} directives first
 */
function itemsOf(now, before) {
  const isLate = now.some((node, at) => at > 0 && typeof node.directive === 'string' && typeof now[at - 1].directive !== 'string');
  const sorted = isLate ? now.toSorted((a, b) => Number(typeof b.directive === 'string') - Number(typeof a.directive === 'string')) : now;
  let expected = 0;
  return sorted.map((node) => {
    const { origin } = node;
    let at = -1;
    if (origin) at = before[expected] === origin ? expected : before.indexOf(origin);
    if (at >= 0) expected = at + 1;
    return { node, at };
  });
}
