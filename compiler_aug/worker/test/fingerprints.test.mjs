// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { eraseTypes } from '../erase/erase.mjs';
import { DETAILS, fingerprintsOf } from '../functions/fingerprints.mjs';
import { readProgram } from '../program.mjs';
import { CANONICAL } from '../render/styles.mjs';
import { visit } from '../tree.mjs';
import { always, variantOf } from './harness.mjs';
import { PROGRAMS } from './programs.mjs';
import { printedIn } from './render/trees.mjs';

/**
 * Fingerprints of all functions of a program, outer ones after those inside.
 *
 * @param {string} source
 * @param {string} language
 */
const printsOf = (source, language = 'ts') =>
  [...fingerprintsOf(readProgram(source, language, 'program').program).values()];

/**
 * Those of the outermost function.
 *
 * @param {string} source
 * @param {string} [language]
 */
function printOf(source, language) {
  const last = printsOf(source, language).at(-1);
  assert.ok(last, `no function in ${source}`);
  return last;
}

/** @type {[what: string, left: string, right: string][]} */
const SAME_BODY = [
  ['own name', 'function add(a) { return a; }', 'function sum(a) { return a; }'],
  ['a declaration and an expression', 'function f(a) { g(a); }', 'const f = function (a) { g(a); };'],
  ['a method and a function', 'x = { f(a) { g(a); } }', 'function f(a) { g(a); }'],
  ['a getter and a function', 'class A { static get f() { return 1; } }', 'function f() { return 1; }'],
  ['layout and comments', 'function f(a){return/* it */a}', 'function f(\n  a, // first\n) {\n  return a;\n}'],
  ['semicolons', 'function f() { a(); ; b(); }', 'function f() { a()\nb() }'],
  ['parentheses', 'f = (a) => ((a) + (b * c))', 'f = a => a + b * c'],
  ['quotes', `f = () => g('"', "a")`, 'f = () => g("\\"", \'a\')'],
  ['the spelling of numbers', 'f = () => g(0x10, 1_000, .5)', 'f = () => g(16, 1000, 0.50)'],
  ['quotes of keys', "f = () => ({ 'a': 1, 2: b })", 'f = () => ({ a: 1, "2": b })'],
  ['a shorthand', 'f = (a) => ({ a })', 'f = (a) => ({ a: a })'],
  ['annotations', 'function f<T>(this: A, a?: T[], ...b: C): a is D { let x: T = a!; }',
    'function f(a, ...b) { let x = a; }'],
  ['casts', 'f = (a) => (<any>a as B satisfies C)(d<e>)', 'f = (a) => a(d)'],
  ['types of a class', 'f = () => class<T> extends A<T> implements B { private x?: T; declare y; abstract z(): T; [k: string]: T; q(): T; q() {} }',
    'f = () => class extends A { x; q() {} }'],
  ['statements for the type checker', 'function f() { type A = B; interface C {} declare const d: A; function g(): A; function g() {} }',
    'function f() { function g() {} }'],
  ['parameter properties', 'class A extends B { constructor(private a: C, readonly b = 1) { "x"; super(); d(); } }',
    'class A extends B { constructor(a, b = 1) { "x"; super(); this.a = a; this.b = b; d(); } }'],
];

for (const [what, left, right] of SAME_BODY) {
  test(`the body is the same whatever ${what}`, () => {
    assert.deepEqual(printOf(left), printOf(right));
  });
}

test('layout and comments between elements do not count', () => {
  const tight = 'f = () => <p a={1}>two words <b>{c}</b></p>';
  const wide = 'f = () => (\n  <p\n    a={1}\n  >\n    two words <b>\n      {/* what */}\n      {c}\n    </b>\n  </p>\n)';
  assert.deepEqual(printOf(tight, 'jsx'), printOf(wide, 'jsx'));
});

/** @type {[what: string, left: string, right: string][]} */
const SAME_STRUCTURE = [
  ['names', 'function f(a) { return g(a.b, c); }', 'function f(b) { return a(b.c, b); }'],
  ['texts', 'f = () => g("a", `b${c}d`)', 'f = () => g("", `e${c}`)'],
  ['numbers', 'f = () => [1, 2n, /a/]', 'f = () => [3, 4n, /b+/g]'],
  ['keys', 'f = () => ({ a: 1, b() {}, "c-d": 2 })', 'f = () => ({ e: 1, f() {}, g: 2 })'],
  ['names inside', 'f = () => { function g() {} class A { #b() {} } }', 'f = () => { function h() {} class C { d() {} } }'],
  ['labels', 'function f() { a: for (;;) break a; }', 'function f() { b: for (;;) break b; }'],
];

for (const [what, left, right] of SAME_STRUCTURE) {
  test(`the structure is the same, and not the body, whatever the ${what}`, () => {
    assert.equal(printOf(left).structure, printOf(right).structure);
    assert.notEqual(printOf(left).body, printOf(right).body);
  });
}

