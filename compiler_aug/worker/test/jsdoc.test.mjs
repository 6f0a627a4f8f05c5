// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { documentedType, typedTags } from '../labels/jsdoc.mjs';
import { spelledType } from '../labels/type-text.mjs';

/** @type {[written: string, spelt: string | null][]} */
const DOCUMENTED = [
  ['string', 'string'],
  ['String', 'string'],
  ['int', 'number'],
  ['*', 'any'],
  ['?', 'any'],
  ['?string', 'string | null'],
  ['!Foo', 'Foo'],
  ['number=', 'number'],
  ['...number', 'number[]'],
  ['...*', 'any[]'],
  ['Array', 'any[]'],
  ['Array.<!Foo>', 'Foo[]'],
  ['Object.<string, number>', 'Record<string, number>'],
  ['?(A|?B)', 'A | B | null'],
  ['(string|undefined)=', 'string | undefined'],
  ['{a: string, b: (number|undefined)}', '{ a: string; b: number | undefined }'],
  ['{String: number}', '{ String: number }'],
  ['function()', '() => void'],
  ['function(this:X, string, number=): ?boolean', '(arg0: string, arg1?: number) => boolean | null'],
  ['function(...number)', '(...arg0: number[]) => void'],
  ['Object<string, function(A): B>', 'Record<string, (arg0: A) => B>'],
  ['import("./some-map.js").default', 'some_map'],
  ["import('./map.js').Map", 'Map'],
  ['module:ol/Map~Map', 'Map'],
  ['"String"|int', '"String" | number'],
  ['sap.ui.core.Control[]', 'sap.ui.core.Control[]'],
  ['not a type', null],
  ['string; evil()', null],
  ['', null],
];

for (const [written, spelt] of DOCUMENTED) {
  test(`documented as {${written}}: ${spelt ?? 'no type'}`, () => assert.equal(documentedType(written), spelt));
}

/** @type {[written: string, spelt: string][]} */
const SPELLINGS = [
  ['Array<string>', 'string[]'],
  ['ReadonlyArray<A | B>', 'readonly (A | B)[]'],
  ['(string)', 'string'],
  ['((a: A) => B)[]', '((a: A) => B)[]'],
  ["'a' | `b${string}`", '"a" | `b${string}`'],
  ['\n  | A\n  | B', 'A | B'],
  ['{ a: A, b?: B }', '{ a: A; b?: B }'],
  ['{\n  a: A;\n  // what b is\n  b(): B;\n}', '{ a: A; b(): B }'],
  ['{}', '{}'],
  ['[a:A,b?:B]', '[a: A, b?: B]'],
  ['Map<string,Array<Array<A>>>', 'Map<string, A[][]>'],
  ['import("x").A.B<C>', 'A.B<C>'],
  ['A extends infer B ? B : never', 'A extends infer B ? B : never'],
  ['keyof typeof a', 'keyof typeof a'],
];

for (const [written, spelt] of SPELLINGS) {
  test(`spelt ${spelt}: ${written.replaceAll(/\s+/g, ' ')}`, () => assert.equal(spelledType(written), spelt));
}

test('a spelling is spelt as itself', () => {
  for (const spelt of [...DOCUMENTED, ...SPELLINGS].map(([, each]) => each)) {
    if (spelt) assert.equal(spelledType(spelt), spelt);
  }
});

test('tags give their type, their name and their place', () => {
  const source = '/**\n * @param {{a: string,\n *   b: B}} [c.d=1] what\n * @return {?E}\n * {@link f}\n */';
  const value = source.slice(2, -2);
  const tags = typedTags({ type: 'Block', value, start: 0, end: source.length });
  assert.deepEqual(
    tags.map(({ tag, type, name, start, end }) => [tag, type, name, source.slice(start, end)]),
    [
      ['param', '{a: string, b: B}', 'c.d', '{{a: string,\n *   b: B}} '],
      ['return', '?E', '', '{?E}'],
    ],
  );
});
