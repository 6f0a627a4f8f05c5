// @ts-check
/** Statements, printed anew. */
import { bodyOf } from './bodies.mjs';
import { around } from './expressions.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */
/** @typedef {import('./render.mjs').Printer} Printer */

/** @type {Record<string, Printer>} */
export const STATEMENTS = {
  EmptyStatement: () => ';',
  DebuggerStatement: () => 'debugger;',
  ExpressionStatement: (node, renderer) => `${renderer.child(node, 'expression')};`,
  VariableDeclaration: (node, renderer) => variables(node, renderer),
  VariableDeclarator(node, renderer) {
    const id = renderer.node(node.id);
    return node.init ? around(id, '=', renderer.child(node, 'init'), renderer) : id;
  },
  ReturnStatement: (node, renderer) => closing('return', node, 'argument', renderer),
  ThrowStatement: (node, renderer) => closing('throw', node, 'argument', renderer),
  BreakStatement: (node, renderer) => closing('break', node, 'label', renderer),
  ContinueStatement: (node, renderer) => closing('continue', node, 'label', renderer),
  LabeledStatement(node, renderer) {
    const { type } = node.body;
    const isFunction = type === 'FunctionDeclaration' || type === 'LabeledStatement' || /^(?:For|While|Do)/.test(type);
    return `${renderer.node(node.label)}:${isFunction ? ` ${renderer.node(node.body)}` : bodyOf(node, 'body', renderer).text}`;
  },
  IfStatement: (node, renderer) => ifText(node, renderer),
  WhileStatement: (node, renderer) => headed('while', renderer.child(node, 'test'), node, renderer),
  WithStatement: (node, renderer) => headed('with', renderer.child(node, 'object'), node, renderer),
  DoWhileStatement(node, renderer) {
    const { text, isBlock } = bodyOf(node, 'body', renderer);
    const before = isBlock ? renderer.space : `\n${renderer.indent}`;
    return `do${text}${before}while${renderer.space}(${renderer.child(node, 'test')});`;
  },
  ForStatement(node, renderer) {
    const init = node.init ? renderer.forHead(true, () => renderer.child(node, 'init')) : '';
    const test = node.test ? renderer.space + renderer.child(node, 'test') : '';
    const update = node.update ? renderer.space + renderer.child(node, 'update') : '';
    return headed('for', `${init};${test};${update}`, node, renderer);
  },
  ForInStatement(node, renderer) {
    const left = renderer.forHead(true, () => renderer.child(node, 'left'));
    return headed('for', `${left} in ${renderer.child(node, 'right')}`, node, renderer);
  },
  ForOfStatement(node, renderer) {
    const head = `${renderer.child(node, 'left')} of ${renderer.child(node, 'right')}`;
    return headed(node.await ? 'for await' : 'for', head, node, renderer);
  },
  TryStatement(node, renderer) {
    const { space } = renderer;
    const handler = node.handler ? continued(renderer) + renderer.node(node.handler) : '';
    const finalizer = node.finalizer ? `${continued(renderer)}finally${space}${renderer.node(node.finalizer)}` : '';
    return `try${space}${renderer.node(node.block)}${handler}${finalizer}`;
  },
  CatchClause(node, renderer) {
    const { space } = renderer;
    const parameter = node.param ? `${space}(${renderer.node(node.param)})` : '';
    return `catch${parameter}${space}${renderer.node(node.body)}`;
  },
};

/**
 * @param {string} word
 * @param {Node} node
 * @param {string} field
 * @param {Renderer} renderer
 */
function closing(word, node, field, renderer) {
  return `${node[field] ? renderer.keyword(word, renderer.child(node, field)) : word};`;
}

/**
 * @param {string} word
 * @param {string} head
 * @param {Node} node
 * @param {Renderer} renderer
 */
function headed(word, head, node, renderer) {
  return `${word}${renderer.space}(${head})${bodyOf(node, 'body', renderer).text}`;
}

/**
 * What stands between a block and the word that goes on.
 *
 * @param {Renderer} renderer
 */
const continued = ({ style, indent, space }) => (style.elseOnNewLine ? `\n${indent}` : space);

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function ifText(node, renderer) {
  const { text, isBlock } = bodyOf(node, 'consequent', renderer);
  const head = `if${renderer.space}(${renderer.child(node, 'test')})${text}`;
  const { alternate } = node;
  if (!alternate) return head;
  const otherwise = `${head}${isBlock ? continued(renderer) : `\n${renderer.indent}`}else`;
  if (alternate.type === 'IfStatement') return `${otherwise} ${renderer.node(alternate)}`;
  return otherwise + bodyOf(node, 'alternate', renderer).text;
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function variables(node, renderer) {
  const { declarations, kind, declare, parent } = node;
  const isHead = /^For/.test(parent?.type ?? '') && parent?.body !== node;
  const word = `${declare ? 'declare ' : ''}${kind}`;
  // Those with a value stand one below the other.
  const isTall = renderer.isStyled && !isHead && declarations.length > 1 && declarations.some((/** @type {Node} */ { init }) => init);
  const separator = isTall ? `,\n${renderer.indent}${renderer.style.indent}` : `,${renderer.space}`;
  const print = () => declarations.map((/** @type {Node} */ each) => renderer.child(node, 'declarations', each)).join(separator);
  const text = renderer.keyword(word, isTall ? renderer.deeper(print) : print());
  return isHead ? text : `${text};`;
}