/** @type {[what: string, left: string, right: string][]} */
const DIFFERENT = [
  ['operators', 'f = (a) => a + b', 'f = (a) => a - b'],
  ['assignments', 'function f(a) { a = 1 }', 'function f(a) { a += 1 }'],
  ['prefixes', 'f = (a) => ++a', 'f = (a) => a++'],
  ['grouping', 'f = (a) => (a + b) * c', 'f = (a) => a + b * c'],
  ['arrows and functions', 'f = (a) => { g(a); }', 'f = function (a) { g(a); }'],
  ['async functions', 'function f() {}', 'async function f() {}'],
  ['generators', 'function f() {}', 'function* f() {}'],
  ['kinds of variables', 'function f() { var a; }', 'function f() { let a; }'],
  ['optional chains', 'f = (a) => a.b', 'f = (a) => a?.b'],
  ['ends of chains', 'f = (a) => (a?.b).c', 'f = (a) => a?.b.c'],
  ['delegating', 'function* f() { yield a; }', 'function* f() { yield* a; }'],
  ['computed members', 'f = (a) => a[b]', 'f = (a) => a.b'],
  ['computed keys', 'f = (a) => ({ [b]: 1 })', 'f = (a) => ({ b: 1 })'],
  ['getters and methods inside', 'f = () => ({ get a() {} })', 'f = () => ({ a() {} })'],
  ['static members', 'f = () => class { static a() {} }', 'f = () => class { a() {} }'],
  ['holes', 'f = () => [a, , b]', 'f = () => [a, b]'],
  ['branches', 'function f(a) { if (a) b(); else c(); }', 'function f(a) { if (a) b(); c(); }'],
  ['parts of a loop', 'function f() { for (a;;) {} }', 'function f() { for (;a;) {} }'],
  ['awaited loops', 'async function f() { for (a of b) {} }', 'async function f() { for await (a of b) {} }'],
  ['directives', 'function f() { "use strict"; }', 'function f() { ("use strict"); }'],
  ['kinds of literals', 'f = () => 1', 'f = () => "1"'],
  ['rest and spread', 'f = (a) => a', 'f = (...a) => a'],
  ['functions inside', 'f = () => () => 1', 'f = () => () => a + b'],
  ['meta properties', 'function f() { new.target; }', 'function f() { a.b; }'],
];

for (const [what, left, right] of DIFFERENT) {
  test(`body and structure tell ${what} apart`, () => {
    assert.notEqual(printOf(left).structure, printOf(right).structure);
    assert.notEqual(printOf(left).body, printOf(right).body);
  });
}

test('a private name is not a public one', () => {
  const [left, right] = ['#a', 'a'].map((name) => printOf(`f = () => class { ${name}() {} }`));
  assert.notEqual(left.body, right.body);
});

test('where one text ends and the next begins counts', () => {
  // Made of what the hashed text itself is made of.
  const unit = fc.constantFrom('a', ' string ', '"', '\\', ' ]', '\ud83d');
  const argument = fc.array(unit, { maxLength: 3 }).map((units) => units.join(''));
  const print = (/** @type {string[]} */ texts) =>
    printOf(`f = () => g(${texts.map((text) => JSON.stringify(text)).join(', ')})`).body;
  fc.assert(fc.property(fc.array(argument), fc.array(argument), (left, right) => {
    assert.equal(print(left) === print(right), JSON.stringify(left) === JSON.stringify(right));
  }), { examples: [[['a', 'b'], ['a string b']]] });
});

test('the fingerprints of a function are fixed for ever', () => {
  assert.deepEqual(printOf('function add(a, b = 1) { return a + b; }'), {
    body: '12323a9b2822386b', structure: 'ecf64094cfb03761',
  });
});

test('printing a program changes no fingerprint', () => {
  let compared = 0;
  for (const { file, source } of PROGRAMS) {
    const prints = printsOf(source, 'jsx');
    assert.deepEqual(printsOf(printedIn(source, CANONICAL), 'jsx'), prints, file);
    compared += prints.length;
  }
  assert.ok(compared > 500, `only ${compared} functions compared`);
});

test('renaming variables changes no structure', () => {
  let changed = 0;
  for (const { file, source } of PROGRAMS) {
    const { text } = variantOf(source, always('rename-variables'), file, 'jsx', 'program');
    const [before, after] = [source, text].map((each) => printsOf(each, 'jsx'));
    assert.deepEqual(after.map((each) => each.structure), before.map((each) => each.structure), file);
    changed += Number(before.some(({ body }, index) => body !== after[index].body));
  }
  assert.ok(changed > 50, `only ${changed} programs with another body`);
});

test('erased types change no fingerprint', () => {
  for (const [, ...sources] of SAME_BODY) {
    for (const source of sources) {
      const { program, comments } = readProgram(source, 'ts', 'program');
      const { text } = eraseTypes(source, program, comments);
      assert.deepEqual(printsOf(text, 'jsx').at(-1), printOf(source), text);
    }
  }
});

/** What oxc says of a node and no fingerprint tells, but for names and literals: places and spelling. */
const IGNORED = new Set([
  'type', 'start', 'end', 'raw', 'name', 'value', 'bigint', 'shorthand', 'expression', 'sourceType', 'directive',
]);

test('whatever oxc says of a node counts or is known not to', () => {
  const unknown = new Set();
  for (const { source } of PROGRAMS) {
    visit(readProgram(source, 'jsx', 'program').program, (node) => {
      for (const [field, value] of Object.entries(node)) {
        const counts = typeof value === 'object' || DETAILS[node.type]?.includes(field) || IGNORED.has(field);
        if (!counts) unknown.add(`${node.type}.${field}`);
      }
    });
  }
  assert.deepEqual([...unknown], ['UnaryExpression.prefix', 'TemplateElement.tail']);
});
