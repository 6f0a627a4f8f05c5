// @ts-check
/** Expressions, printed anew. */
import { wouldJoin } from '../edits.mjs';
import { quoted } from '../making/spelling.mjs';
import { bracketed } from './brackets.mjs';
import { startOf } from './comments.mjs';
import { isCall } from './typed.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */
/** @typedef {import('./render.mjs').Printer} Printer */

/** @type {Record<string, Printer>} */
export const EXPRESSIONS = {
  Identifier: (node, renderer) => identifier(node, renderer),
  PrivateIdentifier: ({ name }) => `#${name}`,
  Literal: (node, renderer) => literal(node, renderer),
  ThisExpression: () => 'this',
  Super: () => 'super',
  MetaProperty: ({ meta, property }) => `${meta.name}.${property.name}`,
  ParenthesizedExpression: (node, renderer) => `(${renderer.child(node, 'expression')})`,
  ChainExpression: (node, renderer) => renderer.child(node, 'expression'),
  ArrayExpression: (node, renderer) => list(node, 'elements', renderer),
  TemplateLiteral: (node, renderer) => template(node, renderer),
  TaggedTemplateExpression: (node, renderer) =>
    renderer.child(node, 'tag') + optional(node.typeArguments, renderer) + renderer.node(node.quasi),
  MemberExpression(node, renderer) {
    const object = renderer.child(node, 'object');
    const property = renderer.child(node, 'property');
    if (node.computed) return `${object}${node.optional ? '?.' : ''}[${property}]`;
    return `${object}${node.optional ? '?.' : '.'}${property}`;
  },
  CallExpression: (node, renderer) =>
    `${renderer.child(node, 'callee')}${node.optional ? '?.' : ''}${optional(node.typeArguments, renderer)}` +
    passed(node, renderer),
  NewExpression: (node, renderer) =>
    renderer.keyword('new', renderer.child(node, 'callee')) + optional(node.typeArguments, renderer) + passed(node, renderer),
  ImportExpression(node, renderer) {
    const options = node.options ? `,${renderer.space}${renderer.child(node, 'options')}` : '';
    return `import${node.phase ? `.${node.phase}` : ''}(${renderer.child(node, 'source')}${options})`;
  },
  UnaryExpression(node, renderer) {
    const { operator } = node;
    const argument = renderer.child(node, 'argument');
    if (/^[a-z]/.test(operator)) return renderer.keyword(operator, argument);
    // `- -a`, `+ ++a`.
    return operator !== '!' && operator !== '~' && argument.startsWith(operator) ? `${operator} ${argument}` : operator + argument;
  },
  UpdateExpression(node, renderer) {
    const argument = renderer.child(node, 'argument');
    return node.prefix ? node.operator + argument : argument + node.operator;
  },
  AwaitExpression: (node, renderer) => renderer.keyword('await', renderer.child(node, 'argument')),
  YieldExpression(node, renderer) {
    const word = node.delegate ? 'yield*' : 'yield';
    return node.argument ? renderer.keyword(word, renderer.child(node, 'argument')) : word;
  },
  BinaryExpression: (node, renderer) => binary(node, renderer),
  LogicalExpression: (node, renderer) =>
    around(renderer.child(node, 'left'), node.operator, renderer.child(node, 'right'), renderer),
  AssignmentExpression: (node, renderer) =>
    around(renderer.child(node, 'left'), node.operator, renderer.child(node, 'right'), renderer),
  ConditionalExpression(node, renderer) {
    const either = around(renderer.child(node, 'test'), '?', renderer.child(node, 'consequent'), renderer);
    return around(either, ':', renderer.child(node, 'alternate'), renderer);
  },
  SequenceExpression(node, renderer) {
    const texts = node.expressions.map((/** @type {Node} */ each) => renderer.child(node, 'expressions', each));
    return texts.join(`,${renderer.space}`);
  },
  SpreadElement: (node, renderer) => `...${renderer.child(node, 'argument')}`,
  TSAsExpression: (node, renderer) => `${renderer.child(node, 'expression')} as ${renderer.node(node.typeAnnotation)}`,
  TSSatisfiesExpression: (node, renderer) =>
    `${renderer.child(node, 'expression')} satisfies ${renderer.node(node.typeAnnotation)}`,
  TSNonNullExpression: (node, renderer) => `${renderer.child(node, 'expression')}!`,
  TSTypeAssertion: (node, renderer) => `<${renderer.node(node.typeAnnotation)}>${renderer.child(node, 'expression')}`,
  TSInstantiationExpression: (node, renderer) => renderer.child(node, 'expression') + renderer.node(node.typeArguments),
};

