// @ts-check
/**
 * A variant in the making: a copy of a unit's tree that passes change, one after another. Nothing is
 * printed in between; what no pass touches is copied from the source in the end.
 *
 * Every change goes through the draft, which keeps three things true: a node knows its `parent`; a node
 * whose own fields changed is `made` (it will be printed anew); a node with a change somewhere
 * inside is `dirty`. It also notes which nodes of the copy changed, so that the next draft gets the copy back as new.
 */
import { freshName } from './names/names.mjs';
import { newBinding } from './scope.mjs';
import { childrenOf, fieldsOf } from './tree.mjs';

/** @typedef {import('./types.js').Node} Node */
/** @typedef {import('./types.js').Random} Random */
/** @typedef {import('./types.js').Comment} Comment */
/** @typedef {import('./scope.mjs').Binding} Binding */
/** @typedef {import('./unit.mjs').Unit} Unit */
/** @typedef {{owner: Node, statements: Node[], index: number}} StatementPlace */
/** @typedef {{above: Comment[], behind: Comment[]}} Placed comments that were moved to a statement */

/** Where lists of statements are kept. */
const LIST_FIELDS = new Map([
  ['Program', 'body'], ['BlockStatement', 'body'], ['StaticBlock', 'body'], ['SwitchCase', 'consequent'],
]);

export class Draft {
  /** @param {Unit} unit */
  constructor(unit) {
    this.unit = unit;
    this.resolution = unit.resolution;
    /** Copies of the unit's nodes, each at its place. */
    this.nodes = unit.borrow();
    /** Those of them that changed. @type {Node[]} */
    this.spoilt = [];
    this.program = this.nodes[0];
    /** Nodes that passes put in. @type {Node[]} */
    this.added = [];
    /** Whether anything was taken out: then a node may be no longer in the tree. */
    this.hasLosses = false;
    this.isChanged = false;
    /** How everything is printed anew; null: what did not change is copied. @type {import('./types.js').Style | null} */
    this.style = null;
    /** @type {Set<Comment>} */
    this.droppedComments = new Set();
    /** Comments that stand elsewhere now, by statement. @type {Map<Node, Placed>} */
    this.placedComments = new Map();
    /** Whether some identifiers got other names; what is around them is copied as if nothing were. */
    this.hasNewNames = false;
    /** @type {Binding[]} */
    this.madeBindings = [];
    /** Names that nothing in the source bears. @type {Set<string>} */
    this.taken = new Set();
    /** Found since the last change. @type {Map<Binding, Node[]>} */
    this.uses = new Map();
  }

  get text() {
    return this.unit.text;
  }

  get comments() {
    return this.unit.comments;
  }

  /**
   * The nodes of these types that are in the tree now, those of the source first and in its order. The
   * wrapper around a method or an expression is not among them.
   *
   * @param {...string} types
   * @returns {Node[]}
   */
  of(...types) {
    const { nodes, unit, added } = this;
    /** @type {Node[]} */
    const found = [];
    for (const place of unit.placesOf(types)) if (this.has(nodes[place])) found.push(nodes[place]);
    for (const node of added) if (types.includes(node.type) && this.has(node)) found.push(node);
    return found;
  }

  /**
   * @param {Node} node
   * @returns {boolean} whether it is still in the tree
   */
  has(node) {
    if (!this.hasLosses) return true;
    let top = node;
    while (top.parent) top = top.parent;
    return top === this.program;
  }

  /**
   * Put a node where another stands. The new one may hold the old one, or parts of it.
   *
   * @param {Node} old
   * @param {Node} made
   * @returns {Node} the new one
   */
  replace(old, made) {
    const { parent } = old;
    if (!parent) throw new Error(`${old.type} is not in the tree`);
    for (const field of fieldsOf(parent)) {
      const value = parent[field];
      if (value === old) parent[field] = made;
      else if (Array.isArray(value) && value.includes(old)) value[value.indexOf(old)] = made;
    }
    this.#bequeath(old, made);
    this.#detach(old);
    this.#adopt(made, parent);
    this.#touch(parent);
    return made;
  }

