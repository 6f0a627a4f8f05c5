// @ts-check
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import fc from 'fast-check';
import { parseSync } from 'oxc-parser';
import typescript from 'typescript';
import { eraseTypes } from '../erase/erase.mjs';
import { readProgram } from '../program.mjs';
import { visit } from '../tree.mjs';

/**
 * @param {string} source
 * @param {string} [language]
 */
function erasedFrom(source, language = 'ts') {
  const { program, comments } = readProgram(source, language, 'program');
  return { program, ...eraseTypes(source, program, comments) };
}

/** @type {[what: string, source: string, javascript: string][]} */
const ERASED = [
  ['annotations', 'let a: A = 1; function f(b: B, c?: C, ...d: D[]): E {}', 'let a = 1; function f(b, c, ...d) {}'],
  ['annotations of patterns', 'const f = ({ a }: A, [b]: B = []) => a;', 'const f = ({ a }, [b] = []) => a;'],
  ['the parameter this', 'function f(this: A) {} function g(this: A, b: B) {}', 'function f() {} function g(b) {}'],
  ['type parameters and arguments', 'f<A>(x); new B<C>(); class D<T> extends E<T> {}', 'f(x); new B(); class D extends E {}'],
  ['tagged templates and calls with `?.`', 'f<A>`x`; f?.<A>(x)', 'f`x`; f?.(x)'],
  ['casts', 'a as A; b satisfies B; <C>c; d!.e; f! += 1', 'a; b; c; d.e; f += 1'],
  ['casts of casts', '(a as unknown as B).c', '(a).c'],
  ['definite assignment', 'let a!: A; class B { c!: C }', 'let a; class B { c }'],
  ['interfaces and aliases with their lines', 'a();\ninterface B {\n  c: D;\n}\n\ntype E = F;\nb();', 'a();\n\nb();'],
  ['comments on them', 'a();\n\n/** About B. */\ninterface B {}\n\n/** About c. */\nc();', 'a();\n\n/** About c. */\nc();'],
  ['overloads, but the first one\'s comment', '/** Doc. */\nfunction f(a: A): B;\nfunction f(c: C): D {}', '/** Doc. */\nfunction f(c) {}'],
  ['what is only declared', 'declare const a: A; declare module "b" {}\ndeclare global {}\nc;', ' \nc;'],
  ['modifiers', 'abstract class A { private static readonly b: B = 1; protected override c(): void {} }', 'class A { static b = 1; c() {} }'],
  ['abstract members, signatures, index signatures', 'class A {\n  abstract b: B;\n  c(): C;\n  c() {}\n  [k: string]: D;\n}', 'class A {\n  c() {}\n}'],
  ['implements', 'class A extends B implements C, D<E> {}', 'class A extends B {}'],
  ['optional members', 'class A { b?: B; c?(): C {} ["d"]?: D }', 'class A { b; c() {} ["d"] }'],
  ['imports and exports of types', 'import type { A } from "a";\nimport b, { type C, d } from "e";\nexport type { A };\nexport { type C, d };\nb;', 'import b, { d } from "e";\nexport { d };\nb;'],
  ['imports that only types use', 'import { A, b } from "a";\nimport C, { D } from "c";\nlet x: A | C; b(D);', 'import { b } from "a";\nimport { D } from "c";\nlet x; b(D);'],
  ['exports of local types', 'interface A {}\nconst b = 1;\nexport { A, b };', 'const b = 1;\nexport { b };'],
  ['namespaces of types', 'export namespace A { export interface B {} }\nc;', 'c;'],
  ['generic arrows', 'const f = async <T,>(x: T): Promise<T> => x;', 'const f = async (x) => x;'],
  ['assertions and guards', 'function f(x): x is A {} function g(x): asserts x {}', 'function f(x) {} function g(x) {}'],
  ['decorators of parameters', 'class A { b(@c() d: D) {} }', 'class A { b(d) {} }'],
  ['catch', 'try {} catch (e: unknown) {}', 'try {} catch (e) {}'],
];

for (const [what, source, javascript] of ERASED) {
  test(`erased: ${what}`, () => assert.equal(erasedFrom(source).text, javascript));
}

