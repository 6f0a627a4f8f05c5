// @ts-check
/** Small mistakes put into a program on purpose, to see which of them are noticed. */
import { visit, withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {{kind: string, start: number, end: number, text: string}} Mutation */

const OPERATORS = /** @type {Record<string, string>} */ ({
  '<': '<=', '<=': '<', '>': '>=', '>=': '>', '+': '-', '-': '+', '*': '/', '/': '*',
  '===': '!==', '!==': '===', '==': '!=', '!=': '==', '&&': '||', '||': '&&',
});

/**
 * Every mistake that can be made in a tree.
 *
 * @param {Node} tree
 * @param {string} text that it was read from
 * @returns {Mutation[]}
 */
export function mutationsOf(tree, text) {
  /** @type {Mutation[]} */
  const found = [];
  const put = (/** @type {string} */ kind, /** @type {Node} */ node, /** @type {string} */ made) =>
    found.push({ kind, start: node.start, end: node.end, text: made });
  const textOf = (/** @type {Node} */ node) => text.slice(node.start, node.end);
  visit(tree, (node) => {
    if (node.type === 'BinaryExpression' || node.type === 'LogicalExpression') {
      const other = OPERATORS[node.operator];
      if (other) put(`${node.operator} to ${other}`, node, `${textOf(node.left)} ${other} ${textOf(node.right)}`);
    } else if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
      put('condition negated', node.test, `!(${textOf(node.test)})`);
    } else if (node.type === 'CallExpression' && node.arguments.length > 1) {
      const [first, second] = node.arguments;
      if (first.type !== 'SpreadElement' && second.type !== 'SpreadElement') put('arguments swapped', { ...node, start: first.start, end: second.end }, `${textOf(second)}, ${textOf(first)}`);
    } else if (node.type === 'Literal' && typeof node.value === 'number') {
      put('number changed', node, `${node.value + 1}`);
    } else if (node.type === 'ReturnStatement' && node.argument) {
      const { type } = withoutParentheses(node.argument);
      if (type !== 'ClassExpression') put('return value dropped', node, `return void (${textOf(node.argument)});`);
    } else if (node.type === 'ExpressionStatement' && !node.directive) {
      put('statement dropped', node, ';');
    }
  });
  return found;
}

/**
 * @param {string} text
 * @param {Mutation} mutation
 */
export const mutated = (text, { start, end, text: made }) => `${text.slice(0, start)}${made}${text.slice(end)}`;
