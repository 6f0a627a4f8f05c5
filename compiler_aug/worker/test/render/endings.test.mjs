// @ts-check
/** Statements beside each other without semicolons, and where only one can stand. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Draft } from '../../draft.mjs';
import { readProgram } from '../../program.mjs';
import { render } from '../../render/render.mjs';
import { PLAIN } from '../../render/styles.mjs';
import { assertTold, essence, printedIn, reprinted } from './trees.mjs';

/** @typedef {import('../../types.js').Style} Style */

/** They end with what may go on. */
const ENDS = [
  'a;', 'a++;', 'a.b;', 'f();', 'a = function () {};', 'a = () => {};', 'a = () => [];', 'a = class {};', 'a = `b`;', 'a = /b/;', 'a = /b/g;',
  'let a;', 'var a;', 'var a = b;', 'const a = {};', 'async;', 'let_;', 'of;', 'get;', 'type;', 'a = async;', 'a = b.async;', 'do ; while (a);', 'do a; while (b)',
  'throw a;', 'debugger;', 'if (a) b;', 'if (a) ; else b;', 'for (;;) break;', 'while (a) continue;', 'x: break x;', '"use strict";', 'a ? b : c;', 'new a;',
  'function f() { return; }', 'function* g() { yield\na; yield; b }', 'class A {}', '{ a }', ';', 'import("a");', 'import.meta;', 'export default a;',
  'export default class {}', 'export { a };', 'import "a";', 'export * from "a";', 'class A { a; get; static; b() {} [c]; "d"; e = 1; *f() {} }', '<a />;',
];

/** They begin with what may be a part of what stands before. */
const STARTS = [
  '(a);', '(a, b);', '[a];', '[a] = b;', '`a`;', '+a;', '-a;', '++a;', '--a;', '/a/;', '/a/.b;', '(function () {})();', '(() => {})();', '({}).a;', '({ a } = b);',
  'async () => {};', 'async (a);', 'of;', 'in_;', 'function f() {}', 'class A {}', 'async function g() {}', 'let a;', 'let [b] = c;', 'let { d } = e;', '"a";', '{ a }',
  ';', 'a;', 'while (a) ;', 'if (a) ;', 'x: a;', '<a />;', '<></>;', 'get;', 'typeof a;', '!a;', 'import.meta.a;', 'import("a");', 'new a;', 'this;',
];

/** @type {Style[]} */
const OPEN = [
  { ...PLAIN, semicolons: false },
  { ...PLAIN, semicolons: false, spaces: 'tight', braces: 'when-needed', maxWidth: 60, blankLines: 1, elseOnNewLine: true },
];

/**
 * @param {string} first
 * @param {string} second
 * @returns {import('../../types.js').Unit | null} null where the two can't stand together
 */
function pair(first, second) {
  for (const source of [`${first}\n${second}`, `{ ${first}\n${second} }`]) {
    try {
      return readProgram(source, 'jsx', 'program');
    } catch {
      // A name is declared twice, or an import stands in a block.
    }
  }
  return null;
}

test('a semicolon is left out only where a line break does', () => {
  let pairs = 0;
  for (const first of ENDS) {
    for (const second of STARTS) {
      const unit = pair(first, second);
      if (!unit) continue;
      pairs += 1;
      const style = OPEN[pairs % 2];
      const { text, again } = reprinted(unit, style);
      assert.equal(essence(again.program), essence(unit.program), text);
      assert.equal(printedIn(text, style), text);
    }
  }
  assert.ok(pairs > 0.9 * ENDS.length * STARTS.length, `only ${pairs} pairs`);
});

test('most semicolons are left out where the style has none', () => {
  const source = 'a();\nlet b = c;\nfunction f() {\n  return b;\n}\nif (b) {\n  throw c;\n}\nfor (;;) {\n  break;\n}';
  assert.equal(printedIn(source, OPEN[0]), source.replaceAll(/;$/gm, ''));
});

