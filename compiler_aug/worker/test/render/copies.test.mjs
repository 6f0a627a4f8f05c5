// @ts-check
/** What no pass touched is copied: a change is seen where it was made, and nowhere else. */
import assert from 'node:assert/strict';
import test from 'node:test';
import * as build from '../../making/build.mjs';
import { Draft } from '../../draft.mjs';
import { readProgram } from '../../program.mjs';
import { render } from '../../render/render.mjs';
import { PROGRAMS, readLibraries, SAMPLES } from '../programs.mjs';
import { assertTold } from './trees.mjs';

/** @typedef {import('../../types.js').Node} Node */
/** @typedef {import('../../types.js').Unit} Unit */

/** Names that mean something else where they stand first. */
const DELICATE = /^(?:let|async|of)$/;

/**
 * Names as they are spelt, and numbers, each in the place of itself.
 *
 * @param {Unit} unit
 * @param {number} step only every so many
 */
function* draftsOf(unit, step) {
  const { nodes, text } = unit;
  const leaves = nodes.filter(({ type, start, end, name, raw, parent }) =>
    (type === 'Identifier' && text.slice(start, end) === name && !DELICATE.test(name)) ||
    (type === 'Literal' && typeof raw === 'string' && parent?.type !== 'MemberExpression' && parent?.type !== 'SpreadElement'));
  for (let at = 0; at < leaves.length; at += step) {
    const draft = new Draft(unit);
    draft.change(draft.nodes[leaves[at].place], {});
    yield draft;
  }
}

test('a name or a literal put in its own place changes nothing but missing semicolons', () => {
  let drafts = 0;
  // The inner one is put in parentheses, though the outer one takes no arguments.
  const programs = [...PROGRAMS, ...SAMPLES].filter(({ source }) => source !== 'new new a');
  for (const { file, source, language } of programs) {
    for (const draft of draftsOf(readProgram(source, language, 'program'), source.length > 400 ? 5 : 1)) {
      const text = assertTold(draft, file);
      assert.equal(text.replaceAll(';', ''), source.replaceAll(';', ''), file);
      drafts += 1;
    }
  }
  assert.ok(drafts > 5000, `only ${drafts} drafts`);
});

test('in files with all semicolons it changes nothing at all', () => {
  for (const { file, source, language } of readLibraries().filter(({ source: { length } }) => length < 50_000)) {
    for (const draft of draftsOf(readProgram(source, language, 'program'), 37)) assert.equal(render(draft), source, file);
  }
});

/** @typedef {(draft: Draft) => void} Edit */

/** @type {(name: string) => Node} */
const call = (name) => build.expressionStatement(build.call(build.identifier(name), []));

/**
 * A statement by the name that it is about.
 *
 * @param {Draft} draft
 * @param {string} name
 * @returns {Node}
 */
function statement(draft, name) {
  let found = draft.of('Identifier').find((node) => node.name === name);
  while (found && !draft.listOf(found)) found = /** @type {Node} */ (found.parent);
  assert.ok(found, `no ${name}`);
  return found;
}

/** @type {(...names: string[]) => Edit} */
const without = (...names) => (draft) => names.forEach((name) => draft.remove(statement(draft, name)));

/** @type {(name: string, ...made: Node[]) => Edit} */
const before = (name, ...made) => (draft) => draft.replaceStatement(statement(draft, name), [...made, statement(draft, name)]);

/** @type {(name: string, ...made: Node[]) => Edit} */
const behind = (name, ...made) => (draft) => draft.replaceStatement(statement(draft, name), [statement(draft, name), ...made]);

/** @type {(name: string, ...made: Node[]) => Edit} */
const instead = (name, ...made) => (draft) => draft.replaceStatement(statement(draft, name), made);

/** @type {(...names: string[]) => Edit} */
const renamed = (...names) => (draft) => {
  const uses = draft.of('Identifier').filter((node) => names.includes(node.name) && node.parent?.key !== node);
  for (const node of uses) draft.change(node, { name: `${node.name}2` });
};

const ABC = '// above a\na(); // beside a\n// above b\nb(); // beside b\n\n// above c\nc(); // beside c\n// last';

