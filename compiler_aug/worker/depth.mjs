// @ts-check
/** How deep a program may be nested: a parser or a walk might run out of stack, which would end the process. */
import { DepthError } from './failures.mjs';
import { placeOf } from './positions.mjs';

/** Brackets in brackets; real programs, minified ones too, have below a hundred. */
const MOST_LEVELS = 500;

/**
 * @param {string} source
 * @throws {DepthError} at the first bracket that is too deep
 */
export function mindDepth(source) {
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    switch (source[at]) {
      case '(':
      case '[':
      case '{':
        depth += 1;
        if (depth > MOST_LEVELS) throw new DepthError(`nested more than ${MOST_LEVELS} levels deep`, placeOf(source, at));
        break;
      case ')':
      case ']':
      case '}':
        // In strings and comments there may be brackets without a partner.
        depth = Math.max(depth - 1, 0);
        break;
      default:
    }
  }
}
