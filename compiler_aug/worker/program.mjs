// @ts-check
/**
 * Programs of every shape, as units that a compiler can read: what can't stand alone (a method, an
 * anonymous function) is wrapped for parsing and unwrapped afterwards.
 */
import { parse } from './engines/parse.mjs';
import { placeOf } from './positions.mjs';
import { withoutParentheses } from './tree.mjs';
import { Unit } from './unit.mjs';

/** @typedef {import('./types.js').Shape} Shape */
/** @typedef {import('./types.js').Language} Language */
/** @typedef {import('./types.js').Node} Node */

/** A name for the wrapper that no program is expected to use. */
const WRAP = '$wrap$';

/** Last of the wrapper's own members of the class around a method, as any printer may write it. */
const MARKER = /static\s*\[\$wrap\$\](?:\s*=\s*\$wrap\$\.#[\p{ID_Continue}$]+)?\s*;?/u;

/** Brackets in brackets; real programs, minified ones too, have below a hundred. */
const MOST_LEVELS = 500;

/** Alone in a program, their value is all there is to them. */
const BARE = new Set([
  'ArrowFunctionExpression', 'FunctionExpression', 'ClassExpression', 'ObjectExpression',
  'ArrayExpression', 'BinaryExpression', 'LogicalExpression', 'ConditionalExpression',
  'UnaryExpression', 'MemberExpression', 'TemplateLiteral', 'Identifier', 'Literal',
]);

/** JSX extends JavaScript without ambiguity, so plain JavaScript is read as JSX too. */
const LANGUAGES = /** @type {Record<string, Language[]>} */ ({
  auto: ['jsx', 'ts', 'tsx'],
  js: ['jsx'],
  jsx: ['jsx'],
  ts: ['ts'],
  tsx: ['tsx'],
});

const SHAPES = /** @type {Record<string, Shape[]>} */ ({
  auto: ['program', 'expression', 'method'],
  program: ['program'],
  expression: ['expression'],
  method: ['method'],
});

/** The program does not parse; line and column count from 1 in the text that was given. */
export class SourceSyntaxError extends Error {
  /**
   * @param {string} message
   * @param {import('./types.js').Position} place
   */
  constructor(message, place) {
    super(message);
    this.line = place.line;
    this.column = place.column;
  }
}

/** The program is nested deeper than passes can walk; line and column count from 1. */
export class DepthError extends Error {
  /** @param {import('./types.js').Position} place */
  constructor(place) {
    super(`nested more than ${MOST_LEVELS} levels deep`);
    this.line = place.line;
    this.column = place.column;
  }
}

/**
 * A parser or a walk might run out of stack, which would end the process.
 *
 * @param {string} source
 * @throws {DepthError}
 */
function mindDepth(source) {
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code === 40 || code === 91 || code === 123) depth += 1;
    else if (code === 41 || code === 93 || code === 125) depth -= 1;
    // In strings and comments there may be brackets without a partner.
    if (depth < 0) depth = 0;
    if (depth > MOST_LEVELS) throw new DepthError(placeOf(source, at));
  }
}

/**
 * Read a program; of all shapes and languages allowed, the first that parses.
 *
 * @param {string} source
 * @param {string} [language]
 * @param {string} [shape]
 * @returns {Unit}
 * @throws {SourceSyntaxError} with the fault of the reading that got furthest
 */
export function readProgram(source, language = 'auto', shape = 'auto') {
  mindDepth(source);
  let furthest = { message: 'empty', offset: -1 };
  for (const tried of SHAPES[shape]) {
    for (const spoken of LANGUAGES[language]) {
      const [prefix, suffix] = wrapping(tried, source);
      const result = parseUnit(prefix + source + suffix, spoken, tried);
      if ('unit' in result) {
        const bare = shape === 'auto' && asExpression(result.unit, source);
        return bare || result.unit;
      }
      const offset = result.offset - prefix.length;
      // What the parser says of the wrapper's end would puzzle whoever did not write it.
      const message = offset > source.length ? 'Unexpected end of input' : result.message;
      if (offset > furthest.offset) furthest = { message, offset: Math.min(offset, source.length) };
    }
  }
  throw new SourceSyntaxError(furthest.message, placeOf(source, Math.max(furthest.offset, 0)));
}

/**
 * A program that is nothing but a function, an object or the like would be dropped by a minifier as
 * without effect; what the reader means is the expression.
 *
 * @param {Unit} unit
 * @param {string} source
 * @returns {Unit | null} null if it is more than that
 */
function asExpression(unit, source) {
  const [only, second] = unit.program.body;
  if (second || only?.type !== 'ExpressionStatement' || only.directive) return null;
  if (!BARE.has(withoutParentheses(only.expression).type)) return null;
  return readProgram(source.replace(/;\s*$/, ''), unit.language, 'expression');
}

/**
 * The text that a pass made of a unit, as a unit.
 *
 * @param {string} text wrapped as the unit's own text is
 * @param {Unit} unit
 * @param {Language} [language] if it is not the unit's own
 * @returns {Unit}
 */
export function rereadUnit(text, unit, language = unit.language) {
  return new Unit(text, language, unit.shape, parseAgain, undefined, unit);
}

/**
 * The program itself, without the wrapper.
 *
 * @param {Unit} unit
 * @returns {string}
 */
export function unwrap(unit) {
  const { text, shape } = unit;
  const [start, end] = insideOf(unit);
  const inner = text.slice(start, end);
  if (shape === 'method') return dedent(inner);
  if (shape === 'program') return inner.trim();
  // Within the wrapper's own parentheses, as long as no printer took them away.
  const isWrapped = text.startsWith(`${WRAP}((\n`) || areAround(inner.trim());
  return isWrapped ? inner.trim().slice(1, -1).trim() : inner.trim();
}

