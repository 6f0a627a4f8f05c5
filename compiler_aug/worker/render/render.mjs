// @ts-check
/**
 * Drafts as text. What did not change is copied from the source, with its layout, comments and types. Where
 * only something inside changed, what stands around it is copied. What a pass made is printed by type.
 * In a style, everything is printed by type that can be.
 */
import { wouldJoin } from '../edits.mjs';
import { CLASSES } from './classes.mjs';
import { commentsByOwner, startOf } from './comments.mjs';
import { copiedList } from './copied-lists.mjs';
import { copiedAround, isMisplaced } from './copies.mjs';
import { endsWithOpenIf, terminated, wantsBlock } from './endings.mjs';
import { EXPRESSIONS } from './expressions.mjs';
import { FUNCTIONS } from './functions.mjs';
import { Habits } from './habits.mjs';
import { JSX } from './jsx.mjs';
import { MODULES } from './modules.mjs';
import { OBJECTS } from './objects.mjs';
import {
  containsIn, guarded, isBracketed, isHabitual, isIn, isInBrackets, isOpenNew, needsParentheses,
} from './precedence.mjs';
import { PRINTED_LISTS } from './printed-lists.mjs';
import { STATEMENTS } from './statements.mjs';
import { Slices } from './slices.mjs';
import { PLAIN } from './styles.mjs';
import { mayBeTypes } from './typed.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Comment} Comment */
/** @typedef {import('../draft.mjs').Draft} Draft */
/** @typedef {(node: Node, renderer: Renderer) => string} Printer */

/** @type {Record<string, Printer>} */
const PRINTERS = {
  ...EXPRESSIONS, ...OBJECTS, ...FUNCTIONS, ...CLASSES, ...STATEMENTS, ...PRINTED_LISTS, ...MODULES, ...JSX,
};

/** Statements or members one below the other, which can be copied one by one. */
const LISTS = new Set(['Program', 'BlockStatement', 'StaticBlock', 'SwitchCase', 'ClassBody', 'TSModuleBlock']);

/** Fields in which a statement stands alone. */
const LONE = new Set(['body', 'consequent', 'alternate']);

/** Here parentheses say something: no name is given to a function, what follows is no declaration. */
const MEANT = new Set(['AssignmentExpression', 'AssignmentPattern', 'ForInStatement', 'ForOfStatement']);

/** @type {Map<Node, Comment[]>} */
const NO_COMMENTS = new Map();

/**
 * @param {Draft} draft
 * @returns {string} the text of the whole unit, wrapper included
 * @throws {Error} a pass made what has no text
 */
export function render(draft) {
  return new Renderer(draft).node(draft.program);
}

export class Renderer {
  /** @param {Draft} draft */
  constructor(draft) {
    const { unit, style } = draft;
    this.unit = unit;
    this.source = unit.text;
    /** Whether everything is printed by type. */
    this.isStyled = style !== null;
    this.style = style ?? PLAIN;
    this.isWide = this.style.spaces === 'wide';
    this.habits = new Habits(unit, style);
    this.isTyped = unit.language !== 'jsx';
    /** The place of the first node that is not the wrapper's. */
    this.first = unit.first;
    /** White space at the beginning of the lines that are printed now. */
    this.indent = '';
    this.isInForHead = false;
    this.placed = draft.placedComments;
    this.slices = new Slices(draft);
    /** Comments by the node that they stand in, where printing by type must not lose them. */
    this.comments = this.isStyled && unit.comments.length > 0 ? keptComments(draft) : NO_COMMENTS;
  }

  /**
   * Looking back for a line break each time would take the square of a minified line's length.
   *
   * @param {number} place
   */
  lineStart(place) {
    return place - this.unit.positionAt(place).column;
  }

  /**
   * @param {Node} node
   * @returns {string}
   */
  node(node) {
    // In brackets an `in` is nobody else's.
    if (this.isInForHead && isBracketed(node)) return this.forHead(false, () => this.node(node));
    if (this.isPrinted(node)) return this.printed(node);
    if (!this.isStyled && !node.dirty) return this.slice(startOf(node.origin), node.origin.end);
    return LISTS.has(node.type) ? copiedList(node, this) : copiedAround(node, this);
  }

  /**
   * Whether a node is printed by its type, and not copied from the source with its children put in.
   *
   * @param {Node} node
   */
  isPrinted(node) {
    const { origin, type } = node;
    if (!origin) return true;
    const isStyled = this.isStyled && !this.isWrapper(node);
    // Made or not, what is left of a list can be copied statement by statement.
    if (LISTS.has(type)) return isStyled;
    if (node.made || isMisplaced(node)) return true;
    return isStyled && type in PRINTERS && !this.isCommented(node);
  }

  /**
   * @param {Node} node
   * @returns {string}
   */
  printed(node) {
    const print = PRINTERS[node.type];
    if (!print) throw new Error(`${node.type} can't be printed anew`);
    return print(node, this);
  }

