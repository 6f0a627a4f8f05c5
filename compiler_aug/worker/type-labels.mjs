// @ts-check
/**
 * Types of a file as labels: which type the text states for which name, and the file without them.
 *
 * In TypeScript annotations are labels, in JavaScript documentation comments with types. A parameter,
 * a variable and a field are labelled at their name, what a function returns at the function's name.
 */
import { codePointsIn } from './code-points.mjs';
import { eraseTypes } from './erase.mjs';
import { namedFunctions } from './functions.mjs';
import { documentedType, typedTags } from './jsdoc.mjs';
import { readProgram } from './program.mjs';
import { Tokens } from './tokens.mjs';
import { childrenOf } from './tree.mjs';
import { typeText } from './type-text.mjs';
import { isType } from './value-names.mjs';

/** @typedef {import('./types.js').Node} Node */
/** @typedef {import('./types.js').Comment} Comment */
/** @typedef {import('./types.js').TypeLabel} TypeLabel */

/** What documentation says of a variable or field; all but the first are Closure's. */
const VALUE_TAGS = new Set(['type', 'const', 'private', 'protected', 'public', 'export', 'final', 'package']);

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const FIELDS = new Set(['PropertyDefinition', 'AccessorProperty']);

/**
 * @param {string} source
 * @param {string} language
 * @returns {{javascript: string, labels: TypeLabel[], dropped: Record<string, number>}} offsets in
 *   code points; `dropped` counts by reason what states a type and is no label
 * @throws {import('./program.mjs').SourceSyntaxError}
 */
export function typeLabels(source, language) {
  const { program, comments } = readProgram(source, language, 'program');
  // The comments would give the answers away.
  const erased = eraseTypes(source, program, comments, comments.flatMap(typedTags));
  const labels = new Labels(source, erased);
  if (['ts', 'tsx'].includes(language)) annotated(program, null, labels);
  else documented(program, comments, source, labels);
  const found = labels.found.sort((a, b) => a.start - b.start);
  return { javascript: erased.text, labels: found, dropped: labels.dropped };
}

class Labels {
  /**
   * @param {string} source
   * @param {import('./erase.mjs').Erased} erased
   */
  constructor(source, erased) {
    this.source = source;
    this.erased = erased;
    this.inSource = codePointsIn(source);
    this.inText = codePointsIn(erased.text);
    /** @type {TypeLabel[]} */
    this.found = [];
    /** @type {Record<string, number>} */
    this.dropped = {};
    /** @type {Set<number>} */
    this.taken = new Set();
  }

