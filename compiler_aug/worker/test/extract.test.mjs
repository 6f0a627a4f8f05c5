// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { extractFunctions } from '../extract.mjs';
import { readProgram, unwrap } from '../program.mjs';

const FILE = `
/**
 * Add two numbers.
 * @param a first
 */
export function add(a, b = 1) {
  return a + b;
}

// not documentation
export const twice = (x) => {
  const inner = function () { return x; };
  return inner() * 2;
};

/** A queue. */
export class Queue {
  /** Put an item in. */
  push(item) { this.items.push(item); }
  static get size() { return 0; }
  #secret() { return 1; }
  handler = () => this.push(1);
  abstract;
}

/** Take one out. */
Queue.prototype.pop = function () {
  return this.items.pop();
};

export default {
  open() { return 1; },
  close: function (now) { return now; },
  [computed]() { return 2; },
};
`;

const found = /** @type {any[]} */ (extractFunctions(FILE, 'js'));

test('functions, methods and functions bound to a name are found in source order', () => {
  assert.deepEqual(
    found.map(({ owner, name, shape }) => [owner, name, shape]),
    [
      ['', 'add', 'program'],
      ['', 'twice', 'program'],
      ['', 'inner', 'program'],
      ['Queue', 'push', 'method'],
      ['Queue', 'size', 'method'],
      ['Queue', '#secret', 'method'],
      ['Queue', 'handler', 'expression'],
      ['Queue', 'pop', 'expression'],
      ['', 'open', 'method'],
      ['', 'close', 'expression'],
    ],
  );
});

test('each comes with its documentation, parameters and lines', () => {
  const [add] = found;
  assert.equal(add.documentation, 'Add two numbers.\n@param a first');
  assert.deepEqual(add.parameters, ['a', 'b = 1']);
  assert.deepEqual([add.startLine, add.endLine], [6, 8]);
  assert.equal(add.source, 'function add(a, b = 1) {\n  return a + b;\n}');
  const documented = found.filter(({ documentation }) => documentation !== '');
  assert.deepEqual(documented.map(({ name }) => name), ['add', 'push', 'pop']);
});

test('every function found stands alone in its shape', () => {
  for (const { source, shape } of found) {
    assert.equal(unwrap(readProgram(source, 'js', shape)), source);
  }
});

test('declarations without a body are left out', () => {
  const source = 'declare function a(): void;\nabstract class B { abstract c(): void; d(): void; d() {} }';
  const names = extractFunctions(source, 'ts').map((/** @type {any} */ { name }) => name);
  assert.deepEqual(names, ['d']);
});