  /**
   * @param {Node} node
   * @returns {boolean} whether it stands around what was given, so that it can be read
   */
  isWrapper({ place }) {
    return place >= 0 && place < this.first;
  }

  /**
   * Whether comments in it would be lost. Those of lists are kept by the lists.
   *
   * @param {Node} node
   */
  isCommented(node) {
    return this.comments.has(node.origin) && !(node.type in PRINTED_LISTS) && node.type !== 'ObjectExpression';
  }

  /**
   * A child where it stands, in parentheses if it needs them.
   *
   * @param {Node} parent
   * @param {string} field
   * @param {Node} [child]
   * @returns {string}
   */
  child(parent, field, child = parent[field]) {
    if (this.isInForHead && isInBrackets(parent, field)) return this.forHead(false, () => this.child(parent, field, child));
    let shown = /** @type {Node} */ (child);
    const isMeant = (field === 'left' && MEANT.has(parent.type)) || isHabitual(field, shown);
    if (this.isStyled && shown.type === 'ParenthesizedExpression' && !isMeant) shown = this.unwrapped(parent, shown);
    const text = this.node(shown);
    if (needsParentheses(parent, field, shown)) return `(${text})`;
    if (isOpenNew(parent, field, shown) && !this.isPrinted(shown)) return `(${text})`;
    if (this.isInForHead && this.hasOpenIn(shown)) return `(${text})`;
    if (this.isTyped && parent.type !== 'ParenthesizedExpression' && mayBeTypes(shown, text)) return `(${text})`;
    return guarded(parent, field, shown, text);
  }

  /**
   * Whether the head of a `for` would take an `in` for its own. What is printed puts what is in it in parentheses.
   *
   * @param {Node} node
   */
  hasOpenIn(node) {
    return isIn(node) || (/Expression$/.test(node.type) && !this.isPrinted(node) && containsIn(node));
  }

  /**
   * Without parentheses, as long as there are no comments in them.
   *
   * @param {Node} parent
   * @param {Node} node
   * @returns {Node}
   */
  unwrapped(parent, node) {
    if (this.isWrapper(parent)) return node;
    let inner = node;
    while (inner.type === 'ParenthesizedExpression' && !this.comments.has(inner.origin)) inner = inner.expression;
    return inner;
  }

  /**
   * A statement where only one can stand, in a block if it needs one there.
   *
   * @param {Node} parent
   * @param {string} field
   */
  lone(parent, field) {
    const statement = parent[field];
    const text = terminated(statement, this.node(statement), this.isStyled);
    if (statement.type === 'BlockStatement') return text;
    const isOpen = field === 'consequent' && parent.alternate && endsWithOpenIf(statement, this.style.braces === 'when-needed');
    return isOpen || wantsBlock(statement) ? `{ ${text} }` : text;
  }

  /**
   * @param {Node} parent
   * @param {string} field
   * @param {Node} child
   * @returns {string} whatever the child is
   */
  any(parent, field, child) {
    const isLone = LONE.has(field) && child === parent[field] && /Statement$/.test(parent.type);
    if (isLone) return this.lone(parent, field);
    const isHead = parent.type === 'ForStatement' ? field === 'init' : parent.type === 'ForInStatement' && field === 'left';
    return isHead ? this.forHead(true, () => this.child(parent, field, child)) : this.child(parent, field, child);
  }

  /**
   * The source between two places, with other names and without the comments that were dropped.
   *
   * @param {number} start
   * @param {number} end
   */
  slice(start, end) {
    return this.slices.text(start, end);
  }

  /**
   * Something printed one level deeper.
   *
   * @template T
   * @param {() => T} print
   * @returns {T}
   */
  deeper(print) {
    const outer = this.indent;
    this.indent += this.habits.indentStep;
    const text = print();
    this.indent = outer;
    return text;
  }

  /**
   * Something printed inside the head of a `for`, or outside it again.
   *
   * @template T
   * @param {boolean} isInside
   * @param {() => T} print
   * @returns {T}
   */
  forHead(isInside, print) {
    const outer = this.isInForHead;
    this.isInForHead = isInside;
    const text = print();
    this.isInForHead = outer;
    return text;
  }

  /** A space where the style is wide. */
  get space() {
    return this.isWide ? ' ' : '';
  }

  /**
   * A word and what it is about.
   *
   * @param {string} word
   * @param {string} text
   */
  keyword(word, text) {
    return this.isWide || wouldJoin(word, text) ? `${word} ${text}` : word + text;
  }
}

/**
 * @param {Draft} draft
 * @returns {Map<Node, Comment[]>} comments that were not dropped, by owner
 */
function keptComments({ unit, droppedComments }) {
  const owned = commentsByOwner(unit);
  if (droppedComments.size === 0) return owned;
  const kept = new Map();
  for (const [owner, list] of owned) {
    const rest = list.filter((comment) => !droppedComments.has(comment));
    if (rest.length > 0) kept.set(owner, rest);
  }
  return kept;
}
