// @ts-check
/** Things with commas in between, on one line or one below the other. */
import { fit, fitAsArguments } from './widths.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./render.mjs').Renderer} Renderer */

/**
 * @typedef {object} Shape
 * @property {string} open
 * @property {string} close
 * @property {string} [pad] between the brackets and what is in them
 * @property {boolean} [isBroken] whether they stand one below the other; else if they would not fit
 * @property {boolean} [areArguments] whether the last may stand over several lines
 * @property {boolean} [mayTrail] whether a comma may follow the last one
 */

/**
 * @param {(Node | null)[]} nodes
 * @param {(node: Node) => string} print
 * @param {Shape} shape
 * @param {Renderer} renderer
 * @returns {string}
 */
export function bracketed(nodes, print, shape, renderer) {
  const { open, close, pad = '', mayTrail = true } = shape;
  if (nodes.length === 0) return open + close;
  const textOf = (/** @type {Node | null} */ node) => (node ? print(node) : '');
  const isBroken = renderer.style.maxWidth !== Infinity && (shape.isBroken || !fitsInLine(nodes, shape, renderer));
  if (!isBroken) return open + pad + nodes.map(textOf).join(`,${renderer.space}`) + pad + close;
  const last = nodes.at(-1);
  const isFree = mayTrail && last !== null && last?.type !== 'RestElement';
  const comma = renderer.style.trailingCommas && isFree ? ',' : '';
  return renderer.deeper(() => {
    const texts = nodes.map(textOf).join(`,\n${renderer.indent}`);
    return `${open}\n${renderer.indent}${texts}${comma}\n`;
  }) + renderer.indent + close;
}

/**
 * @param {(Node | null)[]} nodes
 * @param {Shape} shape
 * @param {Renderer} renderer
 */
function fitsInLine(nodes, { areArguments }, { style, indent }) {
  const width = style.maxWidth - indent.length;
  return areArguments ? fitAsArguments(/** @type {Node[]} */ (nodes), width) : fit(nodes, width);
}
