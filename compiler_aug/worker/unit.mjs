// @ts-check
/** A program as it was read: its text, and, worked out when first asked for, its tree and its names. */
import { visitorKeys } from 'oxc-parser';
import { clonerOf } from './clone.mjs';
import { functionAround } from './facts/around.mjs';
import { positionsIn } from './positions.mjs';
import { resolve } from './resolve.mjs';
import { visit } from './tree.mjs';

/** @typedef {import('./types.js').Node} Node */
/** @typedef {import('./types.js').Parsed} Parsed */

/**
 * What drafts of a unit ask for again and again.
 *
 * @typedef {object} Study
 * @property {Node[]} nodes
 * @property {number} first
 * @property {import('./resolve.mjs').Resolution} resolution
 * @property {import('./clone.mjs').Cloner} cloner
 * @property {number[]} identifiers places of all identifiers, in source order
 * @property {Map<string, number[]>} placesByTypes
 * @property {Map<Node[], number[]>} placesByIdentifiers
 */

/**
 * What no pass changes, but that types may be gone.
 *
 * @typedef {object} Traits
 * @property {boolean} isModule
 * @property {boolean} hasElements whether there is JSX in it
 * @property {boolean} hasBlockFunctions whether functions are declared in blocks that are no function's body
 * @property {boolean} hasTypes
 * @property {boolean} hasActingTypes whether some of TypeScript's syntax acts when the program runs
 * @property {boolean} returnsAtTop whether there is a `return` outside of functions
 * @property {boolean} failsMinifier whether there is syntax that oxc's minifier aborts on, or drops
 */

const ACTING = new Set([
  'TSEnumDeclaration', 'TSModuleDeclaration', 'TSParameterProperty', 'TSImportEqualsDeclaration', 'TSExportAssignment',
  'TSNamespaceExportDeclaration', 'Decorator', 'AccessorProperty',
]);

/** Of a member with a decorator that nothing reads it drops the decorator, too. */
const UNFIT = new Set([
  'TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'TSEnumDeclaration', 'TSModuleDeclaration', 'TSIndexSignature',
  'Decorator',
]);

/** Shared by all variants of a program; nobody changes it. */
export class Unit {
  /**
   * @param {string} text wrapped, if the program can't stand alone
   * @param {import('./types.js').Language} language
   * @param {import('./types.js').Shape} shape
   * @param {(text: string, language: any, shape: any) => Parsed} parse
   * @param {Parsed} [parsed]
   * @param {Unit | null} [base] what it was made from
   */
  constructor(text, language, shape, parse, parsed, base = null) {
    this.text = text;
    this.language = language;
    this.shape = shape;
    this.parse = parse;
    this.parsed = parsed;
    /** Results of text passes, by pass and settings. @type {Map<string, any>} */
    this.rewritten = new Map();
    /** @type {Study | null} */
    this.study = null;
    /** @type {Unit} */
    this.base = base?.base ?? this;
    /** @type {Traits | null} */
    this.known = null;
    /** @type {ReturnType<typeof positionsIn> | null} */
    this.positions = null;
    /** A copy that nobody uses. @type {Node[] | null} */
    this.spare = null;
  }

  /** @type {Parsed} */
  get tree() {
    this.parsed ??= this.parse(this.text, this.language, this.shape);
    return this.parsed;
  }

  get program() {
    return this.tree.program;
  }

  /**
   * @param {number} offset
   * @returns {import('./types.js').Position} line from 1, column from 0
   */
  positionAt(offset) {
    this.positions ??= positionsIn(this.text);
    return this.positions(offset);
  }

  /** Those of the program that it was made from: to ask for them, it need not be read itself. */
  get traits() {
    const { base } = this;
    base.known ??= traitsOf(base);
    return base.known;
  }

  get comments() {
    return this.tree.comments;
  }

  /** Every node, parents first, each with its `place` in this list and its `parent`. */
  get nodes() {
    return this.studied().nodes;
  }

  /** Place of the first node that is not the wrapper's. */
  get first() {
    return this.studied().first;
  }

  /** A copy of the nodes, linked among themselves: for one draft at a time. */
  borrow() {
    const { spare } = this;
    this.spare = null;
    return spare ?? this.studied().cloner.copy();
  }

