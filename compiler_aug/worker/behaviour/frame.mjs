// @ts-check
/**
 * Programs as text that can be run: a function which is given the program's free names and returns it. Types
 * and JSX are taken out of both sides alike.
 */
import { parseSync } from 'oxc-parser';
import { transformSync } from 'oxc-transform';
import { resolve } from '../resolve.mjs';
import { visit, withoutParentheses } from '../tree.mjs';
import { hintsOf } from './hints.mjs';
import { labelOf, writesThis } from './world-names.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('./inside/calling.mjs').Manner} Manner */
/** @typedef {{source: string, language: string, shape: string}} Program */

/**
 * How the variants of a program are framed, found out from its source.
 *
 * @typedef {object} Frame
 * @property {string} before
 * @property {string} after
 * @property {string | null} transform language that is to be taken out, `ts` or the like
 * @property {Manner} manner
 * @property {string[]} written free names that it writes
 */

const OUTER = '$frame$';
/** Names that always mean the language's own. */
const FIXED = new Set([
  'undefined', 'NaN', 'Infinity', 'globalThis', 'arguments', 'eval', 'this', '__proto__', OUTER, '$Base$', '$private$',
]);

/**
 * @param {Program} program
 * @param {(name: string) => boolean} isBuiltIn
 * @returns {Frame | null} null: it can't be run alone
 */
export function frameOf({ source, language, shape }, isBuiltIn) {
  const lang = language === 'js' || language === 'auto' ? 'jsx' : language;
  const [before, after] = wrapping(source, shape);
  const frame = { before, after, transform: lang === 'jsx' ? null : lang };
  let tree = read(before + source + after, lang);
  if (!tree) return null;
  if (shape === 'program') {
    const declared = declaredIn(tree.body[0].body.body);
    if (!declared) return null;
    frame.after = `\nreturn ${declared.name};\n}`;
  }
  visit(tree, ({ type }) => {
    if (type === 'JSXElement' || type === 'JSXFragment') frame.transform = lang === 'jsx' ? 'jsx' : lang;
  });
  const text = runnable(frame, source);
  tree = text === null ? null : read(text, 'jsx');
  const found = tree && mannerIn(tree, shape, isBuiltIn);
  return found && { ...frame, ...found };
}

/**
 * @param {string} source
 * @param {string} shape
 */
