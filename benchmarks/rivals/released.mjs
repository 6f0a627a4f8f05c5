// @ts-check
/**
 * How the paper's released code makes variants, written anew from a description of its behaviour: Babel
 * for names and declarations, Terser 4 for everything else, lines dropped as text.
 *
 * Its defects are part of what was published and are kept: switches of Terser that are never turned off
 * again, new names that may be reserved words, lines dropped without regard to syntax, failures that
 * leave the text as it was. Differs: random numbers come from a seeded generator, a program is parsed
 * once a variant, and nothing is written to a log (the released code logs about 12 kB a program).
 *
 * Source of the behaviour: Jain et al. 2021, arXiv 2007.04973, and its repository, last changed 2021-09.
 */
import babelGenerator from '@babel/generator';
import { parse } from '@babel/parser';
import babelTraverse from '@babel/traverse';
import randomWords from 'random-words';
import terser from 'terser';

const generate = babelGenerator.default;
const traverse = babelTraverse.default;

const RENAME_CHANCE = 0.25;
const DECLARE_CHANCE = 0.25;
const TERSER_CHANCE = 0.5;
const SAMPLE_CHANCE = 0.25;
const LEAST_LINES = 5;
const KEPT_LINES = 0.9;

/** @typedef {() => number} Random numbers in [0, 1) */

/**
 * Flow first, with errors recovered; TypeScript only if that throws.
 *
 * @param {string} source
 */
export function parseAsReleased(source) {
  const options = { sourceType: /** @type {const} */ ('module'), errorRecovery: true };
  try {
    return parse(source, { ...options, plugins: ['jsx', 'flow'] });
  } catch {
    return parse(source, { ...options, plugins: ['jsx', 'typescript'] });
  }
}

/** @param {string} source */
export function printAsReleased(source) {
  return generate(parseAsReleased(source)).code;
}

/** One process of the released code: what it draws depends on the programs it saw before. */
export class ReleasedPipeline {
  /**
   * @param {Random} random
   * @param {{leaks?: boolean}} [settings] `leaks: false`: Terser's switches are drawn anew each time
   */
  constructor(random, { leaks = true } = {}) {
    this.random = random;
    this.leaks = leaks;
    this.switches = freshSwitches();
    /** Steps that left the text as it was because something threw. */
    this.failures = 0;
  }

  /** @param {string} source */
  variant(source) {
    const printed = this.attempt(source, () => this.rewriteTree(source));
    const minified = this.attempt(printed, () => this.minified(printed));
    return this.sampleLines(minified);
  }

  /**
   * @param {string} before
   * @param {() => string} step
   */
  attempt(before, step) {
    try {
      return step();
    } catch {
      this.failures += 1;
      return before;
    }
  }

  /** @param {string} source */
  rewriteTree(source) {
    const tree = parseAsReleased(source);
    traverse(tree, { FunctionDeclaration: (path) => this.renameParameter(path) });
    traverse(tree, { FunctionDeclaration: (path) => this.declareVariable(path) });
    return generate(tree).code;
  }

  /** @param {import('@babel/traverse').NodePath<any>} path */
  renameParameter(path) {
    const { params } = path.node;
    if (this.random() >= RENAME_CHANCE || params.length === 0) return;
    const parameter = params[Math.floor(this.random() * params.length)];
    // A pattern has no name of its own: nothing is renamed.
    if (parameter.name) path.scope.rename(parameter.name, this.words());
  }

  /** @param {import('@babel/traverse').NodePath<any>} path */
  declareVariable(path) {
    if (this.random() >= DECLARE_CHANCE) return;
    const id = { type: 'Identifier', name: this.words() };
    const declarator = { type: 'VariableDeclarator', id, init: null };
    path.node.body.body.unshift({ type: 'VariableDeclaration', kind: 'var', declarations: [declarator] });
  }

  /** One or two English words, `snake_case` or `camelCase`. */
  words() {
    const { wordList } = /** @type {any} */ (randomWords);
    const word = () => wordList[Math.floor(this.random() * wordList.length)];
    const first = word();
    if (this.random() < 0.5) return first;
    const second = word();
    return this.random() < 0.5 ? `${first}_${second}` : first + second[0].toUpperCase() + second.slice(1);
  }

  /** @param {string} source */
  minified(source) {
    if (this.random() >= TERSER_CHANCE) return source;
    if (!this.leaks) this.switches = freshSwitches();
    this.turnSwitchesOn();
    const { code, error } = terser.minify(source, { ...this.switches, output: this.layout() });
    if (error || code === undefined) throw error ?? new Error('no code');
    return code;
  }

  turnSwitchesOn() {
    const coin = () => this.random() < 0.5;
    if (coin()) {
      this.switches.compress = {
        unsafe: coin(), arguments: coin(), booleans_as_integers: coin(), drop_console: coin(),
        hoist_vars: coin(), dead_code: coin(),
      };
    }
    if (this.random() < 0.1) this.switches.mangle = true;
    if (coin()) this.switches.keep_fnames = true;
    if (coin()) this.switches.keep_classnames = true;
  }

  /** Comments are not mentioned: Terser then drops all but licences, whatever was drawn for them. */
  layout() {
    const coin = () => this.random() < 0.5;
    return {
      beautify: this.random() < 0.75,
      braces: coin(),
      indent_level: coin() ? 4 : 2,
      keep_quoted_props: coin(),
      quote_keys: coin(),
      quote_style: quoteStyle(this.random()),
    };
  }

  /** @param {string} source */
  sampleLines(source) {
    if (this.random() >= SAMPLE_CHANCE) return source;
    const lines = source.split('\n');
    if (lines.length < LEAST_LINES) return source;
    const inner = lines.slice(1, -1).filter(() => this.random() < KEPT_LINES);
    return [lines[0], ...inner, lines[lines.length - 1]].join('\n');
  }
}

/** @returns {{compress: any, mangle: boolean, keep_fnames: boolean, keep_classnames: boolean}} */
function freshSwitches() {
  return { compress: false, mangle: false, keep_fnames: false, keep_classnames: false };
}

/**
 * Terser's styles 0 to 3 with chances 1/2, 1/4, 1/8, 1/8.
 *
 * @param {number} point in [0, 1)
 */
function quoteStyle(point) {
  if (point < 0.5) return 0;
  if (point < 0.75) return 1;
  return point < 0.875 ? 2 : 3;
}
