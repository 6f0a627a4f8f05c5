// @ts-check
/** Where parentheses must stand, and where a line may end without a semicolon: everything beside everything. */
import test from 'node:test';
import * as build from '../../making/build.mjs';
import { Draft } from '../../draft.mjs';
import { readProgram } from '../../program.mjs';
import { PLAIN } from '../../render/styles.mjs';
import { fieldsOf, withoutParentheses } from '../../tree.mjs';
import { assertTold } from './trees.mjs';

/** @typedef {import('../../types.js').Node} Node */
/** @typedef {import('../../types.js').Style} Style */

const EXPRESSIONS = [
  'a', '1', '1.5', '1n', '-1', '"s"', '/r/', '`t${a}`', 'this', '(a, b)', 'a = b', '[a] = b', '({ a } = b)', 'a ? b : c', 'a || b',
  'a && b', 'a ?? b', 'a | b', 'a == b', 'a < b', 'a > b', 'a in b', 'a instanceof b', 'a << b', 'a + b', 'a - b', 'a * b', 'a ** b',
  '-a', '+a', '!a', '!--a', '~a', 'typeof a', 'void a', 'delete a.b', 'await a', '++a', '--a', 'a++', 'a--', 'a.b', 'a[b]', 'a?.b', 'a?.[b]',
  'a?.(b)', 'a?.b.c', 'a()', 'a.b()', 'a?.b()', 'a.b.c(d)[e]', 'new a', 'new a()', 'new a.b', 'new a().b', 'new (a())', 'import("a")',
  'a`b`', 'new a`b`', '() => a', 'async () => a', '() => { }', 'a => a', 'a => a in b', '() => { return a in b }', 'function () { }',
  'async function () { }', 'class { }', 'class extends b { }', '({ })', '({ a }).b', '[a]', '[a].b', '"s".b', '/r/.b', '(() => a)()',
  '(function () { })()', '(a?.b).c', '(a, b).c', 'async', 'let_', 'import.meta.b',
];

const PLACES = [
  '@;', '@, b;', 'a, @;', 'x = @;', 'x = y = @;', '@ ? a : b;', 'a ? @ : b;', 'a ? b : @;', '@ || a;', 'a || @;', '@ && a;', 'a && @;', '@ ?? a;',
  'a ?? @;', '@ < a;', 'a < @;', '@ > a;', 'a > @;', '@ in a;', 'a in @;', '@ + a;', 'a + @;', '@ - a;', 'a - @;', '@ / a;', 'a / @;', '@ ** a;',
  'a ** @;', '-@;', '+@;', '!@;', 'typeof @;', '@.a;', '@[a];', 'a[@];', '@?.a;', '@?.[a];', '@?.(a);', '@?.a.b;', '(@?.a).b;', '(@?.a)();', '@(a);',
  'f(@);', 'f(@, b);', 'f(...@);', 'new @;', 'new @();', 'new (@.a)();', 'new (@(a))();', '@`a`;', '`${@}`;', '[@];', '[, ...@];', '({ a: @ });',
  '({ [@]: a });', '({ ...@ });', '() => @;', '(a = @) => a;', '({ a = @ }) => a;', 'async () => { await @; };', 'function* g() { yield @; }',
  'function* g() { yield* @; }', '(class extends @ { });', 'class A { a = @; }', 'class A { [@]() { } }', 'let [a = @] = b;', 'if (@) a;', 'do a; while (@);',
  'for (@; ;) a;', 'for (x = @; ;) a;', 'for (var x = @; ;) a;', 'for (var x = [@]; ;) a;', 'for (var x = f(@); ;) a;', 'for (var x = () => @; ;) a;',
  'for (var x = a[@]; ;) a;', 'for (var x = a ? @ : b; ;) a;', 'for (var x = !@; ;) a;', 'for (; @; @) a;', 'for (x in @) a;', 'for (x of @) a;',
  'for (a[@] in b) a;', 'for (a[@] of b) a;', 'switch (@) { }', 'switch (a) { case @: b }', 'throw @;', 'function f() { return @ }', 'export default @;',
  'import(@);', '@.a = b;', '@.a++;', 'delete @.a;', 'if (a) @; else b;', 'if (a) b; else @;', 'x: @;', '"use strict"; @;', '() => { @; };',
];