  /**
   * @param {TypeLabel['kind']} kind
   * @param {Node | null} identifier
   * @param {string | null} type
   * @param {TypeLabel['origin']} origin
   */
  add(kind, identifier, type, origin) {
    if (!identifier) return this.drop('nothing that bears a name');
    if (type === null) return this.drop('unreadable type');
    const name = this.source.slice(identifier.start).match(/^#?[\p{ID_Continue}$\u200c\u200d]+/u)?.[0] ?? '';
    const place = this.erased.positionOf(identifier.start);
    // A signature without a body is gone; what it says is said again by the function.
    if (place < 0) return this.drop('erased with its statement');
    if (name !== identifierName(identifier)) return this.drop('name with escapes');
    // `get x(): T` and a field of the same name are two places; one place is labelled once.
    if (this.taken.has(place)) return this.drop('labelled twice');
    this.taken.add(place);
    this.found.push({
      kind, name, type, origin,
      start: this.inText(place), end: this.inText(place + name.length),
      sourceStart: this.inSource(identifier.start), sourceEnd: this.inSource(identifier.start + name.length),
    });
  }

  /** @param {string} reason */
  drop(reason) {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1;
  }
}

/** @param {Node} identifier */
const identifierName = ({ type, name }) => (type === 'PrivateIdentifier' ? `#${name}` : name);

/**
 * Label what is annotated.
 *
 * @param {Node} node
 * @param {Node | null} named what bears the name of the function that the node is
 * @param {Labels} labels
 */
function annotated(node, named, labels) {
  if (FUNCTIONS.has(node.type)) annotatedFunction(node, named, labels);
  else if (node.type === 'VariableDeclarator') annotatedName('variable', node.id, labels);
  else if (node.type === 'CatchClause' && node.param) annotatedName('variable', node.param, labels);
  else if (FIELDS.has(node.type) && node.typeAnnotation) {
    labels.add('field', keyOf(node), typeText(node.typeAnnotation.typeAnnotation), 'annotation');
  }
  for (const [child] of childrenOf(node)) {
    if (!isType(child)) annotated(child, nameGivenBy(node, child, named), labels);
  }
}

/**
 * @param {Node} node
 * @param {Node | null} named
 * @param {Labels} labels
 */
function annotatedFunction({ id, params, returnType }, named, labels) {
  for (const param of params) {
    const { bound, typed } = boundBy(param);
    if (!typed.typeAnnotation || bound?.name === 'this') continue;
    labels.add('parameter', bound, typeText(typed.typeAnnotation.typeAnnotation), 'annotation');
  }
  if (returnType) labels.add('return', id ?? named, typeText(returnType.typeAnnotation), 'annotation');
}

/**
 * @param {TypeLabel['kind']} kind
 * @param {Node} pattern
 * @param {Labels} labels
 */
function annotatedName(kind, pattern, labels) {
  if (!pattern.typeAnnotation) return;
  const bound = pattern.type === 'Identifier' ? pattern : null;
  labels.add(kind, bound, typeText(pattern.typeAnnotation.typeAnnotation), 'annotation');
}

/**
 * Label what is documented.
 *
 * @param {Node} program
 * @param {Comment[]} comments
 * @param {string} source
 * @param {Labels} labels
 */
function documented(program, comments, source, labels) {
  const tokens = new Tokens(source, comments);
  const tagsAt = (/** @type {Node} */ { start }) => {
    const comment = tokens.upTo.get(tokens.blankBefore(start));
    return comment ? typedTags(comment) : [];
  };
  const names = namesOfFunctions(program);
  for (const { func, statement } of namedFunctions(program)) {
    documentedFunction(func, func.id ?? names.get(func) ?? null, tagsAt(statement), labels);
  }
  documentedValues(program, program, tagsAt, labels);
}

/**
 * @param {Node} func
 * @param {Node | null} named
 * @param {import('./jsdoc.mjs').Tag[]} tags
 * @param {Labels} labels
 */
function documentedFunction(func, named, tags, labels) {
  for (const { tag, type, name } of tags) {
    if (['param', 'arg', 'argument'].includes(tag)) {
      const bounds = func.params.map((/** @type {Node} */ param) => boundBy(param).bound);
      const bound = bounds.find((/** @type {Node | null} */ each) => each?.name === name);
      // Of a property of a parameter, or of one that the function no longer has.
      if (!bound) labels.drop('documents no parameter');
      else labels.add('parameter', bound, documentedType(type), 'jsdoc');
    } else if (['return', 'returns'].includes(tag)) {
      labels.add('return', named, documentedType(type), 'jsdoc');
    }
  }
}

/**
 * @param {Node} node
 * @param {Node} statement around it that is its own
 * @param {(node: Node) => import('./jsdoc.mjs').Tag[]} tagsAt
 * @param {Labels} labels
 */
function documentedValues(node, statement, tagsAt, labels) {
  const found = documentable(node);
  if (found) {
    const tag = tagsAt(statement).find((each) => VALUE_TAGS.has(each.tag));
    if (tag) labels.add(found.kind, found.identifier, documentedType(tag.type), 'jsdoc');
  }
  const isExport = node.type === 'ExportNamedDeclaration';
  for (const [child] of childrenOf(node)) {
    documentedValues(child, isExport ? node : child, tagsAt, labels);
  }
}

/**
 * The variable or field that a comment on a node is about.
 *
 * @param {Node} node
 * @returns {{kind: 'variable' | 'field', identifier: Node | null} | null}
 */
function documentable(node) {
  if (node.type === 'VariableDeclaration') {
    const [{ id }, second] = node.declarations;
    return second || id.type !== 'Identifier' ? null : { kind: 'variable', identifier: id };
  }
  if (FIELDS.has(node.type)) return { kind: 'field', identifier: keyOf(node) };
  if (node.type !== 'ExpressionStatement') return null;
  const member = node.expression.type === 'AssignmentExpression' ? node.expression.left : node.expression;
  if (member.type !== 'MemberExpression' || member.computed) return null;
  const isOwn = member.object.type === 'ThisExpression' || member.object.property?.name === 'prototype';
  return isOwn ? { kind: 'field', identifier: member.property } : null;
}

/**
 * @param {Node} program
 * @returns {Map<Node, Node>} what bears the name of each function that has none of its own
 */
function namesOfFunctions(program) {
  const names = new Map();
  /** @type {(node: Node, named: Node | null) => void} */
  const walk = (node, named) => {
    if (named && FUNCTIONS.has(node.type)) names.set(node, named);
    for (const [child] of childrenOf(node)) walk(child, nameGivenBy(node, child, named));
  };
  walk(program, null);
  return names;
}

/**
 * @param {Node} parent
 * @param {Node} child
 * @param {Node | null} named what bears the name of the parent
 * @returns {Node | null} what bears the name of the child, if that is a function
 */
function nameGivenBy(parent, child, named) {
  switch (parent.type) {
    case 'VariableDeclarator':
      return child === parent.init && parent.id.type === 'Identifier' ? parent.id : null;
    case 'MethodDefinition':
    case 'Property':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return child === parent.value ? keyOf(parent) : null;
    case 'AssignmentExpression': {
      if (child !== parent.right || parent.operator !== '=') return null;
      const { left } = parent;
      if (left.type === 'Identifier') return left;
      return left.type === 'MemberExpression' && !left.computed ? left.property : null;
    }
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      return named;
    default:
      return null;
  }
}

/**
 * @param {Node} node a member of a class or an object
 * @returns {Node | null} its key; null if that is no identifier
 */
const keyOf = ({ key, computed }) => (!computed && /Identifier$/.test(key.type) ? key : null);

/**
 * @param {Node} param
 * @returns {{bound: Node | null, typed: Node}} the identifier, if it is one, and what bears the annotation
 */
function boundBy(param) {
  switch (param.type) {
    case 'TSParameterProperty':
      return boundBy(param.parameter);
    case 'AssignmentPattern':
      return boundBy(param.left);
    case 'RestElement':
      return { bound: boundBy(param.argument).bound, typed: param };
    default:
      return { bound: param.type === 'Identifier' ? param : null, typed: param };
  }
}
