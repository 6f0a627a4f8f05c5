// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import * as build from '../making/build.mjs';
import { copy } from '../making/copy.mjs';
import { Draft } from '../draft.mjs';
import { readProgram, rereadUnit } from '../program.mjs';
import { render } from '../render/render.mjs';
import { childrenOf } from '../tree.mjs';
import { unwrap } from '../wrapper.mjs';

/**
 * @param {string} source
 * @param {string} [shape]
 */
const draftOf = (source, shape = 'program') => new Draft(readProgram(source, 'jsx', shape));

/** @param {Draft} draft */
const textOf = (draft) => unwrap(rereadUnit(render(draft), draft.unit));

/** @param {Draft} draft */
function assertLinked(draft) {
  const look = (/** @type {any} */ node) => {
    for (const [child] of childrenOf(node)) {
      assert.equal(child.parent, node, `${child.type} in ${node.type}`);
      if (child.dirty || child.made) assert.ok(node.dirty || node.made, `${node.type} does not know of ${child.type}`);
      look(child);
    }
  };
  look(draft.program);
}

test('without a change the text is the source', () => {
  const source = 'function  f ( a ) { // why\n return a\n}';
  assert.equal(textOf(draftOf(source)), source);
});

test('drafts of one unit know nothing of each other', () => {
  const unit = readProgram('let a = 1, b = 2;', 'jsx', 'program');
  const [first, second] = [new Draft(unit), new Draft(unit)];
  for (const node of first.of('Literal')) first.replace(node, build.literal(7));
  assert.match(textOf(first), /7.*7/s);
  assert.equal(textOf(second), 'let a = 1, b = 2;');
  assert.deepEqual(unit.nodes.filter(({ type }) => type === 'Literal').map(({ value }) => value), [1, 2]);
});

test('what is put in place of a node may hold it', () => {
  const draft = draftOf('f(a + b);');
  const [sum] = draft.of('BinaryExpression');
  draft.replace(sum, build.not(sum));
  assertLinked(draft);
  assert.equal(textOf(draft), 'f(!(a + b));');
});

test('sides change places', () => {
  const draft = draftOf('a < b;');
  const [node] = draft.of('BinaryExpression');
  draft.change(node, { operator: '>', left: node.right, right: node.left });
  assertLinked(draft);
  assert.equal(textOf(draft), 'b > a;');
});

test('what was taken out is found no more', () => {
  const draft = draftOf('f(); { g(1); } h(2);');
  draft.remove(draft.program.body[1]);
  assert.deepEqual(draft.of('CallExpression').map((call) => call.callee.name), ['f', 'h']);
  assert.deepEqual(draft.of('Literal').map(({ value }) => value), [2]);
  assertLinked(draft);
});

test('a dropped field takes its node out of the tree', () => {
  const draft = draftOf('if (a) b(); else c();');
  const [statement] = draft.of('IfStatement');
  const { alternate } = statement;
  draft.change(statement, { alternate: null });
  assert.equal(draft.has(alternate), false);
  assert.equal(draft.has(statement.test), true);
});

test('nodes that were put in are found', () => {
  const draft = draftOf('function f() { g(); }');
  const [owner] = draft.lists().filter(({ type }) => type === 'BlockStatement');
  draft.insert(owner, 0, build.expressionStatement(build.call(build.identifier('h'), [])));
  assert.equal(draft.of('CallExpression').length, 2);
  assertLinked(draft);
});

test('of a property that was short, the value is renamed and the key is not', () => {
  for (const [source, expected] of [
    ['function f({ a }) {}', 'function f({ a: x }) {}'],
    ['function f({ a = 1 }) {}', 'function f({ a: x = 1 }) {}'],
    ['function f(a) { return { a }; }', 'function f(x) { return { a: x }; }'],
  ]) {
    const draft = draftOf(source);
    for (const property of draft.of('Property')) draft.change(property, { shorthand: false });
    const [{ binding }] = draft.of('Identifier').filter((node) => node.binding && node.name === 'a');
    for (const use of draft.usesOf(/** @type {any} */ (binding))) draft.rename(use, 'x');
    assert.equal(textOf(draft), expected);
  }
});

test('uses are those of the binding, wherever they moved', () => {
  const draft = draftOf('function f(a) { return a + a; }');
  const [parameter] = draft.bindings();
  assert.equal(draft.usesOf(parameter).length, 3);
  const [sum] = draft.of('BinaryExpression');
  draft.replace(sum, copy(sum.left));
  assert.equal(draft.usesOf(parameter).length, 2);
});

test('new names are nobody else\'s', () => {
  const draft = draftOf('function f(a) { return value + a; }');
  const made = draft.freshBinding(draft.program.body[0], () => 0);
  const other = draft.freshBinding(draft.program.body[0], () => 0);
  assert.notEqual(made.name, other.name);
  assert.ok(!draft.resolution.names.has(made.name));
  assert.ok(draft.bindings().includes(made));
});

for (const [shape, source] of [['method', 'm(a) { return a; }'], ['expression', '(a) => [a]'], ['method', '#p() { return this.#p; }']]) {
  test(`the wrapper of ${source} is nobody's business`, () => {
    const draft = draftOf(source, shape);
    const types = draft.of('Program', 'CallExpression', 'ClassBody', 'ClassExpression', 'ExpressionStatement');
    assert.deepEqual(types, []);
    assert.ok(draft.lists().every(({ type }) => type !== 'Program'));
    for (const use of draft.of('Identifier')) if (use.binding) draft.change(use, { name: 'renamed' });
    assert.equal(textOf(draft), source.replaceAll(/\ba\b/g, 'renamed'));
  });
}

const PROGRAM = 'function f(a, b) { if (a) { return b + 1; } else g(b, [a, 2]); for (const x of b) { x.y = a ? b : 3; } return { a, b }; }';

test('after any edits parents are right, and changes are known above', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(4)), { maxLength: 12 }), (edits) => {
      const draft = draftOf(PROGRAM);
      for (const [at, kind] of edits) edit(draft, at, kind);
      assertLinked(draft);
      void rereadUnit(render(draft), draft.unit).program;
    }),
    { numRuns: 300 },
  );
});

/**
 * @param {Draft} draft
 * @param {number} at
 * @param {number} kind
 */
function edit(draft, at, kind) {
  const one = (/** @type {any[]} */ nodes) => nodes[at % nodes.length];
  const literal = one(draft.of('Literal'));
  const statement = one(draft.of('ReturnStatement', 'IfStatement', 'ExpressionStatement').filter((each) => draft.listOf(each)));
  if (kind === 0 && literal) draft.replace(literal, build.conditional(build.literal(true), literal, copy(literal)));
  if (kind === 1 && statement) draft.replaceStatement(statement, [build.block([statement]), build.expressionStatement(build.literal(1))]);
  if (kind === 2 && statement) draft.remove(statement);
  if (kind === 3 && literal) draft.replace(literal, build.call(build.arrow([], build.array([literal])), []));
  if (kind === 4) for (const use of draft.of('Identifier')) if (use.binding && use.name === 'a') draft.change(use, { name: 'c' });
}
