// @ts-check
import * as build from '../making/build.mjs';
import { isReadByTools, isTypeReference } from '../facts/members.mjs';
import { editSome } from '../making/sites.mjs';

/**
 * Write about every fourth `a.b` as `a['b']`. What module loaders and bundlers look for in the text keeps its form.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'dot-to-bracket',
  aliases: [],
  group: 'syntax',
  example: ['point.x = other?.x;', "point['x'] = other?.['x'];"],
  preserves: 'behaviour',
  assumes: [],
  idempotent: true,
  apply: (draft, random) =>
    editSome(0.25, draft, ['MemberExpression'], random, (node) => {
      if (node.computed || node.property.type !== 'Identifier') return null;
      if (isReadByTools(node) || isTypeReference(node)) return null;
      return () => draft.change(node, { computed: true, property: build.literal(node.property.name) });
    }),
};