/** @type {[what: string, source: string, javascript: string][]} */
const SPELT_OUT = [
  ['enums', 'export enum A {\n  B,\n  C = 4, // four\n  D,\n  E = "e",\n  F = C | D,\n}',
    'export var A;\n(function (A) {\n  A[A["B"] = 0] = "B";\n  A[A["C"] = 4] = "C"; // four\n  A[A["D"] = 5] = "D";\n' +
    '  A["E"] = "e";\n  A[A["F"] = A.C | A.D] = "F";\n})(A || (A = {}));'],
  ['counting after what only a run can tell', 'enum A { B = f(), C }',
    'var A;\n(function (A) { A[A["B"] = f()] = "B"; A[A["C"] = A["B"] + 1] = "C"; })(A || (A = {}));'],
  ['namespaces', 'namespace A.B { export const c = 1; export function d() {} const e = 2; }',
    'var A;\n(function (A) { let B; (function (B) { const c = 1; B.c = c; function d() {} B.d = d; const e = 2; ' +
    '})(B = A.B || (A.B = {})); })(A || (A = {}));'],
  ['a namespace on a class', 'export class A {}\nexport namespace A { export class B {} }',
    'export class A {}\n(function (A) { class B {} A.B = B; })(A || (A = {}));'],
  ['parameter properties', 'class A extends B {\n  constructor(private c: C, readonly d = 1) {\n    super();\n    e();\n  }\n}',
    'class A extends B {\n  constructor(c, d = 1) {\n    super();\n    this.c = c;\n    this.d = d;\n    e();\n  }\n}'],
  ['parameter properties of an empty constructor', 'class A { constructor(public b: B) {} }',
    'class A { constructor(b) { this.b = b; } }'],
  ['import = and export =', 'import a = require("a"); import b = a.b; export = b;',
    'const a = require("a"); const b = a.b; module.exports = b;'],
];

for (const [what, source, javascript] of SPELT_OUT) {
  test(`spelt out: ${what}`, () => assert.equal(erasedFrom(source).text, javascript));
}

/** @type {[what: string, source: string, javascript: string][]} */
const HAZARDS = [
  ['a bracket after a cast', 'a = b as C\n;(d as E).f\n', 'a = b\n;(d).f\n'],
  ['a line that reads on', 'a = b as C\ntype D = E\n(<F>g).h', 'a = b;\n(g).h'],
  ['a field named as a keyword', 'class A {\n  get: B\n  c() {}\n}', 'class A {\n  get;\n  c() {}\n}'],
  ['a computed member', 'class A {\n  a = 1\n  private ["b"] = 2\n}', 'class A {\n  a = 1;\n  ["b"] = 2\n}'],
  ['an object asserted as an arrow\'s body', 'const f = () => <A>{ b: 1 }', 'const f = () => ({ b: 1 })'],
  ['an object asserted as a statement', '<A>{}.b', '({}.b)'],
  ['a line end before an arrow', 'const f = (a) // b\n  : A => a', 'const f = (a) => a'],
  ['a type over several lines', 'const f = (a: A): {\n  b: B\n} => a', 'const f = (a) => a'],
  ['a line end after return', 'function f() { return <A>\n  b }', 'function f() { return b }'],
  ['words that would grow together', 'for (const a of<A>b);', 'for (const a of b);'],
  ['operators that would grow together', 'a = b as C\n/d/g', 'a = b\n/d/g'],
];

for (const [what, source, javascript] of HAZARDS) {
  test(`guarded: ${what}`, () => assert.equal(erasedFrom(source).text, javascript));
}

/** @type {[what: string, source: string][]} */
const KEPT = [
  ['an import that nothing uses', 'import a from "a";\nb();'],
  ['a name that is passed on from another module', 'import { A } from "a";\nexport { A };'],
  ['names that are types and values', 'import { A } from "a";\nnew A();'],
  ['React where there are elements', 'import React from "react";\n<a/>;'],
  ['decorators', '@a class B { @c d = 1 }'],
  ['comments and layout', '/* a */ let   b = 1 // c\n\n\n;'],
];

for (const [what, source] of KEPT) {
  test(`left alone: ${what}`, () => assert.equal(erasedFrom(source, 'tsx').text, source));
}

const SOURCES = [...ERASED, ...SPELT_OUT, ...HAZARDS].map(([, source]) => source);