test('members of types keep their semicolons', () => {
  const source = 'type A = B;\ninterface C { a: D; }\ndeclare const e: F;\nabstract class G {\n  abstract h(): void;\n  i: J;\n}';
  assert.equal(printedIn(source, OPEN[0], 'ts'), source.replace('F;', 'F'));
});

const STATEMENTS = [
  'a;', ';', '{ a; }', '{ }', 'var a;', 'if (a) b;', 'if (a) b; else c;', 'if (a) ; else c;', 'if (a) { if (b) c; } else d;', 'if (a) { for (;;) if (b) c; } else d;',
  'if (a) { x: if (b) c; } else d;', 'if (a) do if (b) c; while (d); else e;', 'if (a) { while (b) if (c) d; else e; } else f;', 'if (a) { let b; }', 'if (a) { ; }',
  'if (a) { function b() {} }', 'if (a) { class b {} }', 'if (a) { { b; } }', 'if (a) { if (b) { if (c) d; } else e; }', 'for (;;) if (a) b;', 'for (a in b) if (c) d;',
  'for (a of b) { if (c) d; }', 'while (a) if (b) c; else d;', 'do a(); while (b);', 'do { if (a) b; } while (c);', 'x: a;', 'x: if (a) b;', 'x: { y: b; }', 'switch (a) { case b: c; }',
  'try { a; } catch { } finally { }', 'throw a;', 'debugger;', '(function () { })();', '({ }).a;', '[a];', '`a`;', '"a";', 'async () => { };', 'let_ = a;', '(class { });',
];

const PLACES = [
  'if (a) @ else b;', 'if (a) b; else @', 'if (a) @', 'if (a) if (b) @ else c;', 'if (a) { if (b) @ } else c;', 'if (a) for (;;) @ else b;', 'if (a) z: @ else b;',
  'if (a) while (b) { @ } else c;', 'for (;;) @', 'for (a in b) @', 'for (a of b) @', 'while (a) @', 'do @ while (a);', 'z: @', 'with (a) @', '{ @ }', 'a\n@\nb',
  'switch (a) { case 1: @ case 2: b }', 'function f() { @ }', 'function f() { "use strict"; @ }', '() => { @ };', 'try { @ } catch { }', 'class A { static { @ } }', '@ (a);',
];

/** @type {(Style | null)[]} */
const BRACES = [
  null, { ...PLAIN, braces: 'when-needed' }, { ...PLAIN, braces: 'always', semicolons: false }, { ...PLAIN, spaces: 'tight', braces: 'when-needed', semicolons: false },
];

test('a statement may stand in the place of any other', () => {
  let turn = 0;
  for (const statement of STATEMENTS) {
    for (const place of PLACES) {
      const draft = new Draft(readProgram(`{ ${statement} }\n${place.replace('@', 'HERE();')}`, 'jsx', 'program'));
      const here = draft.of('ExpressionStatement').find(({ expression }) => expression.callee?.name === 'HERE');
      const [moved] = draft.program.body[0].body;
      draft.remove(moved);
      draft.replace(/** @type {import('../../types.js').Node} */ (here), moved);
      const style = BRACES[turn % BRACES.length];
      if (style) draft.printIn(style);
      assertTold(draft, `${statement} in ${place}`);
      turn += 1;
    }
  }
});

test('a declaration gets a block where it can\'t stand alone', () => {
  for (const declaration of ['let a = 1;', 'const a = 1;', 'class A { }']) {
    for (const style of BRACES) {
      const draft = new Draft(readProgram(`{ ${declaration} }\nif (a) HERE; else b;`, 'jsx', 'program'));
      const [moved] = draft.program.body[0].body;
      draft.remove(moved);
      draft.replace(draft.program.body[1].consequent, moved);
      if (style) draft.printIn(style);
      const { program } = readProgram(render(draft), 'jsx', 'program');
      assert.equal(program.body[1].consequent.type, 'BlockStatement');
    }
  }
});
