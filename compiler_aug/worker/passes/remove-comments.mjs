// @ts-check

/**
 * Take comments out: all of them, or about every second one. A `#!` line is none.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'remove-comments',
  aliases: [],
  group: 'layout',
  example: ['// Adds one.\nfunction f(a) {\n  return a + 1; // so\n}', 'function f(a) {\n  return a + 1;\n}'],
  preserves: 'behaviour',
  assumes: [2],
  idempotent: true,
  apply(draft, random) {
    const isThorough = random() < 0.5;
    let changes = 0;
    for (const comment of draft.ownComments()) {
      if (!isThorough && random() >= 0.5) continue;
      draft.dropComment(comment);
      changes += 1;
    }
    return changes;
  },
};
