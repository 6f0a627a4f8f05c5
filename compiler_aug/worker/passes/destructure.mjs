// @ts-check
import { identifier, member, node as made } from '../making/build.mjs';
import { copy } from '../making/copy.mjs';
import { isConstant } from '../facts/uses.mjs';
import { withoutParentheses } from '../tree.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Draft} Draft */

/**
 * Write `const a = o.a` as `const { a } = o`, and the reverse; properties of a local constant that are read one after
 * the other become one pattern.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'destructure',
  aliases: [],
  group: 'syntax',
  example: ['const f = (o) => { const a = o.a; return a; };', 'const f = (o) => { const { a } = o; return a; };'],
  preserves: 'behaviour',
  assumes: [1],
  idempotent: false,
  apply(draft, random) {
    let changes = 0;
    for (const statement of draft.of('VariableDeclaration')) {
      const declarations = statement.declarations.flatMap((/** @type {Node} */ each) => {
        const other = otherForm(each, draft);
        return !other || random() >= 0.5 ? each : other();
      });
      const changed = declarations.filter((/** @type {Node} */ each) => !statement.declarations.includes(each)).length;
      if (changed === 0) continue;
      draft.change(statement, { declarations: joined(declarations, draft) });
      changes += changed;
    }
    return changes;
  },
};

/**
 * @param {Node} declarator
 * @param {Draft} draft
 * @returns {(() => Node | Node[]) | null}
 */
function otherForm({ id, init }, draft) {
  if (!init || id.typeAnnotation) return null;
  if (id.type === 'ObjectPattern') return canBeMembers(id, init, draft) ? () => membersOf(id, init) : null;
  const read = withoutParentheses(init);
  if (id.type !== 'Identifier' || read.type !== 'MemberExpression' || read.computed || read.optional) return null;
  if (read.property.type !== 'Identifier' || !canBeTakenApart(read.object, draft)) return null;
  return () => declaratorOf(patternOf([propertyOf(read.property, id)]), read.object);
}

/**
 * @param {Node} object
 * @param {Draft} draft
 */
function canBeTakenApart(object, draft) {
  if (object.type === 'Super' || object.type === 'MetaProperty' || isInChain(object)) return false;
  // To the compiler of TypeScript a global or an import may be an enum, which has no value of its own.
  const isTyped = draft.unit.language.startsWith('ts');
  return !isTyped || object.type !== 'Identifier' || (object.binding?.scope.depth > 0 && object.binding.kind !== 'import');
}

/**
 * Whether an optional link in an expression ends what stands behind it.
 *
 * @param {Node} node
 * @returns {boolean}
 */
function isInChain(node) {
  if (node.optional) return true;
  return node.type === 'MemberExpression' ? isInChain(node.object) : node.type === 'CallExpression' && isInChain(node.callee);
}

/**
 * @param {Node} pattern
 * @param {Node} init
 * @param {Draft} draft
 */
function canBeMembers({ properties }, init, draft) {
  if (properties.length === 0 || (properties.length > 1 && !isSteady(init, draft))) return false;
  return properties.every((/** @type {Node} */ { type, computed, key, value }) =>
    type === 'Property' && !computed && key.type === 'Identifier' && value.type !== 'AssignmentPattern');
}

/**
 * Whether reading an expression again gives the same value.
 *
 * @param {Node} node
 * @param {Draft} draft
 */
function isSteady(node, draft) {
  return node.type === 'ThisExpression' || (node.type === 'Identifier' && Boolean(node.binding) && isConstant(draft, node.binding));
}

/**
 * @param {Node} pattern
 * @param {Node} init
 * @returns {Node[]}
 */
const membersOf = ({ properties }, init) =>
  properties.map((/** @type {Node} */ { key, value }, /** @type {number} */ at) =>
    declaratorOf(value, member(at === 0 ? init : copy(init), identifier(key.name))));

/**
 * Neighbours that take the same constant apart, as one.
 *
 * @param {Node[]} declarations
 * @param {Draft} draft
 */
function joined(declarations, draft) {
  /** @type {Node[]} */
  const result = [];
  for (const each of declarations) {
    const last = result.at(-1);
    const isAlike = last && areMadeHere(last, each) && isSteady(each.init, draft) && last.init.binding === each.init.binding && last.init.type === each.init.type;
    if (isAlike) result[result.length - 1] = declaratorOf(patternOf([...last.id.properties, ...each.id.properties]), last.init);
    else result.push(each);
  }
  return result;
}

/**
 * @param {Node} first
 * @param {Node} second
 */
const areMadeHere = (first, second) => [first, second].every(({ id, origin }) => id.type === 'ObjectPattern' && !origin);

/**
 * @param {Node} key
 * @param {Node} value
 */
const propertyOf = (key, value) =>
  made('Property', { kind: 'init', key: identifier(key.name), value, method: false, shorthand: key.name === value.name, computed: false });

/** @param {Node[]} properties */
const patternOf = (properties) => made('ObjectPattern', { properties });

/**
 * @param {Node} id
 * @param {Node} init
 */
const declaratorOf = (id, init) => made('VariableDeclarator', { id, init, definite: false });
