// @ts-check
/** Types in documentation comments: where they stand, what they are about, and their text in TypeScript. */
import { spelledType } from './type-text.mjs';

/** @typedef {import('../types.js').Comment} Comment */
/** @typedef {{tag: string, type: string, name: string, start: number, end: number}} Tag */

/** Inline tags, `{@link x}`, hold no type. */
const TAG = /@(\w+)[^\S\r\n]*(?=\{[^@])/g;

/** Names that JavaScript's writers have for TypeScript's types. */
const SPELLINGS = /** @type {Record<string, string>} */ ({
  String: 'string', Number: 'number', Boolean: 'boolean', bool: 'boolean', int: 'number', integer: 'number',
  Integer: 'number', float: 'number', Float: 'number', double: 'number', Object: 'object', Symbol: 'symbol',
  function: 'Function', Undefined: 'undefined', Null: 'null', Any: 'any', mixed: 'any', Void: 'void',
  Array: 'any[]', array: 'any[]',
});

/**
 * Typed tags of any comment; only those of documentation say something of the code below.
 *
 * @param {Comment} comment
 * @returns {Tag[]} with offsets in the file of the type, its braces and the blanks after it
 */
export function typedTags({ value, start }) {
  /** @type {Tag[]} */
  const tags = [];
  for (const match of value.matchAll(TAG)) {
    const open = match.index + match[0].length;
    const close = closing(value, open);
    if (close < 0) continue;
    const end = close + (/^[^\S\r\n]*/.exec(value.slice(close, close + 80))?.[0].length ?? 0);
    const rest = value.slice(end, end + 200);
    const name = /^[\s*]*\[?\s*([\p{ID_Continue}$.]+)/u.exec(rest)?.[1] ?? '';
    const text = value.slice(open + 1, close - 1).replaceAll(/[\r\n]\s*(?:\*\s*)?/g, ' ').trim();
    // The text of a comment begins two characters into it.
    tags.push({ tag: match[1], type: text, name, start: start + 2 + open, end: start + 2 + end });
  }
  return tags;
}

/** @param {Comment} comment */
export const isDocumentation = ({ type, value }) => type === 'Block' && value.startsWith('*');

/**
 * @param {string} text
 * @param {number} open offset of a bracket
 * @returns {number} offset behind the bracket that closes it; -1 if none does
 */
function closing(text, open) {
  let depth = 0;
  for (let offset = open; offset < text.length; offset += 1) {
    if ('{(['.includes(text[offset])) depth += 1;
    if ('})]'.includes(text[offset])) depth -= 1;
    if (depth === 0) return offset + 1;
  }
  return -1;
}

/**
 * A documented type in TypeScript's words. Closure's marks are resolved: `?T` may be null, `!T` is `T`,
 * `T=` is optional and `...T` an array; `*` is any, `Array.<T>` is `T[]`, and `function(A): B` is
 * `(arg0: A) => B`. `String` is string, `int` is number; `module:a/b~C` is `C`.
 *
 * @param {string} text as it stands between the braces
 * @returns {string | null} null if it is no type
 */
export function documentedType(text) {
  let plain = text.trim();
  const isRest = plain.startsWith('...');
  plain = plain.replace(/^\.\.\./, '').replace(/=$/, '').trim();
  if (plain === '') return null;
  const type = spelledType(translated(plain));
  if (type === null || !isRest) return type;
  return spelledType(`(${type})[]`);
}

/** @param {string} text */
function translated(text) {
  return withArrows(text)
    .replaceAll(/\bmodule:[^\s~|<>(){},=]*(?:~|\/)/g, '')
    .replaceAll(/\.</g, '<')
    .replaceAll(/(?<=^|[(|,<:\s])\*(?=$|[)|,>\s])/g, 'any')
    .replaceAll(/(?<=^|[(|,<:\s])\?(?=$|[)|,>\s])/g, 'any')
    .replaceAll(/(?<!["'`.\w$])([A-Za-z]+)\b(?!["'`.\w$]|\s*[?]?:)/g, (word, name, offset, whole) => {
      const isGeneric = /^\s*</.test(whole.slice(offset + word.length));
      if (name === 'Object' && isGeneric) return 'Record';
      return isGeneric || !Object.hasOwn(SPELLINGS, name) ? word : SPELLINGS[name];
    })
    .replaceAll(/\bRecord<([^,<>]*)>/g, 'Record<string, $1>');
}

/**
 * Closure's function types as TypeScript's.
 *
 * @param {string} text
 * @returns {string}
 */
function withArrows(text) {
  const match = /\bfunction\s*(?=\()/.exec(text);
  if (!match) return text;
  const open = match.index + match[0].length;
  const end = closing(text, open);
  if (end < 0) return text;
  const params = split(text.slice(open + 1, end - 1)).filter((param) => !/^(?:this|new)\s*:/.test(param));
  const named = params.map((param, place) => {
    const [, rest, type, optional] = /^(\.\.\.)?(.*?)(=)?$/s.exec(withArrows(param)) ?? [];
    return `${rest ?? ''}arg${place}${optional ? '?' : ''}: ${rest ? `(${type})[]` : type}`;
  });
  const given = /^\s*:\s*/.exec(text.slice(end));
  const after = end + (given?.[0].length ?? 0);
  const stop = given ? after + resultLength(text.slice(after)) : end;
  const result = given ? withArrows(text.slice(after, stop)) : 'void';
  return `${text.slice(0, match.index)}((${named.join(', ')}) => ${result})${withArrows(text.slice(stop))}`;
}

/**
 * How much of a text is the type that it begins with.
 *
 * @param {string} text
 */
function resultLength(text) {
  let depth = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    if (depth === 0 && /[|,)>}=]/.test(text[offset])) return offset;
    if ('{([<'.includes(text[offset])) depth += 1;
    if ('})]>'.includes(text[offset])) depth -= 1;
  }
  return text.length;
}

/**
 * @param {string} list
 * @returns {string[]} what stands between commas that are in no brackets
 */
function split(list) {
  /** @type {string[]} */
  const parts = [];
  let depth = 0;
  let from = 0;
  for (let offset = 0; offset <= list.length; offset += 1) {
    if ('{([<'.includes(list[offset] ?? ' ')) depth += 1;
    if ('})]>'.includes(list[offset] ?? ' ')) depth -= 1;
    if (offset === list.length || (depth === 0 && list[offset] === ',')) {
      parts.push(list.slice(from, offset).trim());
      from = offset + 1;
    }
  }
  return parts.filter((part) => part !== '');
}
