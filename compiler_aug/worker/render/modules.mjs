// @ts-check
/** Imports and exports, printed anew. */
import { bracketed } from './brackets.mjs';
import { areBeforeExport, decoratorsOf } from './classes.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */
/** @typedef {import('./render.mjs').Printer} Printer */

/** @type {Record<string, Printer>} */
export const MODULES = {
  ImportDeclaration(node, renderer) {
    const { specifiers, phase } = node;
    const words = `import ${phase ? `${phase} ` : ''}${typeWord(node.importKind)}`;
    // `import {} from` and `import` alone look the same in the tree.
    const names = specifiers.length > 0 ? `${imported(node, renderer)} from ` : '';
    return `${words}${names}${source(node, renderer)};`;
  },
  ImportSpecifier: (node, renderer) => typeWord(node.importKind) + renamed(node, 'imported', 'local', renderer),
  ImportDefaultSpecifier: (node, renderer) => renderer.node(node.local),
  ImportNamespaceSpecifier: (node, renderer) => `* as ${renderer.node(node.local)}`,
  ImportAttribute: (node, renderer) => `${renderer.node(node.key)}: ${renderer.node(node.value)}`,
  ExportSpecifier: (node, renderer) => typeWord(node.exportKind) + renamed(node, 'local', 'exported', renderer),
  ExportAllDeclaration(node, renderer) {
    const name = node.exported ? `* as ${renderer.node(node.exported)}` : '*';
    return `export ${typeWord(node.exportKind)}${name} from ${source(node, renderer)};`;
  },
  ExportNamedDeclaration(node, renderer) {
    if (node.declaration) return exported('export', node, renderer.node(node.declaration), renderer);
    const from = node.source ? ` from ${source(node, renderer)}` : '';
    return `export ${typeWord(node.exportKind)}${named(node.specifiers, renderer)}${from};`;
  },
  ExportDefaultDeclaration(node, renderer) {
    const text = renderer.child(node, 'declaration');
    return exported('export default', node, `${text}${/Declaration$|^TSDeclare/.test(node.declaration.type) ? '' : ';'}`, renderer);
  },
};

/**
 * @param {string} words
 * @param {Node} node
 * @param {string} text of what is exported
 * @param {Renderer} renderer
 */
function exported(words, { declaration }, text, renderer) {
  return `${areBeforeExport(declaration) ? decoratorsOf(declaration, renderer) : ''}${words} ${text}`;
}

/** @param {string} kind */
const typeWord = (kind) => (kind === 'type' ? 'type ' : '');

/**
 * @param {Node[]} specifiers
 * @param {Renderer} renderer
 */
function named(specifiers, renderer) {
  const pad = renderer.style.spacedBraces ? ' ' : '';
  return bracketed(specifiers, (each) => renderer.node(each), { open: '{', close: '}', pad }, renderer);
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function imported({ specifiers }, renderer) {
  const isNamed = (/** @type {Node} */ { type }) => type === 'ImportSpecifier';
  const others = specifiers.filter((/** @type {Node} */ each) => !isNamed(each)).map((/** @type {Node} */ each) => renderer.node(each));
  const names = specifiers.filter(isNamed);
  return [...others, ...(names.length > 0 ? [named(names, renderer)] : [])].join(', ');
}

/**
 * @param {Node} node
 * @param {Renderer} renderer
 */
function source(node, renderer) {
  const text = renderer.node(node.source);
  const attributes = node.attributes ?? [];
  return attributes.length > 0 ? `${text} with ${named(attributes, renderer)}` : text;
}

/**
 * @param {Node} node
 * @param {string} from
 * @param {string} to
 * @param {Renderer} renderer
 */
function renamed(node, from, to, renderer) {
  const [first, second] = [renderer.node(node[from]), renderer.node(node[to])];
  return first === second ? first : `${first} as ${second}`;
}