test('JavaScript comes out as it went in', () => {
  const folder = new URL('../node_modules/test262-parser-tests/pass/', import.meta.url);
  let erased = 0;
  for (const name of readdirSync(folder)) {
    const source = readFileSync(new URL(name, folder), 'utf8');
    const language = name.endsWith('.module.js') ? 'js' : 'ts';
    let read;
    try {
      read = erasedFrom(source, language);
    } catch {
      continue; // A script of the looser kind is not TypeScript.
    }
    assert.equal(read.text, source, name);
    erased += 1;
  }
  assert.ok(erased > 1500, `${erased} programs were read`);
});

test('the text parses as JavaScript, whatever follows whatever', () => {
  const inner = SOURCES.filter((source) => !/^(?:im|ex)port\b/m.test(source));
  const pieces = fc.array(fc.constantFrom(...inner), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(pieces, fc.constantFrom('\n', '\n\n', ' ;\n'), (chosen, between) => {
      const source = chosen.map((piece) => `{${piece}}`).join(between);
      const read = parseSync('', source, { lang: 'ts', preserveParens: true });
      fc.pre(read.errors.length === 0);
      const { text } = eraseTypes(source, /** @type {any} */ (read.program), read.comments);
      assert.deepEqual(parseSync('', text, { lang: 'jsx' }).errors, [], text);
    }),
  );
});

test('every identifier that is left is where the map says', () => {
  for (const source of SOURCES) {
    const { program, text, offsetOf } = erasedFrom(source);
    let left = 0;
    visit(program, ({ type, name, start }) => {
      if (type !== 'Identifier' || offsetOf(start) < 0) return;
      left += 1;
      assert.ok(text.startsWith(name, offsetOf(start)), `${name} in ${text}`);
    });
    assert.ok(left > 0 || !/\w/.test(text), text);
  }
});

test('what is left of a stretch is found', () => {
  const source = 'const f = <A>(a: A): B => a as C;';
  const { text, spanOf } = erasedFrom(source);
  const { start, end } = spanOf(source.indexOf('<'), source.indexOf(';'));
  assert.equal(text.slice(start, end), '(a) => a');
});

test('TypeScript makes the same program of it', () => {
  for (const [what, source] of [...ERASED, ...HAZARDS]) {
    assert.equal(shapeOf(erasedFrom(source).text), shapeOf(transpiled(source)), what);
  }
});

/** @type {[source: string, value: string][]} */
const RUN = [
  ['enum A { B, C = 4, D, E = "e", F = C | D, G = (1 << 3), H = -C, I = `${E}!`, J = "a".length, K = J }', 'A'],
  ['enum A { B = 1 } enum A { C = B + 1, "d e" = 7 }', 'A'],
  ['namespace A.B { export const c = 1; export function d() { return c; } } namespace A { export enum E { F } }',
    '[A.B.c, A.B.d(), A.E]'],
  ['class A { b() { return A.c; } } namespace A { export const [c, { d = 2 }] = [1, {}]; }', '[new A().b(), A.d]'],
  ['class A { x = 1 } class B extends A { constructor(public x: number, protected y = 3) { super(); } }', 'Object.entries(new B(2))'],
];

for (const [source, value] of RUN) {
  test(`what is spelt out does the same as TypeScript's: ${source}`, () => {
    const run = (/** @type {string} */ text) => new Function(`${text}\nreturn ${value};`)();
    assert.deepEqual(run(erasedFrom(source).text), run(transpiled(source)));
  });
}

/** @param {string} source */
function transpiled(source) {
  const { ScriptTarget, ModuleKind, transpileModule } = typescript;
  const compilerOptions = { target: ScriptTarget.ESNext, module: ModuleKind.ESNext };
  return transpileModule(source, { compilerOptions }).outputText;
}

/**
 * @param {string} text
 * @returns {string} the program's tree, without places, parentheses and empty statements
 */
function shapeOf(text) {
  const { program } = parseSync('', text, { lang: 'jsx', preserveParens: false });
  return JSON.stringify(program.body, (key, value) => {
    if (['start', 'end', 'raw'].includes(key)) return undefined;
    if (!Array.isArray(value)) return value;
    return value.filter((each) => each?.type !== 'EmptyStatement' && !(each?.specifiers?.length === 0));
  });
}
