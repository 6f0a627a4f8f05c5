// @ts-check
import { declaration, node as made } from '../making/build.mjs';
import { isConstant, isDeclaration } from '../facts/uses.mjs';
import { isReady, rebind } from '../facts/declarations.mjs';
import { pick } from '../random.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Draft} Draft */
/** @typedef {import('../types.js').Random} Random */

/** @type {readonly ('const' | 'var' | 'let')[]} */
const KINDS = ['const', 'var', 'let'];

/**
 * Write a function that is declared in another as a variable, `const f = function () {}`, and the reverse: where it is
 * declared once, never written, and nothing could use it before the variable has its value.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'declaration-to-expression',
  aliases: [],
  group: 'syntax',
  example: [
    'const run = (n) => { function next(i) { return i + 1; } return next(n); };',
    'const run = (n) => { const next = function (i) { return i + 1; }; return next(n); };',
  ],
  preserves: 'behaviour',
  assumes: [1, 2],
  idempotent: false,
  apply(draft, random) {
    let changes = 0;
    for (const statement of draft.of('FunctionDeclaration', 'VariableDeclaration')) {
      if (!standsInFunction(statement, draft)) continue;
      const edit = statement.type === 'FunctionDeclaration' ? toVariable(statement, draft, random) : toDeclaration(statement, draft);
      if (!edit || random() >= 0.5) continue;
      edit();
      changes += 1;
    }
    return changes;
  },
};

/**
 * Whether a statement is one of a function's own: in a block inside, a function declaration has two bindings.
 *
 * @param {Node} statement
 * @param {Draft} draft
 */
function standsInFunction(statement, draft) {
  const place = draft.listOf(statement);
  const home = place?.owner.parent;
  return place?.owner.type === 'BlockStatement' && /Function/.test(home?.type ?? '') && home?.body === place.owner;
}

/**
 * @param {Node} fn
 * @param {Draft} draft
 * @param {Random} random
 */
function toVariable(fn, draft, random) {
  const { id, params, body, async, generator, returnType, typeParameters, scope } = fn;
  if (!id?.binding || !body || fn.declare || !isOnlyThat(id, fn, draft)) return null;
  return () => {
    const kind = pick(KINDS, random);
    const expression = made('FunctionExpression', {
      id: null, typeParameters, params, returnType, body, expression: false, async, generator, scope,
    });
    rebind(draft, draft.usesOf(id.binding), id.binding, kind);
    draft.replaceStatement(fn, [declaration(kind, id, expression)]);
  };
}

/**
 * @param {Node} statement
 * @param {Draft} draft
 */
function toDeclaration(statement, draft) {
  const [{ id, init }, second] = statement.declarations;
  const fn = init && withoutParentheses(init);
  if (second || id.type !== 'Identifier' || id.typeAnnotation || fn?.type !== 'FunctionExpression') return null;
  if (fn.id && draft.usesOf(fn.id.binding).length !== 1) return null;
  if (!id.binding || !isOnlyThat(id, statement, draft)) return null;
  const { params, body, async, generator, returnType, typeParameters, scope } = fn;
  return () => {
    rebind(draft, draft.usesOf(id.binding), id.binding, 'function');
    draft.replaceStatement(statement, [
      made('FunctionDeclaration', { id, typeParameters, params, returnType, body, expression: false, async, generator, scope }),
    ]);
  };
}

/**
 * Whether a name is declared there only, never written, and used only where it surely has its value.
 *
 * @param {Node} id
 * @param {Node} statement
 * @param {Draft} draft
 */
function isOnlyThat(id, statement, draft) {
  const { binding } = id;
  if (!isConstant(draft, binding)) return false;
  return draft.usesOf(binding).every((use) => isDeclaration(use) || isReady(draft, statement, use));
}
