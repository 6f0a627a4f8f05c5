// @ts-check
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportsOf } from '../exports.mjs';

const folder = mkdtempSync(join(tmpdir(), 'exports-'));

/**
 * @param {string} file
 * @param {string} source
 */
async function exported(file, source) {
  const path = join(folder, file);
  writeFileSync(path, source);
  return (await exportsOf(path)).map(({ key, name }) => `${key} ${name}`);
}

test('a default export bears the name of its file', async () => {
  assert.deepEqual(await exported('chunk.mjs', 'export default (a) => a;'), [' chunk']);
});

test('an index bears the name of its folder', async () => {
  mkdirSync(join(folder, 'trim', 'lib'), { recursive: true });
  assert.deepEqual(await exported('trim/lib/index.cjs', 'module.exports = (a) => a;'), [' trim']);
});

test('named exports, those of CommonJS, and functions in objects are found', async () => {
  assert.deepEqual(await exported('a.mjs', 'export const f = () => 1; export const n = 1;'), ['.f f']);
  assert.deepEqual(await exported('b.cjs', 'module.exports = { f() {}, sub: { g() {} } };'), [
    '.f f', '.sub.g g',
  ]);
});

test('a function exported twice comes once; classes and built-in functions do not come', async () => {
  const source = 'const f = () => 1; export { f, f as g }; export class C {}; export const max = Math.max;';
  assert.deepEqual(await exported('c.mjs', source), ['.f f']);
});

test('getters are not asked, cycles are not walked twice', async () => {
  const source = `const o = { get f() { throw new Error('asked'); }, g() {} }; o.o = o; module.exports = o;`;
  assert.deepEqual(await exported('d.cjs', source), ['.g g']);
});
