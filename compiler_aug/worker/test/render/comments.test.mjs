// @ts-check
/** No comment is lost where a program is printed in a style, and none stays that is to go. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Draft } from '../../draft.mjs';
import { readProgram, rereadUnit } from '../../program.mjs';
import { randomFrom } from '../../random.mjs';
import { render } from '../../render/render.mjs';
import { CANONICAL, drawnStyle } from '../../render/styles.mjs';
import { essence, printedIn, reprinted, wordsOf } from './trees.mjs';

/** @typedef {import('../../types.js').Language} Language */

/** With comments wherever they may stand. @type {[what: string, language: Language, source: string][]} */
const COMMENTED = [
  ['functions and directives', 'jsx', `#!/usr/bin/env node
// top
/** doc
 * of f
 */
'use strict'; // directive
/* before */ 'use asm'; /* after */
function f(/* none */) { /* empty */ }
function g(a /* first */, /* second */ b = /* default */ 1, // third
  ...c /* rest */) /* body */ { // open
  // above
  return /* value */ a; // beside
  // below
}
// end`],
  ['objects, arrays, arguments and patterns', 'jsx', `const o = { // open
  // above a
  a: 1, // beside a
  /* before b */ b: /* value */ 2 /* behind b */,
  c, /* lone */
  // last
};
const p = { /* empty */ }, q = [ // open
  1, // one
  /* two */ 2,
  // last
], r = [/* empty */], s = { m() { /* inside */ }, /* m2 */ get /* key */ x() { return 1; } };
f(/* none */); f(a, /* b */ b, // c
  c /* behind */
); new A(/* none */); new A /* nothing */;
const { /* a */ a, b: /* c */ c = 1 /* d */ } = o, [/* x */ x, , /* y */ ...y] = q;`],
  ['statements', 'jsx', `if (/* test */ a) /* then */ b(); /* between */ else /* otherwise */ c(); // end
if (a) { /* empty */ } else { // open
  b(); /* beside */
  // last
}
if (a) // one
  b();
// above else
else // two
  c();
for (/* init */ let i = 0; /* test */ i < 1; /* update */ i++ /* end */) /* body */ ;
for (const /* k */ k /* of */ of /* list */ list /* end */) { }
for (;;) { // forever
  break; // out
}
while (/* w */ a) // why
  b();
do /* d */ { } /* e */ while /* f */ (a) /* g */;
label: /* l */ for (;;) continue /* where */ label;
switch (/* on */ a) { // open
  // above case
  case /* one */ 1: // beside case
    // above b
    b(); // beside b
    // below b
  case 2: /* empty */
  // above default
  default: /* d */
    // lone
}
switch (a) { /* nothing */ }
try { /* t */ } catch /* c */ (/* e */ e) { // open
} finally /* f */ { /* g */ }
throw /* what */ a;
; // empty
{ /* block */ }
{ // line
}`],
  ['classes', 'jsx', `class /* name */ A /* extends */ extends /* parent */ B /* body */ { // open
  // above x
  x = /* one */ 1; // beside x
  static /* s */ y /* z */; /* behind */
  /** doc */
  m(/* p */) /* q */ { /* r */ }
  /* before */ get /* g */ z() { return 1; } // beside z
  static { /* block */ }
  [/* computed */ a] = 1;
  // last
}
class C { /* empty */ }
const D = class { // only
};`],
  ['expressions', 'jsx', `const a = /* one */ b /* two */ + /* three */ c, // four
  d = (/* five */ e /* six */), // seven
  f = /* eight */ g /* nine */ ? /* ten */ h : /* eleven */ i;
const t = \`a\${/* in */ b /* out */}c\`, u = tag /* t */ \`x\`;
const v = /* fn */ (/* p */ x /* q */) /* r */ => /* s */ x /* t */, w = async /* u */ (x) => { /* v */ };
a /* m */ . /* n */ b /* o */ [/* p */ c] /* q */ (/* r */) /* s */ ?. /* t */ d;
a /* x */ = /* y */ b, /* z */ c;
- /* neg */ a; typeof /* ty */ a; /* pre */ a /* post */ ++; (/* seq */ a, /* seq2 */ b);
return_(/* r */); await_ /* x */; function* y() { yield /* y */ a; yield /* none */; }
(/* iife */ function () { /* i */ } /* j */)(/* k */); // l
(() => { // arrow
  a(); // m
})(); // n
chain() // first
  .then(a) // second
  // third
  .then(b); // fourth`],
  ['modules', 'jsx', `import /* d */ a, { /* b */ b as /* c */ c, // e
  d } from /* f */ 'x' /* g */; // h
import /* all */ * as /* n */ y from 'y';
import /* bare */ 'z';
export /* e */ { /* b */ b, // one
  c as /* two */ e }; // three
export /* def */ default /* fn */ function /* n */ () { /* body */ }
export /* con */ const /* v */ f = 1; // w
export /* star */ * from /* s */ 's'; // t
// end`],
  ['elements', 'jsx', `const A = () => ( // open
  <div /* attr */ a="1" // line
    b={/* value */ 1 /* behind */} {.../* spread */ c}>
    {/* lone */}
    text /* not a comment */ // neither
    {a /* in */}
    {// line
      b}
    {/* one */ /* two */}
    <b /* close */ /> {c && /* d */ <i /* e */></i /* f */>}
  </div> // end
); // after`],
  ['types', 'ts', `interface A { // open
  // above
  a: /* type */ string; // beside
  /* before */ b?: number; /* behind */
  // last
}
type B = /* one */ | /* two */ 'a' // three
  | /* four */ 'b'; // five
enum C { // open
  /* a */ A /* b */ = /* c */ 1, // d
  // last
}
function f<T /* t */>(/* a */ a: /* s */ string /* b */): /* r */ void /* c */ { /* d */ }
declare /* d */ function g(/* h */): void; // i
namespace /* n */ N /* m */ { // o
  // p
  export /* q */ const /* r */ x: /* s */ T = /* t */ 1; // u
}
abstract /* a */ class D<T> /* b */ implements /* c */ A { // d
  private /* e */ readonly /* f */ g: /* h */ string /* i */ = /* j */ 'k'; // l
  abstract /* m */ n(/* o */): void; // p
  [/* q */ key: string]: /* r */ any; // s
  constructor(/* t */ private /* u */ v: string /* w */) { /* x */ super(); } // y
  // z
}
const x = /* a */ y /* b */ as /* c */ T /* d */, z = /* e */ y! /* f */, w = </* g */ T> /* h */ y; // i
@/* a */ dec /* b */ (/* c */) /* d */ class E { @e /* f */ g /* h */; }
@a // one
@b // two
export /* three */ class F { @a // four
  b() {} }
import /* i */ x2 = /* j */ require(/* k */ 'l'); // m
export {}; // o`],
  ['lines', 'jsx', `/* a */ /* b */ f(); /* c */ /* d */ // e
/* f */

// g

g(); /* h */ h(); // i
/* multi
   line */ i(); /* multi
 * star */
function j() {
  /* only */
}
/* eof */`],
];

