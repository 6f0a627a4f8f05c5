// @ts-check
/** What every option of a style means. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { CANONICAL, PLAIN } from '../../render/styles.mjs';
import { printedIn } from './trees.mjs';

/** @typedef {import('../../types.js').Style} Style */

/** @type {[option: Partial<Style>, source: string, printed: string][]} */
const OPTIONS = [
  [{ indent: '\t' }, 'if (a) { b(); }', 'if (a) {\n\tb();\n}'],
  [{ indent: '    ' }, 'f(() => { a(); });', 'f(() => {\n    a();\n});'],
  [{ quotes: 'single' }, 'a("b", "c\'d", "e\\n", `f`);', 'a(\'b\', "c\'d", "e\\n", `f`);'],
  [{ quotes: 'double' }, '"use strict"; a(\'b\', \'c"d\');', '"use strict";\na("b", \'c"d\');'],
  [{ quotes: 'keep' }, 'a("b", \'c\');', 'a("b", \'c\');'],
  [{ semicolons: false }, 'a(); (b, c)(); let d; [e] = f; g();', 'a();\n(b, c)()\nlet d;\n[e] = f\ng()'],
  [{ braces: 'always' }, 'if (a) b(); else if (c) d(); for (;;) e(); f: g();', 'if (a) {\n  b();\n} else if (c) {\n  d();\n}\nfor (;;) {\n  e();\n}\nf: {\n  g();\n}'],
  [{ braces: 'when-needed' }, 'if (a) { b(); } else { c(); d(); } while (e) { let f; }', 'if (a)\n  b();\nelse {\n  c();\n  d();\n}\nwhile (e) {\n  let f;\n}'],
  [{ braces: 'when-needed' }, 'if (a) { if (b) c(); } else d(); do { e(); } while (f)', 'if (a) {\n  if (b)\n    c();\n} else\n  d();\ndo\n  e();\nwhile (f);'],
  [{ braces: 'keep' }, 'if (a) b(); if (a) { b(); }', 'if (a)\n  b();\nif (a) {\n  b();\n}'],
  [{ spaces: 'tight' }, 'if (a + b) { c = (d, e) => [d, e]; }', 'if(a+b){\n  c=(d,e)=>[d,e];\n}'],
  [{ spaces: 'tight' }, 'a = !b && -c - -d + +e / /f/; typeof (g); return_ in h;', 'a=!b&&-c- -d+ +e/ /f/;\ntypeof g;\nreturn_ in h;'],
  [{ spaces: 'tight' }, 'a ? .5 : b; for (const c of [d]) e(); let [f] = g;', 'a? .5:b;\nfor(const c of [d])\n  e();\nlet[f]=g;'],
  [{ spacedBraces: false }, 'a({ b, c: { d } });', 'a({b, c: {d}});'],
  [{ spacedBraces: true }, 'import {a} from "b"; const {c} = d;', 'import { a } from "b";\nconst { c } = d;'],
  [{ trailingCommas: true, maxWidth: 20 }, 'f({ first: 1, second: 2 }); g(first, second, third);', 'f({\n  first: 1,\n  second: 2,\n});\ng(\n  first,\n  second,\n  third,\n);'],
  [{ trailingCommas: true, maxWidth: 20 }, 'function f(first, second, ...rest) {}', 'function f(\n  first,\n  second,\n  ...rest\n) {}'],
  [{ trailingCommas: true, maxWidth: 20 }, 'a = [first, second, , ];', 'a = [first, second, ,];'],
  [{ arrowParens: 'avoid' }, 'a = (b) => c; d = async (e) => f; g = (h = 1) => i; j = (...k) => l;', 'a = b => c;\nd = async e => f;\ng = (h = 1) => i;\nj = (...k) => l;'],
  [{ arrowParens: 'always' }, 'a = b => c;', 'a = (b) => c;'],
  [{ quoteProps: 'always' }, 'a = { b: 1, "c-d": 2, 3: 4, [e]: 5, f, g() {} };', 'a = { "b": 1, "c-d": 2, 3: 4, [e]: 5, f, "g"() {} };'],
  [{ quoteProps: 'as-needed' }, 'a = { "b": 1, "c-d": 2, "3": 4, "__proto__": null };', 'a = { b: 1, "c-d": 2, "3": 4, __proto__: null };'],
  [{ quoteProps: 'keep' }, 'a = { "b": 1, c: 2 };', 'a = { "b": 1, c: 2 };'],
  [{ blankLines: 1 }, 'a(); function b() { c(); d(); } e();', 'a();\n\nfunction b() {\n  c();\n  d();\n}\n\ne();'],
  [{ maxWidth: 30 }, 'call(something, { first: 1 }, another, third);', 'call(\n  something,\n  { first: 1 },\n  another,\n  third\n);'],
  [{ maxWidth: 30 }, 'f(function () { something.long(); another(); }, b);', 'f(function () {\n  something.long();\n  another();\n}, b);'],
  [{ elseOnNewLine: true }, 'if (a) { b(); } else { c(); } try { d(); } catch { e(); }', 'if (a) {\n  b();\n}\nelse {\n  c();\n}\ntry {\n  d();\n}\ncatch {\n  e();\n}'],
];

for (const [option, source, expected] of OPTIONS) {
  test(`${JSON.stringify(option)}: ${source}`, () => assert.equal(printedIn(source, { ...PLAIN, ...option }), expected));
}

/** @type {[source: string, printed: string, language?: string][]} */
const PRINTED = [
  ['#!/usr/bin/env node\n"use strict"\na', "#!/usr/bin/env node\n'use strict';\na;"],
  ['switch(a){case 1:b();default:{c()}}', 'switch (a) {\n  case 1:\n    b();\n  default:\n    {\n      c();\n    }\n}'],
  ['var a=1,b,c=function(){}', 'var a = 1,\n  b,\n  c = function () {};'],
  ['class A extends B{static #c=1;static{d()}async*[e](){}get f(){return 1}}',
    'class A extends B {\n  static #c = 1;\n  static {\n    d();\n  }\n  async *[e]() {}\n  get f() {\n    return 1;\n  }\n}'],
  ['(function(){})();(()=>{})();!function(){}()', '(function () {})();\n(() => {})();\n!function () {}();'],
  ['const a=<b c="d"  e={f}>g  {h}</b>', 'const a = <b c="d" e={f}>g  {h}</b>;'],
  ['const a=<T,>(b:T)=>b as any', 'const a = <T,>(b:T) => b as any;', 'tsx'],
  ['@a class B{@c() d!:E;constructor(private f:G){super()}}', '@a\nclass B {\n  @c() d!:E;\n  constructor(private f:G) {\n    super();\n  }\n}', 'ts'],
  ['@a @b() export class C{}', '@a\n@b()\nexport class C {}', 'ts'],
  ['import{a as b,default as c}from"d"\nexport*as e from"f"', "import { a as b, default as c } from 'd';\nexport * as e from 'f';"],
  ['a=(b,c);for(var d=("e"in f);;){}', "a = (b, c);\nfor (var d = ('e' in f);;) {}"],
];

for (const [source, expected, language] of PRINTED) {
  test(`in the canonical style: ${source}`, () => assert.equal(printedIn(source, CANONICAL, language), expected));
}
