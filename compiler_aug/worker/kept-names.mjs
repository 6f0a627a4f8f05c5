// @ts-check
/**
 * Where the language is too subtle to be sure, the name is *kept*: no pass may rename a binding of
 * that name. Kept are names that occur in types, in JSX element names, in `export`, as TypeScript
 * parameter properties, as functions declared in blocks (Annex B of the standard gives them two
 * bindings), as `var` declared through a `catch` parameter of the same name, and as functions and
 * classes that are a property's value: whoever has the object sees their `name`.
 */
import { childrenOf, withoutParentheses } from './tree.mjs';

/** @typedef {import('./types.js').Node} Node */
/** @typedef {import('./scope.mjs').Scope} Scope */
/** @typedef {import('./resolve.mjs').Resolver} Resolver */

/** As to the last: `{ __proto__ }` makes a property, `{ __proto__: other }` sets the prototype. */
export const KEPT_EVERYWHERE = ['this', 'arguments', '__proto__'];

/**
 * @param {Node} node
 * @param {Scope} scope
 * @param {Resolver} resolver
 */
export function keepNamesIn(node, scope, resolver) {
  if (typeof node.name === 'string') keep(node, scope, resolver);
  for (const [child] of childrenOf(node)) keepNamesIn(child, scope, resolver);
}

/**
 * @param {Node} node of JSX
 * @param {Scope} scope
 * @param {Resolver} resolver
 */
export function keepElementName(node, scope, resolver) {
  // Compiled by the classic transform, every element refers to it.
  resolver.kept.add('React');
  if (node.type === 'JSXIdentifier') keep(node, scope, resolver);
}

/**
 * @param {Node} value of a property
 * @param {Resolver} resolver
 */
export function keepOwnName(value, resolver) {
  const { type, id } = withoutParentheses(value);
  if ((type === 'FunctionExpression' || type === 'ClassExpression') && id) resolver.kept.add(id.name);
}

/**
 * A name where it can't be changed, or can't be told from a mere name: it counts as a reference.
 *
 * @param {Node} node
 * @param {Scope} scope
 * @param {Resolver} resolver
 */
function keep(node, scope, resolver) {
  resolver.names.add(node.name);
  resolver.kept.add(node.name);
  if (node.type.endsWith('Identifier')) resolver.references.push([node, scope]);
}