  /**
   * Set fields of a node: it is printed anew.
   *
   * @param {Node} node
   * @param {Record<string, any>} fields
   * @returns {Node}
   */
  change(node, fields) {
    for (const [field, value] of Object.entries(fields)) {
      const before = [node[field]].flat();
      for (const child of before) if (child?.type && child.parent === node) this.#detach(child);
      node[field] = value;
    }
    for (const [child] of childrenOf(node)) if (child.parent !== node) this.#adopt(child, node);
    node.made = true;
    this.#touch(node);
    return node;
  }

  /**
   * Where a statement stands among others; null where it is the only one that can stand there.
   *
   * @param {Node} statement
   * @returns {StatementPlace | null}
   */
  listOf(statement) {
    const owner = statement.parent;
    const field = LIST_FIELDS.get(owner?.type ?? '');
    if (!owner || !field) return null;
    const index = owner[field].indexOf(statement);
    return index < 0 ? null : { owner, statements: owner[field], index };
  }

  /** Owners of the statement lists that a pass may edit. */
  lists() {
    return this.of(...LIST_FIELDS.keys());
  }

  /**
   * @param {Node} owner of a statement list
   * @param {number} index
   * @param {Node} statement
   */
  insert(owner, index, statement) {
    statementsOf(owner).splice(index, 0, statement);
    this.#adopt(statement, owner);
    this.#touch(owner);
  }

  /** @param {Node} statement that stands in a list */
  remove(statement) {
    this.replaceStatement(statement, []);
  }

  /**
   * @param {Node} old a statement that stands in a list
   * @param {Node[]} made
   */
  replaceStatement(old, made) {
    const place = this.listOf(old);
    if (!place) throw new Error(`${old.type} does not stand in a list of statements`);
    place.statements.splice(place.index, 1, ...made);
    this.#bequeath(old, made[0]);
    this.#detach(old);
    for (const statement of made) this.#adopt(statement, place.owner);
    this.#touch(place.owner);
  }

  /**
   * Identifiers that mean a binding, declarations included, in source order.
   *
   * @param {Binding} binding
   * @returns {Node[]}
   */
  usesOf(binding) {
    const known = this.uses.get(binding);
    if (known) return known;
    const { nodes, added } = this;
    /** @type {Node[]} */
    const found = [];
    const look = (/** @type {Node} */ node) => {
      if (node.binding === binding && this.has(node)) found.push(node);
    };
    for (const place of this.unit.placesOfUses(binding)) look(nodes[place]);
    for (const node of added) look(node);
    this.uses.set(binding, found);
    return found;
  }

  /** Bindings below the top level, outer ones first. */
  bindings() {
    const { bindings } = this.resolution;
    if (this.madeBindings.length === 0) return bindings;
    return [...bindings, ...this.madeBindings].sort((a, b) => a.scope.depth - b.scope.depth);
  }

  /**
   * @param {Random} random
   * @param {import('./names/names.mjs').Naming} [naming]
   * @returns {string} a name that nothing in the program bears, taken from now on
   */
  fresh(random, naming) {
    return freshName(this.resolution.names, this.taken, random, naming);
  }

  /**
   * @param {Node} place inside of which it will be declared
   * @param {Random} random
   * @param {import('./scope.mjs').BindingKind} [kind]
   * @returns {Binding}
   */
  freshBinding(place, random, kind = 'const') {
    let around = place;
    while (!around.scope && around.parent) around = around.parent;
    const binding = newBinding(this.fresh(random), kind, around.scope);
    this.madeBindings.push(binding);
    return binding;
  }

  /** Comments that stand where they stood in the source, less a `#!` line. */
  ownComments() {
    const { comments, droppedComments, text } = this;
    return comments.filter((each) => !droppedComments.has(each) && (each.start > 0 || !text.startsWith('#!')));
  }

