// @ts-check
/**
 * Types of a file as labels: which type the text states for which name, and the file without them.
 *
 * In TypeScript annotations are labels, in JavaScript documentation comments with types. A parameter,
 * a variable and a field are labelled at their name, what a function returns at the function's name.
 */
import { annotated } from './annotated-types.mjs';
import { codePointsIn } from '../code-points.mjs';
import { documented } from './documented-types.mjs';
import { eraseTypes } from '../erase/erase.mjs';
import { typedTags } from './jsdoc.mjs';
import { readProgram } from '../program.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').TypeLabel} TypeLabel */

/**
 * @param {string} source
 * @param {string} language
 * @returns {{javascript: string, labels: TypeLabel[], dropped: Record<string, number>}} offsets in
 *   code points; `dropped` counts by reason what states a type and is no label
 * @throws {import('../failures.mjs').SourceSyntaxError}
 */
export function typeLabels(source, language) {
  const { program, comments } = readProgram(source, language, 'program');
  // The comments would give the answers away.
  const erased = eraseTypes(source, program, comments, comments.flatMap(typedTags));
  const labels = new Labels(source, erased);
  if (['ts', 'tsx'].includes(language)) annotated(program, null, labels);
  else documented(program, comments, source, labels);
  const found = labels.found.sort((a, b) => a.start - b.start);
  return { javascript: erased.text, labels: found, dropped: labels.dropped };
}

/** Labels found so far. */
export class Labels {
  /**
   * @param {string} source
   * @param {import('../erase/erase.mjs').Erased} erased
   */
  constructor(source, erased) {
    this.source = source;
    this.erased = erased;
    this.inSource = codePointsIn(source);
    this.inText = codePointsIn(erased.text);
    /** @type {TypeLabel[]} */
    this.found = [];
    /** @type {Record<string, number>} */
    this.dropped = {};
    /** @type {Set<number>} */
    this.taken = new Set();
  }

  /**
   * @param {TypeLabel['kind']} kind
   * @param {Node | null} identifier
   * @param {string | null} type
   * @param {TypeLabel['origin']} origin
   */
  add(kind, identifier, type, origin) {
    if (!identifier) return this.drop('nothing that bears a name');
    if (type === null) return this.drop('unreadable type');
    const name = this.source.slice(identifier.start).match(/^#?[\p{ID_Continue}$\u200c\u200d]+/u)?.[0] ?? '';
    const place = this.erased.offsetOf(identifier.start);
    // A signature without a body is gone; what it says is said again by the function.
    if (place < 0) return this.drop('erased with its statement');
    if (name !== identifierName(identifier)) return this.drop('name with escapes');
    // `get x(): T` and a field of the same name are two places; one place is labelled once.
    if (this.taken.has(place)) return this.drop('labelled twice');
    this.taken.add(place);
    this.found.push({
      kind, name, type, origin,
      start: this.inText(place), end: this.inText(place + name.length),
      sourceStart: this.inSource(identifier.start), sourceEnd: this.inSource(identifier.start + name.length),
    });
  }

  /** @param {string} reason */
  drop(reason) {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1;
  }
}

/** @param {Node} identifier */
const identifierName = ({ type, name }) => (type === 'PrivateIdentifier' ? `#${name}` : name);