const TYPED_EXPRESSIONS = [
  'a as b', 'a satisfies b', 'a!', 'a!.b', 'a?.b!', 'a<b>', '<T>(x: T) => x', 'a as any as b', '(a as b).c', 'a<b>()', 'new a<b>()', 'a as b | c',
  'a as () => b', 'f((a < b), c > d)', 'a < b',
  'a > (b)', 'a > `b`', 'x || a < b', 'a > (b) || x', 'a = b', 'a ? b : c', '() => a', '-a', '(a, b)', 'await a', 'a in b', 'new a', '({ })', 'a?.b',
];

const TYPED_PLACES = [
  '@;', '@ as T;', '@ satisfies T;', '@!;', '@!.a;', '@<T>;', '(@ as T).a;', '<T>@;', 'f(a < b, (@ > (d)));', 'f(a < @, (b > (d)));', 'f((@ < b), (c > (d)));',
  '[(@ < b), c > d];', 'f(@, c > (d));', 'f(a < b, @);', 'f(x || @, (c > (d)) + 1);', 'f(a < b, @ || x);', '[@, c > `d`];',
  '(@, a > (b));', 'if (@) a;', 'a < (@ as T);', '@.a = b;', '@ + a;', 'a + @;', '@ < a;', '@ > (a);', '@ ** a;', '!@;', '@(a);', 'new @();', '@`a`;', '() => @;',
  'x = @;', '@ ? a : b;', 'for (var x = @; ;) a;', 'for (const x of @) a;', 'export default @;', '@(a)\nclass A { }', 'class A extends @ { }', 'enum E { A = @ }',
];

const ELEMENTS = ['<a />', '<></>', '<a>b</a>'];

const ELEMENT_PLACES = [
  '<a b={@}>{@}</a>;', '<a {...@} />;', '<a>{...@}</a>;', '@.a;', '@[a];', '@?.a;', '@();', '@`a`;', 'new @();', 'a < @;', '@ || a;', 'a ? @ : @;', '[@];', '() => @;',
  'function f() { return @ }', '-@;', 'class A extends @ { }', 'for (const x of @) a;', 'x = @;', '@;', 'export default @;',
];

/** As some pass may make it: nothing of it is in the source. @type {(node: Node) => Node} */
function made(node) {
  if (/^TS(?:Type|Any|Union|Function)/.test(node.type) && node.type !== 'TSTypeAssertion') return { ...node, parent: null, place: undefined };
  /** @type {Node} */
  const twin = { ...node, parent: null, place: undefined, origin: undefined, start: 0, end: 0 };
  for (const field of fieldsOf(node)) {
    const value = node[field];
    if (Array.isArray(value)) twin[field] = value.map((child) => child && made(child));
    else if (value) twin[field] = made(value);
  }
  return twin;
}

/** @type {(Style | null)[]} */
const STYLES = [null, { ...PLAIN, spaces: 'tight', arrowParens: 'avoid' }, { ...PLAIN, semicolons: false, maxWidth: 60 }];

/**
 * Put an expression in the place of another; in turns it is moved there or made anew, in this style or that.
 *
 * @param {string[]} expressions
 * @param {string[]} places
 * @param {string} language
 */
function assertAll(expressions, places, language) {
  let turn = 0;
  for (const expression of expressions) {
    for (const place of places) {
      // It would be another function's.
      if (expression.startsWith('await') && /=>|function|class/.test(place)) continue;
      const source = `x(${expression});\n${place.replaceAll('@', 'HERE')}`;
      const draft = new Draft(readProgram(source, language, 'program'));
      const [call] = draft.of('CallExpression').filter(({ callee }) => callee.name === 'x');
      const [argument] = call.arguments;
      const value = withoutParentheses(argument);
      const holes = draft.of('Identifier').filter(({ name }) => name === 'HERE');
      const isMoved = turn % 2 === 0 && holes.length === 1;
      if (isMoved) draft.replace(argument, build.literal(0));
      for (const hole of holes) draft.replace(hole, isMoved ? argument : made(value));
      const style = STYLES[turn % 3];
      if (style) draft.printIn(style);
      assertTold(draft, source);
      turn += 1;
    }
  }
}

test('an expression may stand in the place of any other', () => assertAll(EXPRESSIONS, PLACES, 'jsx'));

test('a typed expression may stand in the place of any other', () => assertAll([...EXPRESSIONS.slice(0, 20), ...TYPED_EXPRESSIONS], TYPED_PLACES, 'ts'));

test('an element may stand in the place of any expression', () => {
  assertAll(ELEMENTS, ELEMENT_PLACES, 'jsx');
  assertAll(EXPRESSIONS, ELEMENT_PLACES.slice(0, 3), 'jsx');
});
