// @ts-check
/** Ways to spell a text or a number in a program. */

/** @type {Record<string, string>} */
const NAMED = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f', '\v': '\\v' };

/** What can't stand in a string as it is, or can't be seen there; half of a surrogate pair among it. */
const UNSEEN = /[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\\]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** @param {string} unit a code unit */
const escapeOf = (unit) => NAMED[unit] ?? unicodeEscape(unit);

/** @param {string} unit a code unit */
export const unicodeEscape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** @param {string} unit a code unit below 256 */
export const hexEscape = (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`;

/**
 * @param {string} value
 * @param {'"' | "'"} quote
 * @param {(unit: string, at: number) => string} [spell] a code unit that needs no escape
 * @returns {string} a string literal
 */
export function quoted(value, quote, spell = (unit) => unit) {
  const isEscaped = new Map([...value.matchAll(UNSEEN)].map(({ index, 0: unit }) => [index, escapeOf(unit)]));
  let text = '';
  for (let at = 0; at < value.length; at += 1) {
    const unit = value[at];
    if (Number(value.codePointAt(at)) > 0xffff) {
      text += speltPair(spell(unit, at), spell(value[at + 1], at + 1));
      at += 1;
    } else text += unit === quote ? `\\${quote}` : (isEscaped.get(at) ?? spell(unit, at));
  }
  return quote + text + quote;
}

/**
 * Both halves of a surrogate pair as escapes, or neither: one half alone is lost where a text is written as UTF-8.
 *
 * @param {string} first
 * @param {string} second
 */
function speltPair(first, second) {
  if (first.length === second.length) return first + second;
  return [first, second].map((half) => (half.length === 1 ? unicodeEscape(half) : half)).join('');
}

/**
 * A text as it stands between the backticks of a template.
 *
 * @param {string} value
 */
export function templateText(value) {
  return value.replaceAll(UNSEEN, escapeOf).replaceAll('`', '\\`').replaceAll('${', '\\${');
}

/**
 * All ways to spell a number, but the one that it has.
 *
 * @param {number} value finite and not negative
 * @param {string} raw as it is spelt
 * @returns {string[]}
 */
export function spellingsOf(value, raw) {
  const plain = String(value);
  const spellings = [plain, exponent(value), plain.replace(/^0\./, '.')];
  if (Number.isSafeInteger(value)) {
    spellings.unshift(`0x${value.toString(16)}`);
    spellings.push(`${plain}.0`, `0o${value.toString(8)}`, `0b${value.toString(2)}`, separated(plain));
  }
  const isOther = (/** @type {string} */ text) => text !== raw && text.length <= 20 && Number(text.replaceAll('_', '')) === value;
  return [...new Set(spellings)].filter(isOther);
}

/** @param {number} value */
function exponent(value) {
  const [digits, power] = value.toExponential().split('e');
  return `${digits}e${Number(power)}`;
}

/** @param {string} digits */
const separated = (digits) => digits.replaceAll(/\B(?=(\d{3})+$)/g, '_');
