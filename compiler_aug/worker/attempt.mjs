// @ts-check
/** One attempt at a variant: steps taken one after another, over drafts and texts, and what became of each. */
import { Draft } from './draft.mjs';
import { spareSteps } from './plan.mjs';
import { rereadUnit } from './program.mjs';
import { render } from './render/render.mjs';
import { unwrap } from './wrapper.mjs';

/** @typedef {import('./types.js').Unit} Unit */
/** @typedef {import('./types.js').Plan} Plan */
/** @typedef {import('./plan.mjs').Step} Step */
/** @typedef {import('./types.js').Pass} Pass */

/**
 * What became of the passes that were drawn.
 *
 * @typedef {object} Outcomes
 * @property {[pass: string, changes: number][]} passes that changed something, in the order applied
 * @property {string[]} unchanged that found nothing to change
 * @property {[pass: string, assumption: number][]} refused
 * @property {[pass: string, cause: string][]} failed
 */

export class Attempt {
  /**
   * @param {Unit} base
   * @param {import('./random.mjs').Draws} draws
   * @param {Map<string, string>} faulty passes that are left out, with what they said
   * @param {boolean} isCareful whether every pass's outcome is printed and read again, to find the one at fault
   * @param {string[] | null} texts
   */
  constructor(base, draws, faulty, isCareful, texts) {
    this.base = base;
    this.draws = draws;
    this.faulty = faulty;
    this.isCareful = isCareful;
    this.texts = texts;
    this.unit = base;
    /** @type {Draft | null} */
    this.draft = null;
    this.isChanged = false;
    this.current = '';
    /** Whether an error now can only come from the current pass: no engine is reading what earlier passes made. */
    this.isSurelyAtFault = false;
    /** @type {Outcomes} */
    this.outcomes = { passes: [], unchanged: [], refused: [], failed: [...faulty] };
  }

  /**
   * The text after these steps and, as long as fewer passes changed something than the plan wants, or one undid what
   * others did, after those that were not drawn.
   *
   * @param {Plan} plan
   * @param {import('./plan.mjs').Step[]} drawn
   * @param {string} source
   */
  completed(plan, drawn, source) {
    const { atLeast = 0 } = plan;
    const { passes } = this.outcomes;
    for (const step of drawn) this.take(step);
    let text = this.isChanged ? this.finished() : source;
    const isEnough = () => passes.length >= atLeast && (atLeast === 0 || text !== source);
    // Most have enough: which steps come nearest need not be worked out for them.
    if (isEnough()) return text;
    for (const step of spareSteps(plan, this.draws)) {
      const before = passes.length;
      this.take(step);
      if (passes.length > before) text = this.finished();
      if (isEnough()) break;
    }
    return text;
  }

  /** @param {Step} step */
  take({ pass, options }) {
    const { name } = pass;
    if (this.faulty.has(name)) return;
    this.current = name;
    const assumption = this.assumptionThatFails(pass);
    if (assumption > 0) this.outcomes.refused.push([name, assumption]);
    else this.note(name, this.apply(pass, this.draws.generator(name), options));
    this.current = '';
  }

  /** @param {Pass} pass */
  assumptionThatFails(pass) {
    if (pass.assumes.includes(1) && this.base.resolution.dynamic) return 1;
    return pass.refuses?.(this.settled()) ?? 0;
  }

  /**
   * @param {Pass} pass
   * @param {import('./types.js').Random} random
   * @param {import('./types.js').Options} options
   * @returns {number} changes
   */
  apply(pass, random, options) {
    let changes = 0;
    if ('rewrite' in pass) {
      const made = rewrittenOnce(this.settled(), pass, pass.draw(random, options));
      if (made) this.unit = made;
      changes = Number(made !== null);
    } else {
      this.draft ??= new Draft(this.settled());
      this.isSurelyAtFault = true;
      changes = pass.apply(this.draft, random, options);
      this.isSurelyAtFault = false;
    }
    if (changes > 0 && this.isCareful) this.settle();
    return changes;
  }

  /**
   * @param {string} name
   * @param {number} changes
   */
  note(name, changes) {
    if (changes === 0) {
      this.outcomes.unchanged.push(name);
      return;
    }
    this.outcomes.passes.push([name, changes]);
    this.isChanged = true;
    this.texts?.push(this.finished());
  }

  /** The program as it is now, as text. */
  settled() {
    this.settle();
    return this.unit;
  }

  settle() {
    if (this.draft?.isChanged) this.unit = rereadUnit(render(this.draft), this.unit);
    this.release();
    if (this.isCareful) void this.unit.program;
  }

  release() {
    this.draft?.release();
    this.draft = null;
  }

  /** The program as it is now, without its wrapper. */
  finished() {
    if (!this.draft?.isChanged) return unwrap(this.unit);
    return unwrap(rereadUnit(render(this.draft), this.unit));
  }
}

/**
 * @param {Unit} unit
 * @param {import('./types.js').TextPass} pass
 * @param {import('./types.js').Settings} settings
 * @returns {Unit | null}
 */
function rewrittenOnce(unit, pass, settings) {
  const key = `${pass.name} ${JSON.stringify(settings)}`;
  let made = unit.rewritten.get(key);
  if (made === undefined) {
    const result = pass.rewrite(unit, settings);
    if (typeof result === 'string') made = rereadUnit(result, unit);
    else made = result && rereadUnit(result.text, unit, result.language);
    unit.rewritten.set(key, made);
  }
  return made;
}
