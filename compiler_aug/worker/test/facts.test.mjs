// @ts-check
/** Facts: what is said to be sure. Each row has as many cases where nothing may be said. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Draft } from '../draft.mjs';
import * as around from '../facts/around.mjs';
import { isPure } from '../facts/effects.mjs';
import { typeOf } from '../facts/types.mjs';
import { isConstant } from '../facts/uses.mjs';
import { readProgram } from '../program.mjs';

/**
 * The expression of the last statement that is marked `_(…)`.
 *
 * @param {string} source
 */
function marked(source) {
  const draft = new Draft(readProgram(source, 'jsx', 'program'));
  const call = draft.of('CallExpression').find(({ callee }) => callee.name === '_');
  assert.ok(call, source);
  return { draft, node: call.arguments[0] };
}

const PURE = [
  '_(1)', '_("a")', '_(undefined)', '_(void 0)', '_(typeof x)', '_(!1)', '_(-2)', '_(1 + 2)', '_(`a${1}`)',
  'function f(a) { _(a); }', 'function f(a) { _(!a && a); }', 'function f(a, b) { _(a === b ? a : b); }',
  'function f(a) { _(a == null); }', 'function f() { const a = 1; _(a); }', 'function f() { var a; _(a); }',
  'function f() { const a = 1; return () => _(a); }', 'function f() { let n = 0; n += 2; _(n * 2 + 1); }',
  'function f() { return this; } function g() { _(this); }',
];
const IMPURE = [
  '_(x)', '_(f())', '_(a.b)', '_([])', '_({})', '_(() => 1)', '_(/x/)', '_(-x)', '_(1n + 1)', '_(`${x}`)',
  'function f(a) { _(a + 1); }', 'function f(a) { _(-a); }', 'function f(a, b) { _(a == b); }',
  'function f(a) { _(a < 1); }', 'function f() { _(a); const a = 1; }', 'function f() { _(a = 1); var a; }',
  'function f() { g(); const a = 1; function g() { _(a); } }', 'function f(x) { switch (x) { case 1: let a = 1; case 2: _(a); } }',
  'class A extends B { constructor() { _(this); super(); } }', 'function f(a) { _(a in a); }', 'function f() { const a = _(a); }',
];

for (const source of PURE) test(`pure: ${source}`, () => { const { draft, node } = marked(source); assert.ok(isPure(node, draft)); });
for (const source of IMPURE) test(`not surely pure: ${source}`, () => { const { draft, node } = marked(source); assert.ok(!isPure(node, draft)); });

/** @type {[source: string, type: string | null][]} */
const TYPES = [
  ['_(1)', 'number'], ['_("")', 'string'], ['_(null)', 'null'], ['_(1n)', 'bigint'], ['_(/x/)', 'object'],
  ['_(a + "")', 'string'], ['_(a - 1)', 'number'], ['_(a - b)', null], ['_(a + 1)', null], ['_(+a)', 'number'],
  ['_(-a)', null], ['_(a >>> b)', 'number'], ['_(a < b)', 'boolean'], ['_(a ? 1 : 2)', 'number'],
  ['_(a ? 1 : "")', null], ['_(a || 1)', null], ['_(() => 1)', 'function'], ['_(f())', null],
  ['function f() { for (let i = 0; i < 3; i++) _(i); }', 'number'],
  ['function f() { for (var i = 0; i < 3; i++) _(i); }', 'number'],
  ['function f() { if (x) { var i = 0; } _(i); }', null],
  ['function f() { var i = 0; g(); function g() { _(i); } }', null],
  ['function f() { let s = ""; s += x; _(s); }', 'string'],
  ['function f() { let s = 1; s += x; _(s); }', null],
  ['function f() { let s = 1; [s] = x; _(s); }', null],
  ['function f(n) { n = 1; _(n); }', null],
  ['function f() { let n; _(n); }', null],
  ['let n = 1; function f() { _(n); }', null],
  ['function f() { for (const k of x) _(k); }', null],
];

for (const [source, type] of TYPES) {
  test(`the type of ${source} is ${type ?? 'not sure'}`, () => {
    const { draft, node } = marked(source);
    assert.equal(typeOf(node, draft), type);
  });
}

/** @type {[source: string, isConstant: boolean][]} */
const CONSTANTS = [
  ['function f() { const a = 1; _(a); }', true], ['function f() { let a = 1; _(a); }', true],
  ['function f(a) { _(a); }', true], ['function f() { let a = 1; a = 2; _(a); }', false],
  ['function f(a) { arguments[0] = 1; _(a); }', false], ['function f(a) { a++; _(a); }', false],
  ['function f(a) { (a) = 1; _(a); }', false], ['function f(a) { [(a)] = x; _(a); }', false], ['function f(a) { g((a)); _(a); }', true],
  ['function f(a) { ({ a } = x); _(a); }', false], ['function f(a) { for (a of x) _(a); }', false],
  ['function f(a) { var a = 1; _(a); }', false], ['let a = 1; _(a);', false],
  ['function f(a) { () => { a = 1; }; _(a); }', false],
];

for (const [source, expected] of CONSTANTS) {
  test(`${expected ? 'constant' : 'not surely constant'}: ${source}`, () => {
    const { draft, node } = marked(source);
    assert.equal(isConstant(draft, node.binding), expected);
  });
}

test('what functions see of what is around them', () => {
  const fn = (/** @type {string} */ source) => new Draft(readProgram(source, 'jsx', 'program')).of('FunctionDeclaration')[0];
  assert.ok(around.usesThis(fn('function f() { return () => this; }')));
  assert.ok(!around.usesThis(fn('function f() { return function () { return this; }; }')));
  assert.ok(around.usesArguments(fn('function f() { return () => arguments; }')));
  assert.ok(!around.usesArguments(fn('function f(arguments) { return arguments; }')));
  assert.ok(around.usesNewTarget(fn('function f() { return new.target; }')));
  assert.ok(around.containsOwn(fn('function f() { if (a) { yield_(); return; } }'), 'ReturnStatement'));
  assert.ok(!around.containsOwn(fn('function f() { g(() => { return; }); }'), 'ReturnStatement'));
});
