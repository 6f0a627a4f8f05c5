// @ts-check
/**
 * Copies of a tree, fast: every draft works on one. Spreading each node (`{ ...node }`) takes three times
 * as long, for the engine can't know which fields come; to mend a copy takes less than to make another.
 */
import { fieldsOf } from './tree.mjs';

/** @typedef {import('./types.js').Node} Node */
/**
 * @typedef {object} Form of nodes that have the same fields
 * @property {(node: Node) => Node} copy
 * @property {(clone: Node, node: Node) => void} reset
 * @property {(clone: Node, clones: Node[], relinked: typeof listOf) => void} link
 */

/**
 * @typedef {object} Cloner
 * @property {() => Node[]} copy nodes that are linked as the originals are
 * @property {(clones: Node[], spoilt: Node[]) => void} restore a copy of which some nodes changed
 */

/** By type and what tells forms of a type apart, for TypeScript's parser and the other: both are regular. */
const FORMS = [/** @type {Map<string, Form>} */ (new Map()), /** @type {Map<string, Form>} */ (new Map())];

/**
 * @param {Node[]} nodes of one tree, parents first, each with its `place` in the list and its `parent`
 * @param {boolean} areTyped whether TypeScript's parser made them, which gives them more fields
 * @returns {Cloner}
 */
export function clonerOf(nodes, areTyped) {
  const formed = nodes.map((node) => formOf(node, areTyped));
  return {
    copy() {
      const clones = new Array(nodes.length);
      for (let place = 0; place < nodes.length; place += 1) clones[place] = formed[place].copy(nodes[place]);
      for (let place = 0; place < nodes.length; place += 1) formed[place].link(clones[place], clones, listOf);
      return clones;
    },
    restore(clones, spoilt) {
      for (const node of spoilt) {
        // Nodes that a pass made are none of the copy's.
        if (node.place < 0 || node !== clones[node.place]) continue;
        formed[node.place].reset(node, nodes[node.place]);
        formed[node.place].link(node, clones, listOf);
      }
    },
  };
}

/**
 * @param {(Node | null)[]} nodes
 * @param {Node[]} clones
 */
function listOf(nodes, clones) {
  const list = new Array(nodes.length);
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at];
    list[at] = node && clones[node.place];
  }
  return list;
}

/**
 * @param {Node} node
 * @param {boolean} isTyped
 * @returns {Form}
 */
function formOf(node, isTyped) {
  const forms = FORMS[Number(isTyped)];
  const kind = kindOf(node);
  let form = forms.get(kind);
  if (!form) {
    form = formWith(Object.keys(node), fieldsOf(node));
    forms.set(kind, form);
  }
  return form;
}

/**
 * @param {Node} node
 * @returns {string} equal for nodes with the same fields
 */
function kindOf(node) {
  const { type } = node;
  if (type === 'Literal' && (node.regex || node.bigint)) return node.regex ? 'regex' : 'bigint';
  return type === 'ExpressionStatement' && 'directive' in node ? 'directive' : type;
}

/**
 * @param {string[]} fields
 * @param {readonly string[]} links fields that hold nodes, or lists of them
 * @returns {Form}
 */
function formWith(fields, links) {
  const copied = fields.map((field) => `${field}: node.${field}`);
  const reset = fields.map((field) => `clone.${field} = node.${field};`);
  const linked = [...links, 'parent'].map((field) => `
    value = clone.${field};
    if (value) clone.${field} = Array.isArray(value) ? relinked(value, clones) : clones[value.place];`);
  const copy = new Function('node', `return { ${copied.join(', ')} };`);
  const link = new Function('clone', 'clones', 'relinked', `let value; ${linked.join('')}`);
  return /** @type {Form} */ ({ copy, link, reset: new Function('clone', 'node', reset.join(' ')) });
}
