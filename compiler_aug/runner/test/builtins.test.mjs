// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharing } from '../builtins.mjs';

/** @type {[string, () => void][]} */
const MEDDLING = [
  ['a method added', () => void Object.assign(Array.prototype, { last() {} })],
  ['a method replaced', () => void Object.assign(Math, { max: () => 0 })],
  ['a method removed', () => void Reflect.deleteProperty(String.prototype, 'trim')],
  ['a global added', () => void Object.assign(globalThis, { leaked: 1 })],
];

for (const [what, meddle] of MEDDLING) {
  test(`${what} is noticed and undone`, () => {
    const builtins = sharing();
    builtins.remember();
    meddle();
    assert.equal(builtins.restore(), true);
    assert.equal(builtins.restore(), false);
    assert.equal(Math.max(1, 2) + ' a '.trim().length, 3);
    assert.equal('last' in [] || 'leaked' in globalThis, false);
  });
}