function wrapping(source, shape) {
  if (shape === 'program') return [`function ${OUTER}() {\n`, '\n}'];
  if (shape === 'expression') return [`function ${OUTER}() {\nreturn (\n`, '\n);\n}'];
  const isPlainConstructor = /^\s*(?:(?:public|private|protected)\s+)?constructor\s*\(/.test(source) && !/\bsuper\b/.test(source);
  const own = /^\s*(?:(?:static|async|get|set)\s+|\*\s*)*(#[\w$]+)/u.exec(source)?.[1];
  const names = new Set(source.match(/#[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
  const fields = [...names].filter((name) => name !== own).map((name) => `${name} = $private$("${name}");`);
  const call = own ? `static $own$(self, args) { return self.${own}(...args); }` : '';
  return [
    `function ${OUTER}() {\nreturn class ${isPlainConstructor ? '' : 'extends $Base$ '}{ ${fields.join(' ')}${call}\n`, '\n};\n}',
  ];
}

/**
 * @param {string} text
 * @param {string} lang
 * @returns {Node | null}
 */
function read(text, lang) {
  const result = parseSync('', text, { lang: /** @type {any} */ (lang), sourceType: 'commonjs', preserveParens: true });
  return result.errors.length > 0 ? null : /** @type {any} */ (result.program);
}

/**
 * @param {Pick<Frame, 'before' | 'after' | 'transform'>} frame
 * @param {string} source
 * @returns {string | null} one function declaration; null where types or JSX can't be taken out
 */
export function runnable({ before, after, transform }, source) {
  const text = before + source + after;
  if (transform === null) return text;
  const result = transformSync(`unit.${transform}`, text, {
    lang: /** @type {any} */ (transform), sourceType: 'commonjs', target: 'esnext', jsx: { runtime: 'classic' },
  });
  return result.errors.length > 0 || Object.keys(result.helpersUsed).length > 0 ? null : result.code;
}

/**
 * The text of a script whose value, given the free names, makes the program.
 *
 * @param {string} text of the outer function
 * @param {Frame} frame
 * @param {boolean} isStrict
 */
export function scriptOf(text, { manner, written }, isStrict) {
  const names = manner.isMember ? [...manner.free, '$Base$', '$private$'] : manner.free;
  return `(function ($bind$) { ${isStrict ? '"use strict"; ' : ''}
let { ${names.join(', ')} } = $bind$;
${written.length > 0 ? `$bind$.$see$ = () => [${written.join(', ')}];` : ''}
${text}
return ${OUTER}();
})`;
}

/**
 * @param {Node} tree
 * @param {string} shape
 * @param {(name: string) => boolean} isBuiltIn
 * @returns {{manner: Manner, written: string[]} | null}
 */
function mannerIn(tree, shape, isBuiltIn) {
  const [outer] = tree.body;
  const called = calledIn(outer.body.body, shape);
  if (!called) return null;
  const { globals } = resolve(tree);
  const free = [...globals].filter((name) => !FIXED.has(name) && (name === 'console' || !isBuiltIn(name)));
  const writes = new Set();
  visit(tree, (node) => {
    const target = node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : node;
    if (target !== node && target.type === 'Identifier' && !target.binding) writes.add(target.name);
  });
  const manner = { ...called, free, isMember: shape === 'method', hints: hintsOf(tree) };
  return { manner, written: free.filter((name) => writes.has(name)) };
}

/**
 * @param {Node[]} statements of the outer function
 * @param {string} shape
 * @returns {Pick<Manner, 'kind' | 'parameters' | 'isConstructible'> | null}
 */
function calledIn(statements, shape) {
  if (shape === 'method') {
    const members = statements[0].argument.body.body;
    const member = members.at(-1);
    if (member?.type !== 'MethodDefinition' || !member.value.body) return null;
    const kind = member.kind === 'constructor' ? 'constructor' : member.static ? 'static' : 'method';
    return { kind, parameters: parametersOf(member.value), isConstructible: false };
  }
  const node = shape === 'program' ? declaredIn(statements)?.node : withoutParentheses(statements[0].argument);
  if (node?.type.startsWith('Class')) return { kind: 'class', parameters: [], isConstructible: false };
  if (!node?.params) return null;
  const isConstructible = node.type !== 'ArrowFunctionExpression' && !node.async && !node.generator && writesThis(node.body);
  return { kind: 'function', parameters: parametersOf(node), isConstructible };
}

/**
 * The function or class that a program declares.
 *
 * @param {Node[]} statements
 * @returns {{name: string, node: Node} | null}
 */
function declaredIn(statements) {
  for (const statement of statements) {
    if (statement.id) return { name: statement.id.name, node: statement };
    const [first] = statement.type === 'VariableDeclaration' ? statement.declarations : [];
    if (first?.init && first.id.type === 'Identifier') return { name: first.id.name, node: withoutParentheses(first.init) };
  }
  return null;
}

/** @param {Node} fn */
function parametersOf(fn) {
  const parameters = fn.params.map((/** @type {Node} */ param) => parameterOf(param));
  let usesArguments = false;
  visit(fn.body, ({ type, name }) => (usesArguments ||= type === 'Identifier' && name === 'arguments'));
  return usesArguments ? [...parameters, { label: 'more', isRest: true }] : parameters;
}

/** @param {Node} param */
function parameterOf(param) {
  const isRest = param.type === 'RestElement';
  const target = isRest ? param.argument : param.type === 'AssignmentPattern' ? param.left : param;
  // What is taken apart is an object, or a list.
  const label = labelOf(target) ?? (target.type === 'ArrayPattern' ? 'list' : 'options');
  return { label, isRest };
}
