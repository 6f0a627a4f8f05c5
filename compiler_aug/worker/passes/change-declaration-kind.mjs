// @ts-check
import { isConstant, isDeclaration, isWrite } from '../facts/uses.mjs';
import { isCaptured, isReady, isRepeated, loopHeadedBy, meansOneThing, rebind, varHome } from '../facts/declarations.mjs';
import { isFree } from '../names/names.mjs';
import { visit } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Draft} Draft */
/** @typedef {import('../scope.mjs').Binding} Binding */
/** @typedef {'let' | 'const' | 'var'} Kind */

/** @type {Record<string, Kind[]>} */
const OTHERS = { let: ['const', 'var'], const: ['let', 'var'], var: ['let', 'const'] };
const NOTHING_TAKEN = new Set();

/**
 * Declare variables by another of `let`, `const` and `var`: where scope, dead zones, closures in loops and
 * other declarations of the name make no difference.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'change-declaration-kind',
  aliases: [],
  group: 'syntax',
  example: ['const f = (a) => { let b = a; return b; };', 'let f = (a) => { const b = a; return b; };'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: false,
  apply(draft, random) {
    /** All are looked for before any is edited: what is known of names is worked out once. @type {(() => void)[]} */
    const edits = [];
    for (const declaration of draft.of('VariableDeclaration')) {
      if (random() >= 0.35) continue;
      const others = OTHERS[declaration.kind] ?? [];
      const names = namesOf(declaration);
      const first = Math.floor(random() * others.length);
      const kind = [others[first], others[1 - first]].find((each) => each && canBe(each, declaration, names, draft));
      if (!kind) continue;
      const bound = names.map(({ binding }) => ({ binding, uses: draft.usesOf(binding) }));
      edits.push(() => changeKind(draft, declaration, bound, kind));
    }
    for (const edit of edits) edit();
    return edits.length;
  },
};

/**
 * Identifiers that a declaration declares.
 *
 * @param {Node} declaration
 * @returns {Node[]}
 */
function namesOf({ declarations }) {
  /** @type {Node[]} */
  const names = [];
  for (const { id } of declarations) {
    visit(id, (node) => {
      if (node.type === 'Identifier' && node.binding && isDeclaration(node)) names.push(node);
    });
  }
  return names;
}

/**
 * @param {Kind} kind
 * @param {Node} declaration
 * @param {Node[]} names
 * @param {Draft} draft
 */
function canBe(kind, declaration, names, draft) {
  if (declaration.declare || declaration.parent?.type === 'ExportNamedDeclaration') return false;
  if (kind === 'const' && !isFilled(declaration)) return false;
  if (declaration.kind !== 'var' && kind !== 'var') return names.every((name) => canBeLexical(name, kind, draft));
  if (!varHome(declaration) || (!loopHeadedBy(declaration) && !draft.listOf(declaration))) return false;
  // Each time round a `let` without a value is undefined again, and a `var` is not.
  if (isRepeated(declaration) && !isFilled(declaration)) return false;
  return names.every((name) =>
    (kind !== 'const' && declaration.kind !== 'const' ? isDeclaredOnce(name.binding, draft) : isConstant(draft, name.binding)) &&
    isUsedInPlace(name, declaration, draft) && (kind === 'var' ? canBeVar(name, declaration) : isFree(name.name, NOTHING_TAKEN)));
}

/** @param {Node} declaration */
const isFilled = (declaration) =>
  declaration.parent?.type === 'ForInStatement' || declaration.parent?.type === 'ForOfStatement' ||
  declaration.declarations.every((/** @type {Node} */ { init }) => init);

/**
 * @param {Node} name declared by `let` or `const`
 * @param {Kind} kind the other of the two
 * @param {Draft} draft
 */
function canBeLexical({ binding }, kind, draft) {
  if (binding.scope.depth > 0) return isConstant(draft, binding);
  // Another script may write a `let` of the top level.
  const { kept, dynamic } = draft.resolution;
  return kind === 'let' && !dynamic && !kept.has(binding.name) && draft.usesOf(binding).filter(isWrite).length === 1;
}

/**
 * @param {Binding} binding
 * @param {Draft} draft
 */
function isDeclaredOnce(binding, draft) {
  const { kept, dynamic } = draft.resolution;
  if (dynamic || kept.has(binding.name) || binding.scope.depth === 0) return false;
  return draft.usesOf(binding).filter(isDeclaration).length === 1;
}

/**
 * Whether a name is used only where a `let` would be in scope and have its value, and never by a function
 * that is made again each time round.
 *
 * @param {Node} name
 * @param {Node} declaration
 * @param {Draft} draft
 */
function isUsedInPlace({ binding }, declaration, draft) {
  const isLooped = loopHeadedBy(declaration) !== null || isRepeated(declaration);
  return draft.usesOf(binding).every((use) => isReady(draft, declaration, use) && !(isLooped && isCaptured(use, declaration)));
}

/**
 * @param {Node} name
 * @param {Node} declaration
 */
function canBeVar({ name, binding }, declaration) {
  return name !== 'arguments' && meansOneThing(/** @type {Node} */ (varHome(declaration)), name, binding);
}

/**
 * @param {Draft} draft
 * @param {Node} declaration
 * @param {{binding: Binding, uses: Node[]}[]} bound
 * @param {Kind} kind
 */
function changeKind(draft, declaration, bound, kind) {
  const home = varHome(declaration);
  for (const { binding, uses } of bound) {
    if (binding.scope.depth === 0) continue;
    rebind(draft, uses, binding, kind, (kind === 'var' && (home?.body.scope ?? home?.scope)) || binding.scope);
  }
  draft.change(declaration, { kind });
}