/**
 * @param {Node | null | undefined} node
 * @param {Renderer} renderer
 * @returns {string}
 */
export const optional = (node, renderer) => (node ? renderer.node(node) : '');

/**
 * An operator between its operands.
 *
 * @param {string} left
 * @param {string} operator
 * @param {string} right
 * @param {Renderer} renderer
 */
export function around(left, operator, right, { isWide }) {
  if (isWide) return `${left} ${operator} ${right}`;
  return left + (wouldJoin(left, operator) ? ' ' : '') + operator + (wouldJoin(operator, right) ? ' ' : '') + right;
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function binary(node, renderer) {
  const { operator } = node;
  const left = renderer.child(node, 'left');
  const right = renderer.child(node, 'right');
  if (operator === 'in' || operator === 'instanceof') return `${left} ${operator} ${right}`;
  return around(renderer.isTyped && isCall(left, operator, right) ? `(${left})` : left, operator, right, renderer);
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function identifier(node, renderer) {
  const { origin, name, parent } = node;
  // As it is spelt: a name may have escapes.
  if (origin && !node.made && !node.dirty) return renderer.slice(startOf(origin), origin.end);
  const decorators = (node.decorators ?? []).map((/** @type {Node} */ each) => `${renderer.node(each)} `).join('');
  const mark = node.optional ? '?' : parent?.type === 'VariableDeclarator' && parent.definite && parent.id === node ? '!' : '';
  return `${decorators}${name}${mark}${optional(node.typeAnnotation, renderer)}`;
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function literal({ value, raw, bigint, regex, origin, parent }, renderer) {
  const { quotes } = renderer.style;
  const isForeign = origin?.parent?.type === 'JSXAttribute' && parent?.type !== 'JSXAttribute';
  if (typeof value === 'string' && (!raw || isForeign)) return quoted(value, renderer.habits.quote);
  if (raw) return typeof value === 'string' && quotes !== 'keep' ? requoted(raw, renderer.habits.quote) : raw;
  if (regex) return `/${regex.pattern}/${regex.flags}`;
  return bigint ? `${bigint}n` : String(value);
}

/**
 * @param {string} raw a string literal
 * @param {string} quote
 */
function requoted(raw, quote) {
  const inner = raw.slice(1, -1);
  // An escape of the other quote would be a change of the text, if only of a directive's.
  return raw[0] === quote || /['"\\]/.test(inner) ? raw : quote + inner + quote;
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function template(node, renderer) {
  const { quasis, expressions } = node;
  let text = '`';
  for (let at = 0; at < quasis.length; at += 1) {
    text += quasis[at].value.raw;
    if (at < expressions.length) text += `\${${renderer.child(node, 'expressions', expressions[at])}}`;
  }
  return `${text}\``;
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function passed(node, renderer) {
  const print = (/** @type {Node} */ each) => renderer.child(node, 'arguments', each);
  return bracketed(node.arguments, print, { open: '(', close: ')', areArguments: true }, renderer);
}

/**
 * An array, or a pattern that looks like one.
 *
 * @param {Node} node
 * @param {string} field
 * @param {Renderer} renderer
 */
export function list(node, field, renderer) {
  const nodes = node[field];
  // A comma that stands last is no element.
  const close = nodes.length > 0 && nodes.at(-1) === null ? ',]' : ']';
  return bracketed(nodes, (each) => renderer.child(node, field, each), { open: '[', close }, renderer);
}