/**
 * Where the program stands in its unit's text, the wrapper left out; told by the text alone.
 *
 * @param {Unit} unit
 * @returns {[start: number, end: number]}
 */
export function insideOf({ text, shape }) {
  if (shape === 'program') return [0, text.length];
  if (shape === 'expression') return [text.indexOf('(') + 1, text.lastIndexOf(')')];
  const [marker] = MARKER.exec(text) ?? [''];
  return [text.indexOf(marker) + marker.length, text.lastIndexOf('}')];
}

const STRING = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/gs;

/**
 * Whether one pair of parentheses surely stands around a whole expression.
 *
 * @param {string} text
 */
function areAround(text) {
  // In a template or a regular expression a parenthesis may be anything.
  if (!text.startsWith('(') || /[`/]/.test(text)) return false;
  let depth = 0;
  const code = text.replaceAll(STRING, '');
  for (let at = 0; at < code.length; at += 1) {
    if (code[at] === '(') depth += 1;
    else if (code[at] === ')') depth -= 1;
    if (depth === 0) return at === code.length - 1;
  }
  return false;
}

/**
 * What stands before and after a program so that it can be read.
 *
 * @param {Shape} shape
 * @param {string} source
 * @returns {[prefix: string, suffix: string]}
 */
function wrapping(shape, source) {
  if (shape === 'program') return ['', ''];
  if (shape === 'expression') return [`${WRAP}((\n`, '\n))'];
  // A method may use private names of its class; a compiler wants to see them declared.
  const names = new Set(source.match(/#[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
  const own = /^\s*(?:(?:static|async|get|set)\s+|\*\s*)*(#[\p{ID_Continue}$]+)/u.exec(source)?.[1];
  const declared = [...names].filter((name) => name !== own).map((name) => `${name};`);
  // The marker reads the method's own private name: one that nobody reads would be dropped.
  const marker = `static [${WRAP}]${own ? `=${WRAP}.${own}` : ''};`;
  return [`${WRAP}(class extends ${WRAP} {${declared.join('')}${marker}\n`, '\n})'];
}

/**
 * Members of the wrapping class up to the marker are the wrapper's; -1 if there is none.
 *
 * @param {any[]} members
 */
function markerAt(members) {
  return members.findIndex((member) => member.computed && member.key.name === WRAP);
}

/**
 * @param {string} text
 * @param {Language} language
 * @param {Shape} shape
 * @returns {{unit: Unit} | {message: string, offset: number}}
 */
function parseUnit(text, language, shape) {
  // The printer drops parentheses that TypeScript's casts and types need, so the tree keeps them.
  const options = { lang: language, preserveParens: true };
  // Script or module by its own syntax; a CommonJS file may also return at its top level.
  const attempts = /** @type {const} */ (['unambiguous', 'commonjs']);
  let fault = { message: '', offset: -1 };
  for (const sourceType of attempts) {
    const result = parse(text, { ...options, sourceType });
    if (result.errors.length === 0) {
      const program = /** @type {any} */ (result.program);
      if (shape === 'program' || isWrapped(program, shape)) {
        const parsed = { program, comments: result.comments, inner: INNER[shape] };
        return { unit: new Unit(text, language, shape, parseAgain, parsed) };
      }
      return { message: `not one ${shape}`, offset: text.indexOf('\n') + 1 };
    }
    const [error] = result.errors;
    const offset = error.labels[0]?.start ?? 0;
    if (offset > fault.offset) fault = { message: error.message, offset };
  }
  return fault;
}

/**
 * @param {string} text
 * @param {Language} language
 * @param {Shape} shape
 * @returns {import('./types.js').Parsed}
 * @throws {Error} the text does not parse: the pass that made it is at fault, not the program
 */
function parseAgain(text, language, shape) {
  const result = parseUnit(text, language, shape);
  if ('unit' in result) return result.unit.tree;
  throw new Error(`rewritten text does not parse: ${result.message}`);
}

/**
 * The first node inside the wrapper, by shape.
 *
 * @type {Record<Shape, (program: Node) => Node>}
 */
const INNER = {
  program: (program) => program,
  expression: (program) => withoutParentheses(program.body[0].expression.arguments[0]),
  method: (program) => {
    const members = withoutParentheses(program.body[0].expression.arguments[0]).body.body;
    return members[markerAt(members) + 1];
  },
};

/**
 * Whether the wrapper holds exactly one program of that shape: `}) ({` would close it early.
 *
 * @param {any} program
 * @param {Shape} shape
 */
function isWrapped(program, shape) {
  if (program.body.length !== 1) return false;
  const call = program.body[0].expression;
  if (call?.type !== 'CallExpression' || call.callee.name !== WRAP) return false;
  if (call.arguments.length !== 1) return false;
  if (shape === 'expression') return true;
  const inner = withoutParentheses(call.arguments[0]);
  if (inner.type !== 'ClassExpression') return false;
  const members = inner.body.body;
  return markerAt(members) === members.length - 2;
}

/**
 * Take the common indentation away, but never inside a template or a string over several lines.
 *
 * @param {string} text
 */
function dedent(text) {
  const trimmed = text.replace(/^\s*\n/, '').trimEnd();
  const indent = /^[\t ]*/.exec(trimmed)?.[0] ?? '';
  if (indent === '' || /`|\\\n/.test(trimmed)) return trimmed.trimStart();
  return trimmed.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}
