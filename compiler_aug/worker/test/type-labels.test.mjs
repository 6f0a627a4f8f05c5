// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { typeLabels } from '../labels/type-labels.mjs';

/**
 * @param {string} source
 * @param {string} [language]
 */
function labelled(source, language = 'ts') {
  const { labels, ...rest } = typeLabels(source, language);
  return { ...rest, labels, short: labels.map(({ kind, name, type }) => [kind, name, type]) };
}

const FILE = `
import type { B } from './b';
/** 😀 @param {B} a */
export function f(this: C, a: B, b?: Array<string>, { c }: D = {}, ...d: E[]): void {}
const g = (a: any): a is B => a as any;
const h = function (): F {};
class I {
  private static j: 'k';
  #l?: L;
  constructor(readonly m: M) { this.n = (o: O): void => {}; }
  get p(): P { return 1; }
  q(): Q;
  q(): Q | R {}
  abstract s: S;
}
interface T { u: U }
let v!: V, w;
try {} catch (x: unknown) {}
use((y: Y): Z => y);
`;

test('annotations are labels at the names they are about', () => {
  const { short, dropped } = labelled(FILE);
  assert.deepEqual(short, [
    ['return', 'f', 'void'],
    ['parameter', 'a', 'B'],
    ['parameter', 'b', 'string[]'],
    ['parameter', 'd', 'E[]'],
    ['return', 'g', 'boolean'],
    ['parameter', 'a', 'any'],
    ['return', 'h', 'F'],
    ['field', 'j', '"k"'],
    ['field', '#l', 'L'],
    ['parameter', 'm', 'M'],
    ['return', 'n', 'void'],
    ['parameter', 'o', 'O'],
    ['return', 'p', 'P'],
    ['return', 'q', 'Q | R'],
    ['variable', 'v', 'V'],
    ['variable', 'x', 'unknown'],
    ['parameter', 'y', 'Y'],
  ]);
  // The pattern, and what is given to `use`.
  assert.deepEqual(dropped, { 'nothing that bears a name': 2 });
});

const DOCUMENTED = `
/**
 * 😀 Adds.
 * @param {number} a
 * @param {?string=} b
 * @param {A} a.b of it
 * @returns {Array<number>} both
 */
export function f(a, b = '') {}
/** @type {!B} */
const c = 1;
/* @type {X} */
let x; // @type {Y}
/** @const {C} */
let d, e;
class G {
  /** @type {H} */
  i = 1;
  /** @param {J} k */
  constructor(k) {
    /** @private {?L} */
    this.l_ = k;
  }
  /** @return {not a type} */
  m() {}
}
/** @type {function(): N} */
G.prototype.o;
/** @param {P} p */
G.prototype.q = function (p) {};
const r = {
  /** @return {S} */
  s() {},
};
`;

test('documentation of JavaScript is labels, too', () => {
  const { short, dropped, javascript, labels } = labelled(DOCUMENTED, 'js');
  assert.deepEqual(short, [
    ['return', 'f', 'number[]'],
    ['parameter', 'a', 'number'],
    ['parameter', 'b', 'string | null'],
    ['variable', 'c', 'B'],
    ['field', 'i', 'H'],
    ['parameter', 'k', 'J'],
    ['field', 'l_', 'L | null'],
    ['field', 'o', '() => N'],
    ['parameter', 'p', 'P'],
    ['return', 's', 'S'],
  ]);
  assert.deepEqual(dropped, { 'documents no parameter': 1, 'unreadable type': 1 });
  assert.ok(labels.every(({ origin }) => origin === 'jsdoc'));
  assert.match(javascript, /@param a\n \* @param b\n/);
});

test('no comment gives a type away', () => {
  for (const [source, language] of [[FILE, 'ts'], [DOCUMENTED, 'js']]) {
    assert.doesNotMatch(labelled(source, language).javascript, /@\w+\s*\{/);
  }
});

test('every label points at its name in both texts, counted in characters', () => {
  for (const [source, language] of [[FILE, 'ts'], [DOCUMENTED, 'js']]) {
    const { javascript, labels } = labelled(source, language);
    assert.ok(javascript.includes('😀'));
    for (const { name, start, end, sourceStart, sourceEnd } of labels) {
      assert.equal([...javascript].slice(start, end).join(''), name);
      assert.equal([...source].slice(sourceStart, sourceEnd).join(''), name);
    }
  }
});