const STYLES = [CANONICAL, ...Array.from({ length: 11 }, (_, seed) => drawnStyle(randomFrom(`comments ${seed}`)))];

for (const [what, language, source] of COMMENTED) {
  test(`in every style the comments of ${what} stay`, () => {
    const unit = readProgram(source, language, 'program');
    for (const style of STYLES) {
      const { text, again } = reprinted(unit, style);
      assert.equal(essence(again.program), essence(unit.program), text);
      assert.deepEqual(wordsOf(again.comments), wordsOf(unit.comments), text);
      assert.equal(printedIn(text, style, language), text);
    }
  });

  test(`those of ${what} may go, each alone or all`, () => {
    const unit = readProgram(source, language, 'program');
    const comments = unit.comments.filter(({ start }) => start > 0 || !source.startsWith('#!'));
    for (const gone of [...comments.map((each) => [each]), comments]) {
      for (const style of [null, CANONICAL, STYLES[1]]) {
        const draft = new Draft(unit);
        for (const comment of gone) draft.dropComment(comment);
        if (style) draft.printIn(style);
        const text = render(draft);
        const again = rereadUnit(text, unit);
        assert.equal(essence(again.program), essence(unit.program), text);
        assert.deepEqual(wordsOf(again.comments), wordsOf(unit.comments.filter((each) => !gone.includes(each))), text);
      }
    }
  });
}

/** @type {[source: string, printed: string][]} */
const PLACES = [
  ['// a\n\n\n/* b */ f(); /* c */ // d\n// e', '// a\n/* b */\nf(); /* c */ // d\n// e'],
  ['{\n  /* a\n    b\n  */\n  f(); }', '{\n  /* a\n    b\n  */\n  f();\n}'],
  ['function f() { /* a */ }', 'function f() {\n  /* a */\n}'],
  ['if (a) { // b\nc()\n}', 'if (a) {\n  // b\n  c();\n}'],
  ['    /**\n     * a\n     */\n    f();', '/**\n * a\n */\nf();'],
  ['{\n/*\n * a\n */\nf(); }', '{\n  /*\n   * a\n   */\n  f();\n}'],
  ['x = { a, // b\n /* c */ d }', 'x = {\n  a, // b\n  /* c */\n  d\n};'],
  ['f(a /* b */ ,c)', 'f(a /* b */ ,c);'],
  ['switch (a) {\n// b\ncase 1: // c\nd() }', 'switch (a) {\n  // b\n  case 1:\n    // c\n    d();\n}'],
  ['class A {\na; // b\n\n/** c */ d() {} }', 'class A {\n  a; // b\n  /** c */\n  d() {}\n}'],
];

for (const [source, expected] of PLACES) {
  test(`a comment stands with what it is about: ${JSON.stringify(source)}`, () => assert.equal(printedIn(source, CANONICAL), expected));
}