  /**
   * @param {Node[]} nodes that were borrowed
   * @param {Node[]} spoilt those among them, and maybe others, that are not as they were
   * @param {boolean} haveNewNames whether some identifiers may differ in nothing but their names
   */
  takeBack(nodes, spoilt, haveNewNames) {
    const { cloner, identifiers } = this.studied();
    cloner.restore(nodes, spoilt);
    if (haveNewNames) for (const place of identifiers) nodes[place].name = nodes[place].origin.name;
    this.spare = nodes;
  }

  /** Places of all identifiers in the list of nodes, in source order. */
  get identifiers() {
    return this.studied().identifiers;
  }

  get resolution() {
    return this.studied().resolution;
  }

  /**
   * Where nodes of these types stand in the list of nodes, the wrapper left out.
   *
   * @param {string[]} types
   * @returns {number[]} ascending
   */
  placesOf(types) {
    const { nodes, first, placesByTypes } = this.studied();
    const key = types.length === 1 ? types[0] : types.join();
    let places = placesByTypes.get(key);
    if (!places) {
      places = [];
      for (let place = first; place < nodes.length; place += 1) if (types.includes(nodes[place].type)) places.push(place);
      placesByTypes.set(key, places);
    }
    return places;
  }

  /**
   * Where the identifiers of a binding stand in the list of nodes.
   *
   * @param {import('./scope.mjs').Binding} binding
   * @returns {number[]} ascending
   */
  placesOfUses({ identifiers }) {
    const { placesByIdentifiers } = this.studied();
    let places = placesByIdentifiers.get(identifiers);
    if (!places) {
      places = identifiers.map(({ place }) => place).sort((a, b) => a - b);
      placesByIdentifiers.set(identifiers, places);
    }
    return places;
  }

  studied() {
    if (!this.study) {
      const nodes = listed(this.program);
      const resolution = resolve(this.program);
      const first = this.tree.inner(this.program)?.place ?? 0;
      const cloner = clonerOf(nodes, this.language.startsWith('ts'));
      const identifiers = nodes.filter(({ type }) => type === 'Identifier').sort((a, b) => a.start - b.start).map(({ place }) => place);
      this.study = { nodes, first, resolution, cloner, identifiers, placesByTypes: new Map(), placesByIdentifiers: new Map() };
    }
    return this.study;
  }
}

/** @param {Node} node */
const isBlock = ({ type, parent }) =>
  (type === 'BlockStatement' && !/Function/.test(parent.type)) || type === 'SwitchCase' || type === 'IfStatement' || type === 'LabeledStatement';

/**
 * @param {Unit} unit
 * @returns {Traits}
 */
function traitsOf(unit) {
  const nodes = unit.nodes.slice(unit.first);
  const types = new Set(nodes.map(({ type }) => type));
  const has = (/** @type {Set<string>} */ some) => [...types].some((type) => some.has(type));
  const begins = (/** @type {string} */ word) => [...types].some((type) => type.startsWith(word));
  return {
    isModule: unit.program.sourceType === 'module',
    hasElements: begins('JSX'),
    hasBlockFunctions: nodes.some(({ type, parent }) => type === 'FunctionDeclaration' && isBlock(/** @type {Node} */ (parent))),
    hasTypes: begins('TS'),
    hasActingTypes: has(ACTING),
    returnsAtTop: nodes.some((node) => node.type === 'ReturnStatement' && !functionAround(node)),
    failsMinifier: has(UNFIT),
  };
}

/**
 * Every node that the parser hands over brings a text of its own that says its type. Those that the engine keeps once,
 * as it keeps names of fields, are compared at a glance.
 */
const TYPES = new Map(Object.keys(visitorKeys).map((type) => [type, type]));

/**
 * @param {Node} program
 * @returns {Node[]}
 */
function listed(program) {
  /** @type {Node[]} */
  const nodes = [];
  visit(program, (node, parent) => {
    node.type = TYPES.get(node.type) ?? node.type;
    // All fields that a draft's nodes need: nodes of one type have the same ones.
    node.scope = null;
    node.binding = null;
    node.parent = parent;
    node.place = nodes.length;
    node.origin = node;
    node.made = false;
    node.dirty = false;
    nodes.push(node);
  });
  return nodes;
}