/** @type {[what: string, source: string, edit: Edit, expected: string][]} */
const EDITS = [
  ['a statement goes with its comments', ABC, without('b'), '// above a\na(); // beside a\n\n// above c\nc(); // beside c\n// last'],
  ['what a file begins with stays', ABC, without('a'), '// above a\n// above b\nb(); // beside b\n\n// above c\nc(); // beside c\n// last'],
  ['the last goes', ABC, without('c'), '// above a\na(); // beside a\n// above b\nb(); // beside b\n// last'],
  ['all go', 'function f() {\n  // above\n  a();\n}', without('a'), 'function f() {}'],
  ['what is put in its place has its comments', ABC, instead('b', call('d')), ABC.replace('b();', 'd();')],
  ['one comes before', ABC, before('b', call('d')), ABC.replace('// above b', 'd();\n// above b')],
  ['one comes behind', ABC, behind('b', call('d')), ABC.replace('// beside b', '// beside b\nd();')],
  ['one comes at the end', ABC, behind('c', call('d')), ABC.replace('// beside c', '// beside c\nd();')],
  ['one line stays one', 'f(() => { a(); b(); });', without('a'), 'f(() => { b(); });'],
  ['one line takes another', 'f(() => { a(); });', behind('a', call('b')), 'f(() => { a(); b(); });'],
  ['an empty block is filled', 'function f() {\n}', (draft) => draft.insert(draft.lists()[1], 0, call('a')), 'function f() {\n  a();\n}'],
  ['its comment stays', 'function f() { /* b */ }', (draft) => draft.insert(draft.lists()[1], 0, call('a')), 'function f() { /* b */\n  a();\n}'],
  ['a block keeps its indentation', '{\n\ta();\n\t{\n\t\tb();\n\t}\n}', behind('b', call('c')), '{\n\ta();\n\t{\n\t\tb();\n\t\tc();\n\t}\n}'],
  ['a comment to the end of the line ends there', 'f(() => { a(); // why\nb(); });', without('b'), 'f(() => { a(); // why\n });'],
  ['so it does before what is new', 'f(() => { a(); // why\n});', behind('a', call('b')), 'f(() => { a(); // why\n b();\n});'],
  ['a missing semicolon is put where it is needed', 'a()\nb()', before('b', build.expressionStatement(build.array([]))), 'a();\n[]\nb()'],
  ['but not elsewhere', 'a()\nb()\nc()', before('b', call('d')), 'a()\nd()\nb()\nc()'],
  ['nor where a block is made', 'a()\nb()', instead('b', build.ifStatement(build.identifier('c'), build.block([call('d')]))), 'a()\nif (c) {\n  d()\n}'],
  ['a file that has some gets the others', 'a();\nb()\nc()', renamed('b'), 'a();\nb2();\nc()'],
  ['and where a line begins with a bracket now', 'a\nb\n;(c)', without('b'), 'a;\n(c)'],
  ['a case is a list', 'switch (a) {\n  case 1:\n    b();\n    break;\n}', behind('b', call('c')), 'switch (a) {\n  case 1:\n    b();\n    c();\n    break;\n}'],
  ['a string that stands first now is no directive', 'f(); "a"; "b";', without('f'), '\n("a"); "b";'],
  ['elsewhere it stays as it is', 'f(); "a"; g();', renamed('g'), 'f(); "a"; g2();'],
  ['directives stay first', '"use strict";\na();', before('a', call('b')), '"use strict";\nb();\na();'],
  ['line breaks of Windows stay', 'a();\r\nb(c);\r\nd();\r\n', renamed('c'), 'a();\r\nb(c2);\r\nd();\r\n'],
  ['a shorthand is written out', 'const { a, b = 1 } = c; f({ a });', renamed('a'), 'const { a: a2, b = 1 } = c; f({ a: a2 });'],
  ['so is a name that is imported', 'import { a, b as c } from "d"; export { c };', (draft) => {
    for (const node of draft.of('ImportSpecifier', 'ExportSpecifier')) draft.change(node.local, { name: `${node.local.name}2` });
  }, 'import { a as a2, b as c2 } from "d"; export { c2 as c };'],
];

for (const [what, source, edit, expected] of EDITS) {
  test(`${what}: ${JSON.stringify(source)}`, () => {
    const draft = new Draft(readProgram(source, 'jsx', 'program'));
    edit(draft);
    assert.equal(assertTold(draft), expected);
  });
}

const DECORATED = `@Component({
  name: 'a', // why
})
export class A {
  @Input() b: string;
  constructor(@Inject(b) c: string, @Inject(d) { e }: F, @Inject(g) h = 1, private readonly i?: J) { k(c, e, h); }
}
export default @sealed class {}
`;

test('decorators stay where they stand, once', () => {
  for (const name of ['k', 'c', 'e', 'h', 'd', 'Component', 'Inject']) {
    const draft = new Draft(readProgram(DECORATED, 'ts', 'program'));
    renamed(name)(draft);
    const expected = DECORATED.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `${name}2`);
    assert.equal(render(draft), name === 'e' ? expected.replace('{ e2 }', '{ e: e2 }') : expected);
  }
});

test('a decorated class that is no longer exported keeps its decorators', () => {
  const draft = new Draft(readProgram('@a @b export class C { d = 1; }', 'ts', 'program'));
  const [exported] = draft.program.body;
  draft.replaceStatement(exported, [exported.declaration]);
  assert.equal(render(draft), '@a @b class C { d = 1; }');
});
