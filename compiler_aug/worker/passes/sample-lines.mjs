// @ts-check

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Draft} Draft */

/** Shorter programs are left whole. */
const FEWEST_LINES = 5;
/** Statements that other parts of the file, or of the line, can't be read without. */
const NEEDED = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportDefaultDeclaration', 'ExportAllDeclaration']);

/**
 * Drop about every tenth statement, but never the first and the last of the program or the function.
 *
 * Differs from the released code, which drops lines of text: half of what it makes does not parse.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'sample-lines',
  aliases: ['LS', 'line subsampling'],
  group: 'regularization',
  example: [
    'function f(a) {\n  one();\n  two();\n  three();\n  four();\n  return a;\n}',
    'function f(a) {\n  one();\n  return a;\n}',
  ],
  preserves: 'nothing',
  assumes: [],
  idempotent: false,
  options: { kept: 0.9 },
  apply(draft, random, { kept = 0.9 }) {
    const lines = linesOf(draft);
    if (lines.length < FEWEST_LINES) return 0;
    const outermost = lines.filter(({ parent }) => parent === lines[0].parent);
    let changes = 0;
    for (const line of lines) {
      if (line === lines[0] || line === outermost.at(-1)) continue;
      if (1 - random() <= Number(kept) || !draft.has(line)) continue;
      draft.remove(line);
      changes += 1;
    }
    return changes;
  },
};

/**
 * Statements that can be left out, in source order, those inside others too. A program's only statement
 * is all there is of it.
 *
 * @param {Draft} draft
 */
function linesOf(draft) {
  const lists = draft.lists().filter(({ type, body }) => type !== 'Program' || body.length > 1);
  const statements = lists.flatMap(({ body, consequent }) => /** @type {Node[]} */ (body ?? consequent));
  return statements
    .filter((each) => each.directive == null && !NEEDED.has(each.type) && !isNeededOutside(each))
    .sort((a, b) => a.start - b.start);
}

/**
 * Whether a statement declares what an `export { … }` may name.
 *
 * @param {Node} statement
 */
function isNeededOutside({ parent, type }) {
  return parent?.type === 'Program' && parent.sourceType === 'module' && type.endsWith('Declaration');
}
