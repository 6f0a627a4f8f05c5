// @ts-check
/** Scopes and the bindings in them. */

/** @typedef {import('./types.js').Node} Node */

/**
 * @typedef {object} Scope
 * @property {Scope | null} parent
 * @property {number} depth
 * @property {boolean} holdsVars whether `var` stops here
 * @property {Map<string, Binding>} bindings
 * @property {Map<string, Binding>} parameters of a function's body: what `var` may declare again
 */

/** @typedef {'var' | 'let' | 'const' | 'using' | 'function' | 'class' | 'param' | 'catch' | 'import'} BindingKind */

/**
 * @typedef {object} Binding
 * @property {string} name in the source
 * @property {BindingKind} kind how it was first declared
 * @property {Scope} scope
 * @property {Node[]} identifiers declarations and references, in the order met
 */

/**
 * @param {Scope | null} parent
 * @param {boolean} holdsVars
 * @returns {Scope}
 */
export function newScope(parent, holdsVars) {
  const depth = parent ? parent.depth + 1 : 0;
  return { parent, depth, holdsVars, bindings: new Map(), parameters: new Map() };
}

/**
 * @param {string} name
 * @param {BindingKind} kind
 * @param {Scope} scope
 * @returns {Binding}
 */
export function newBinding(name, kind, scope) {
  return { name, kind, scope, identifiers: [] };
}

/**
 * @param {Scope | null} scope
 * @param {string} name
 * @returns {Binding | undefined} nothing for a global
 */
export function lookUp(scope, name) {
  for (let home = scope; home; home = home.parent) {
    const binding = home.bindings.get(name);
    if (binding) return binding;
  }
  return undefined;
}

/**
 * @param {Node} identifier
 * @param {Binding} binding
 */
export function join(identifier, binding) {
  identifier.binding = binding;
  binding.identifiers.push(identifier);
}
