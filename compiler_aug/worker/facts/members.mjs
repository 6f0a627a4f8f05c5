// @ts-check
/** Properties whose spelling matters to somebody else. */

/** @typedef {import('../types.js').Node} Node */

/** Globals whose properties loaders and bundlers look for in the text. */
const LOOKED_FOR = new Set(['module', 'exports', 'process', 'require', 'define']);

/**
 * Whether a loader or a bundler may want the property to be written just so: `module.exports`,
 * `process.env.NAME`, `import.meta.env`.
 *
 * @param {Node} node a member expression
 * @returns {boolean}
 */
export function isReadByTools({ object }) {
  if (object.type === 'MetaProperty') return true;
  if (object.type === 'Identifier') return !object.binding && LOOKED_FOR.has(object.name);
  return object.type === 'MemberExpression' && isReadByTools(object);
}

/**
 * Whether a member expression is a name in a type (`implements a.b`) or a decorator, which know dots only.
 *
 * @param {Node} node
 * @returns {boolean}
 */
export function isTypeReference(node) {
  for (let at = /** @type {Node} */ (node); at.parent; at = at.parent) {
    const { type } = at.parent;
    if (type === 'Decorator' || type === 'TSClassImplements' || type === 'TSInterfaceHeritage') return true;
    const isChain = type === 'MemberExpression' || type === 'CallExpression' || type === 'TSInstantiationExpression';
    if (!isChain || (at.parent.object ?? at.parent.callee ?? at.parent.expression) !== at) return false;
  }
  return false;
}
