// @ts-check
import { besideChildren, commentsByOwner } from '../render/comments.mjs';
import { statementsOf } from '../draft.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Comment} Comment */
/** @typedef {import('../types.js').Draft} Draft */

/** What tools read, and what documents a declaration, belongs where it stands. */
const BOUND = /^\*|^[\s*]*(?:[@#]|eslint|prettier|istanbul|c8|v8|webpack|biome|oxlint|jshint|global|exported)/;

/**
 * Move comments of one line from behind a statement to the line above it, and from above to behind.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'move-comments',
  aliases: [],
  group: 'layout',
  example: ['f(a); // first\n// second\ng(a);', '// first\nf(a);\ng(a); /* second */'],
  preserves: 'behaviour',
  assumes: [2],
  idempotent: false,
  apply(draft, random) {
    let changes = 0;
    const free = new Set(draft.ownComments().filter(isFree));
    if (free.size === 0) return changes;
    for (const owner of draft.lists()) {
      for (const [comment, statement, side] of movesIn(owner, free, draft)) {
        if (random() >= 0.5) continue;
        draft.placeComment(comment, statement, side);
        changes += 1;
      }
    }
    return changes;
  },
};

/**
 * The comments of a list that may change sides.
 *
 * @param {Node} owner
 * @param {Set<Comment>} free
 * @param {Draft} draft
 * @returns {[comment: Comment, statement: Node, side: 'above' | 'behind'][]}
 */
function movesIn(owner, free, draft) {
  const comments = commentsByOwner(draft.unit).get(owner.origin)?.filter((each) => free.has(each));
  if (!comments?.length) return [];
  const { before, after } = besideChildren(comments, statementsOf(owner.origin), draft.text);
  /** @type {[Comment, Node, 'above' | 'behind'][]} */
  const moves = [];
  for (const statement of statementsOf(owner)) {
    // A directive has to stay first, and what was moved here has no place in the source.
    if (!statement.origin || statement.directive != null) continue;
    for (const comment of after.get(statement.origin) ?? []) moves.push([comment, statement, 'above']);
    for (const comment of before.get(statement.origin) ?? []) moves.push([comment, statement, 'behind']);
  }
  return moves;
}

/** @param {Comment} comment */
const isFree = ({ value }) => !value.includes('\n') && !BOUND.test(value) && !value.includes('*/');
