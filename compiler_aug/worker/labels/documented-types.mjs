// @ts-check
/** Labels from documentation comments in JavaScript. */
import { boundBy, FIELDS, keyOf, namesOfFunctions } from './bearers.mjs';
import { namedFunctions } from '../functions/named.mjs';
import { documentedType, isDocumentation, typedTags } from './jsdoc.mjs';
import { Tokens } from '../erase/tokens.mjs';
import { childrenOf } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./type-labels.mjs').Labels} Labels */

/** What documentation says of a variable or field; all but the first are Closure's. */
const VALUE_TAGS = new Set(['type', 'const', 'private', 'protected', 'public', 'export', 'final', 'package']);

/**
 * Label what is documented.
 *
 * @param {Node} program
 * @param {import('../types.js').Comment[]} comments
 * @param {string} source
 * @param {Labels} labels
 */
export function documented(program, comments, source, labels) {
  const tokens = new Tokens(source, comments);
  const tagsAt = (/** @type {Node} */ { start }) => {
    const comment = tokens.commentBefore(start);
    return comment && isDocumentation(comment) ? typedTags(comment) : [];
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
