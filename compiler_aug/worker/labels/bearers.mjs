// @ts-check
/** Identifiers that bear a type: the names of functions, parameters and members. */
import { childrenOf } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */

export const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
export const FIELDS = new Set(['PropertyDefinition', 'AccessorProperty']);

/**
 * @param {Node} program
 * @returns {Map<Node, Node>} what bears the name of each function that has none of its own
 */
export function namesOfFunctions(program) {
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
export function nameGivenBy(parent, child, named) {
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
export const keyOf = ({ key, computed }) => (!computed && /Identifier$/.test(key.type) ? key : null);

/**
 * @param {Node} param
 * @returns {{bound: Node | null, typed: Node}} the identifier, if it is one, and what bears the annotation
 */
export function boundBy(param) {
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
