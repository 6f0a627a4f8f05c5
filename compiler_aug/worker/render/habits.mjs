// @ts-check
/** How a source is laid out, for what is printed in its midst: found out when asked for. In a style, the style says it. */
import { isWithoutSemicolons } from './endings.mjs';

const MARKS = /** @type {const} */ ({ single: "'", double: '"' });

/** A line that ends with a semicolon. */
const ENDED_LINE = /;[^\S\n]*(?:\/\/.*)?$/m;

export class Habits {
  /**
   * @param {import('../types.js').Unit} unit
   * @param {import('../types.js').Style | null} style in which everything is printed anew
   */
  constructor(unit, style) {
    this.unit = unit;
    this.style = style;
    /** @type {string | undefined} */
    this.ownStep = undefined;
    /** @type {'"' | "'" | undefined} */
    this.ownQuote = undefined;
    /** @type {boolean | undefined} */
    this.ownSemicolons = undefined;
  }

  /** How much deeper than a statement those in it stand. */
  get indentStep() {
    if (this.style) return this.style.indent;
    this.ownStep ??= /^\t|^ {2,8}(?=\S)/m.exec(this.unit.text)?.[0] ?? '  ';
    return this.ownStep;
  }

  /** The quotes around strings that are not in the source as they are. */
  get quote() {
    if (this.style && this.style.quotes !== 'keep') return MARKS[this.style.quotes];
    this.ownQuote ??= /** @type {'"' | "'"} */ (/(['"])[^'"\n]*\1/.exec(this.unit.text)?.[1] ?? "'");
    return this.ownQuote;
  }

  /** Whether statements end with semicolons where a line break would do. */
  get hasSemicolons() {
    if (this.style) return this.style.semicolons;
    this.ownSemicolons ??= ENDED_LINE.test(this.unit.text) || !isWithoutSemicolons(this.unit);
    return this.ownSemicolons;
  }
}
