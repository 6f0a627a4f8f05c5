// @ts-check
import * as build from '../making/build.mjs';
import { isReadByTools } from '../facts/members.mjs';
import { editHalf } from '../making/sites.mjs';
import { withoutParentheses } from '../tree.mjs';

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

/**
 * Write `a['b']` as `a.b`.
 *
 * @type {import('../types.js').TreePass}
 */
export default {
  name: 'bracket-to-dot',
  aliases: [],
  group: 'syntax',
  example: ["point['x'] = other?.['x'];", 'point.x = other?.x;'],
  preserves: 'behaviour',
  assumes: [],
  idempotent: true,
  apply: (draft, random) =>
    editHalf(draft, ['MemberExpression'], random, (node) => {
      if (!node.computed || isReadByTools(node)) return null;
      const { value } = withoutParentheses(node.property);
      if (typeof value !== 'string' || node.property.bigint != null || !PLAIN_NAME.test(value)) return null;
      return () => draft.change(node, { computed: false, property: build.identifier(value) });
    }),
};
