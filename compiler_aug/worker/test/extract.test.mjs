// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { eraseTypes } from '../erase/erase.mjs';
import { extractFunctions } from '../functions/extract.mjs';
import { readProgram } from '../program.mjs';
import { unwrap } from '../wrapper.mjs';

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

const found = extractFunctions(FILE, 'js');

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
  const names = extractFunctions(source, 'ts').map(({ name }) => name);
  assert.deepEqual(names, ['d']);
});

test('offsets count code points', () => {
  const source = "const smile = '😀😀';\nfunction f() { return '😀'; }\nfunction g() {}";
  for (const { source: text, start, end } of extractFunctions(source, 'js')) {
    assert.equal([...source].slice(start, end).join(''), text);
  }
});

const TYPED = `
export abstract class Queue<T> extends List<T> {
  public static of<T>(this: void, ...items: T[]): Queue<T> { return new Queue<T>(items); }
  private readonly find = <K extends keyof T>(key: K): T[K] | undefined => this.map.get(key)! as T[K];
  constructor(protected items: T[] = []) { super(); }
}
const first = ((list) => list[0]) as <T>(list: T[]) => T;
export async function load(path?: string): Promise<void> {
  enum Kind { A }
  await (read as any)(path);
}
`;

test('TypeScript comes without its types too, and stands alone as JavaScript', () => {
  const typed = extractFunctions(TYPED, 'ts');
  assert.deepEqual(typed.map(({ name }) => name), ['of', 'find', 'constructor', 'first', 'load']);
  for (const { javascript, shape } of typed) {
    assert.equal(unwrap(readProgram(javascript, 'js', shape)), javascript);
  }
  const [of, find, make, first] = typed;
  assert.equal(of.javascript, 'static of(...items) { return new Queue(items); }');
  assert.equal(find.javascript, '(key) => this.map.get(key)');
  assert.match(make.javascript, /^constructor\(items = \[\]\) \{ super\(\);\s*this\.items = items;/);
  assert.equal(first.javascript, '(list) => list[0]');
});

test('JavaScript does not come twice', () => {
  for (const { javascript } of found) assert.equal(javascript, '');
});

test('every function of a TypeScript file has the fingerprints of its JavaScript', () => {
  // The enum apart, which becomes a function.
  const source = TYPED.replace('enum Kind { A }', '');
  const prints = (/** @type {string} */ text, /** @type {string} */ language) =>
    extractFunctions(text, language).map(({ name, body, structure }) => ({ name, body, structure }));
  const { program, comments } = readProgram(source, 'ts', 'program');
  assert.deepEqual(prints(source, 'ts'), prints(eraseTypes(source, program, comments).text, 'js'));
});

test('a file nested too deeply fails by an error and not by a crash', () => {
  const source = `f(${'a + '.repeat(20_000)}a)`;
  assert.throws(() => extractFunctions(source, 'js'), RangeError);
});
