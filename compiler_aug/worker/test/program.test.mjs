// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { SourceSyntaxError } from '../failures.mjs';
import { readProgram } from '../program.mjs';
import { unwrap } from '../wrapper.mjs';

/** @type {[shape: string, source: string][]} */
const STANDING_ALONE = [
  ['program', 'function add(a, b) {\n  return a + b;\n}'],
  ['program', 'const add = (a, b) => a + b;'],
  ['program', 'import fs from "fs"; export default fs;'],
  ['program', 'return 1;'],
  ['program', 'with (a) b();'],
  ['expression', 'function (a) { return a; }'],
  ['expression', '(a, b) => a + b'],
  ['expression', 'async function* () { yield await 1; }'],
  ['expression', '/** what it does */\nfunction (a) { return a; }'],
  ['method', 'push(item) { this.items.push(item); }'],
  ['method', 'get size() { return this.#items.length; }'],
  ['method', 'static async *all() { yield* super.all(); }'],
  ['method', 'constructor(a) { super(a); }'],
  ['method', '#secret(a) { return this.#other + a; }'],
  ['method', 'private find<T>(key: string): T | undefined { return this.map.get(key) as T; }'],
];

for (const [shape, source] of STANDING_ALONE) {
  test(`read as ${shape} and unwrapped unchanged: ${source.replaceAll('\n', ' ')}`, () => {
    const unit = readProgram(source);
    assert.equal(unit.shape, shape);
    assert.equal(unwrap(unit), source);
  });
}

test('TypeScript is tried after JavaScript with JSX', () => {
  assert.equal(readProgram('const a = <b>c</b>;').language, 'jsx');
  assert.equal(readProgram('const a = <T>(b as unknown);').language, 'ts');
  assert.equal(readProgram('const a: T = <b>c</b>;').language, 'tsx');
});

/** @type {[source: string, line: number, column: number][]} */
const FAULTS = [
  ['function f() {\n  let x = ;\n}', 2, 11],
  ['const 😀 = 1', 1, 7],
  ['"😀😀" + ;', 1, 8],
  ['push(item) {\n  return item +;\n}', 2, 16],
  ['}) ({', 1, 1],
  ['a() {} b() {}', 1, 5],
];

for (const [source, line, column] of FAULTS) {
  test(`refused at ${line}:${column}: ${source.replaceAll('\n', ' ')}`, () => {
    assert.throws(
      () => readProgram(source),
      (error) =>
        error instanceof SourceSyntaxError &&
        assert.deepEqual([error.line, error.column], [line, column]) === undefined,
    );
  });
}

test('a fault at the end is not blamed on a wrapper that nobody wrote', () => {
  assert.throws(() => readProgram('function ('), { message: 'Unexpected end of input', line: 1, column: 11 });
});

test('a program of another shape than it is said to be is told so', () => {
  assert.throws(() => readProgram('a() {} b() {}', 'js', 'method'), { message: 'not one method' });
});
