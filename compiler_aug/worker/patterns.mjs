// @ts-check
/** Patterns: every name in them is declared. */
import { keepNamesIn } from './kept-names.mjs';
import { join, newBinding } from './scope.mjs';

/** @typedef {import('./types.js').Node} Node */
/** @typedef {import('./scope.mjs').Scope} Scope */
/** @typedef {import('./scope.mjs').BindingKind} BindingKind */
/** @typedef {import('./resolve.mjs').Resolver} Resolver */

/**
 * Bind every name of a pattern.
 *
 * @param {Node} pattern
 * @param {Scope} scope
 * @param {BindingKind} kind
 * @param {Resolver} resolver
 */
export function declare(pattern, scope, kind, resolver) {
  if (pattern.typeAnnotation) keepNamesIn(pattern.typeAnnotation, scope, resolver);
  for (const decorator of pattern.decorators ?? []) resolver.walk(decorator, scope);
  switch (pattern.type) {
    case 'Identifier':
      bind(pattern, scope, kind, resolver);
      break;
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.computed) resolver.walk(property.key, scope);
        else if (property.key?.name) resolver.names.add(property.key.name);
        declare(property.type === 'RestElement' ? property : property.value, scope, kind, resolver);
      }
      break;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) declare(element, scope, kind, resolver);
      break;
    case 'AssignmentPattern':
      declare(pattern.left, scope, kind, resolver);
      resolver.walk(pattern.right, scope);
      break;
    case 'RestElement':
      declare(pattern.argument, scope, kind, resolver);
      break;
    case 'TSParameterProperty':
      keepNamesIn(pattern.parameter, scope, resolver);
      declare(pattern.parameter, scope, kind, resolver);
      break;
    default:
      throw new Error(`unknown pattern ${pattern.type}`);
  }
}

/**
 * @param {Node} identifier
 * @param {Scope} scope
 * @param {BindingKind} kind
 * @param {Resolver} resolver
 */
function bind(identifier, scope, kind, resolver) {
  const { name } = identifier;
  const isVar = kind === 'var';
  resolver.names.add(name);
  let home = scope;
  while (isVar && !home.holdsVars && home.parent) {
    if (home.bindings.has(name)) resolver.kept.add(name);
    home = home.parent;
  }
  let binding = home.bindings.get(name) ?? home.parameters.get(name);
  if (!binding) {
    binding = newBinding(name, kind, home);
    home.bindings.set(name, binding);
    if (home !== resolver.top) resolver.bindings.push(binding);
  }
  join(identifier, binding);
}

/**
 * @param {string} kind of a declaration
 * @returns {BindingKind}
 */
export function declaredKind(kind) {
  return kind === 'var' || kind === 'let' || kind === 'const' ? kind : 'using';
}
