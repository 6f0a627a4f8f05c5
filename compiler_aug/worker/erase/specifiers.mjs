// @ts-check
/** Names in imports and exports, of which some stand for types. */

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./erase.mjs').Erasure} Erasure */

/**
 * Which names of an import or export stand for types.
 *
 * @param {Node} node
 * @param {Erasure} erasure
 * @returns {(specifier: Node) => boolean}
 */
export const isTypeSpecifier = (node, erasure) => (specifier) => {
  if (specifier.importKind === 'type' || specifier.exportKind === 'type') return true;
  // What is passed on from another module may be anything.
  return !(node.type !== 'ImportDeclaration' && node.source) && erasure.isTypeName(specifier.local.name);
};

/**
 * Take names out of the braces of an import or export that keeps others.
 *
 * @param {Node} node
 * @param {Erasure} erasure
 */
export function eraseSpecifiers(node, erasure) {
  const { edits, source } = erasure;
  const going = node.specifiers.filter(isTypeSpecifier(node, erasure));
  if (going.length === 0) return;
  const [first] = node.specifiers;
  const named = node.specifiers.filter((/** @type {Node} */ { type }) => /^(Im|Ex)portSpecifier$/.test(type));
  if (named.length > 0 && named.every((/** @type {Node} */ specifier) => going.includes(specifier))) {
    const brace = source.indexOf('}', named.at(-1).end);
    edits.remove(first.end, Math.max(brace + 1, first.end));
    return;
  }
  const lastKept = node.specifiers.findLast((/** @type {Node} */ specifier) => !going.includes(specifier));
  for (const specifier of going) {
    const following = node.specifiers[node.specifiers.indexOf(specifier) + 1];
    if (specifier.start > lastKept.start) edits.remove(lastKept.end, specifier.end);
    else if (following.type === first.type) edits.remove(specifier.start, following.start);
    else edits.remove(specifier.start, braceBefore(following, erasure));
  }
}

/**
 * Where `{ name }` or `* as name` begins after a default import.
 *
 * @param {Node} specifier
 * @param {Erasure} erasure
 */
function braceBefore(specifier, { source, tokens }) {
  const before = tokens.previous(specifier.start);
  return source[before] === '{' ? before : specifier.start;
}