  /** @param {Comment} comment */
  dropComment(comment) {
    this.droppedComments.add(comment);
    this.isChanged = true;
  }

  /**
   * Take a comment of one line from where it stands to a statement that stands in a list.
   *
   * @param {Comment} comment
   * @param {Node} statement
   * @param {'above' | 'behind'} side
   */
  placeComment(comment, statement, side) {
    this.dropComment(comment);
    const placed = this.placedComments.get(statement) ?? { above: [], behind: [] };
    placed[side].push(comment);
    this.placedComments.set(statement, placed);
    if (statement.parent) this.#touch(statement.parent);
  }

  /**
   * @param {import('./types.js').Style} style
   * @returns {number} changes: none where there is nothing to print
   */
  printIn(style) {
    if (this.program.body.length === 0 && this.comments.length === 0) return 0;
    this.style = style;
    this.isChanged = true;
    return 1;
  }

  /** Give the copy back; the draft can't be used any more. */
  release() {
    this.unit.takeBack(this.nodes, this.spoilt, this.hasNewNames);
  }

  /**
   * @param {Node} identifier
   * @param {string} name
   */
  rename(identifier, name) {
    identifier.name = name;
    this.hasNewNames = true;
    this.isChanged = true;
    if (isSpeltAlone(identifier, this.text)) return;
    this.spoilt.push(identifier);
    identifier.made = true;
    this.#touch(identifier);
  }

  /**
   * Let identifiers mean other bindings than in the source.
   *
   * @param {Node[]} identifiers
   * @param {(binding: Binding) => Binding} bindingFor
   */
  rebind(identifiers, bindingFor) {
    for (const identifier of identifiers) {
      identifier.binding = bindingFor(identifier.binding);
      this.spoilt.push(identifier);
    }
    this.uses.clear();
  }

  /**
   * @param {Node} old a statement that goes
   * @param {Node | undefined} made what gets the comments that were moved to it
   */
  #bequeath(old, made) {
    const placed = this.placedComments.get(old);
    if (!placed || !made) return;
    this.placedComments.delete(old);
    this.placedComments.set(made, placed);
  }

  /** @param {Node} node that is no longer where it was */
  #detach(node) {
    node.parent = null;
    this.spoilt.push(node);
    this.hasLosses = true;
  }

  /**
   * @param {Node} node
   * @param {Node} parent
   */
  #adopt(node, parent) {
    node.parent = parent;
    if (node.place !== undefined) {
      this.spoilt.push(node);
      return;
    }
    // A node that a pass made, and maybe parts of the tree in it.
    node.place = -1;
    if (!node.origin) node.made = true;
    this.added.push(node);
    for (const [child] of childrenOf(node)) this.#adopt(child, node);
  }

  /** @param {Node} node with a change in it */
  #touch(node) {
    this.isChanged = true;
    if (this.uses.size > 0) this.uses.clear();
    for (let around = /** @type {Node | null} */ (node); around && !around.dirty; around = around.parent) {
      around.dirty = true;
      this.spoilt.push(around);
    }
  }
}

/**
 * @param {Node} owner of a statement list
 * @returns {Node[]}
 */
export function statementsOf(owner) {
  return owner[/** @type {string} */ (LIST_FIELDS.get(owner.type))];
}

/**
 * Whether an identifier's name stands in the source once, and nothing else depends on how it is spelt.
 *
 * @param {Node} identifier
 * @param {string} text
 */
function isSpeltAlone({ origin, made, parent }, text) {
  if (made || !origin || !parent || !text.startsWith(origin.name, origin.start)) return false;
  const holder = parent.type === 'AssignmentPattern' ? parent.parent : parent;
  // Of a property that was `{ a }`, the source gives key and value once.
  return !holder?.shorthand && !holder?.origin?.shorthand && !SHORT.has(parent.type);
}

/** Names that the source may give once. */
const SHORT = new Set(['ImportSpecifier', 'ExportSpecifier']);
