// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { extractFunctions } from '../functions/extract.mjs';

/**
 * Functions of a program, as `owner.name`, with their documentation where they have one.
 *
 * @param {string} source
 */
const namesIn = (source) =>
  extractFunctions(source, 'ts').map(
    ({ owner, name, documentation }) => (owner && `${owner}.`) + name + (documentation && `: ${documentation}`),
  );

/** @type {[source: string, names: string[]][]} */
const FOUND = [
  ['_curry3(function clamp(min, max, value) {});', ['clamp']],
  ['module.exports = function clamp() {};', ['clamp']],
  ['list.forEach(function each() {});', ['each']],
  ['(function main() { return function inner() {}; })();', ['main', 'inner']],
  ['export const debounce = wrap((f, ms) => {});', ['debounce']],
  ['const clamp = _curry3(function clamp_() {});', ['clamp']],
  ['var all = _curry2(_dispatch(["all"], _xall, function all() {}));', ['all']],
  ['const once = _.memoize(() => {}), twice = (() => {}) as F;', ['once', 'twice']],
  ['var a = () => { function inner() {} }, b = () => {};', ['a', 'inner', 'b']],
  ['this.onResize = function () {}.bind(this);', ['onResize']],
  ['exports.clamp = curry((a) => a);', ['clamp']],
  ['clamp = function () {};', ['clamp']],
  ['const a = { clamp: curry((a) => a) };', ['a.clamp']],
  ['class A { run = debounce(() => {}); accessor go = () => {}; }', ['A.run', 'A.go']],
  // Documentation of what is wrapped.
  ['/** What. */ export default curry(function add() {});', ['add: What.']],
  ['/** What. */ const add = curry((a) => a);', ['add: What.']],
  ['var /** One. */ a = 1, /** Two. */ b = () => {};', ['b: Two.']],
  ['/** Not. */ foo(); (function main() {})();', ['main']],
  ['/** Not. */ // since\nfunction main() {}', ['main']],
  // Owners.
  ['const Queue = class { push() {} };', ['Queue.push']],
  ['exports.Queue = class { push() {} };', ['Queue.push']],
  ['use(class Queue { push() {} });', ['Queue.push']],
  ['app.Queue.prototype.push = () => {};', ['Queue.push']],
  ['app.Queue.prototype = { push() {} };', ['Queue.push']],
  ['module.exports = { push() {} };', ['push']],
  ['$.extend(Queue.prototype, Events, { push() {} });', ['Queue.push']],
  ['dojo.declare("app.Queue", null, { push: function () {} });', ['Queue.push']],
  ['qx.Class.define("qx.Queue", { members: { push() {} } });', ['Queue.push']],
  ['define("app/list", ["a"], function () { return { push() {} }; });', ['push']],
  // The types' own.
  ['function f(a: A): B; function f(a: any) {}', ['f']],
  ['class A { f(): void; f(a?: B) {} constructor(private a = () => {}) {} }', ['A.f', 'A.constructor']],
  ['export = function main() {};', ['main']],
];

for (const [source, names] of FOUND) {
  test(`${names} found in ${source.replaceAll('\n', ' ')}`, () => assert.deepEqual(namesIn(source), names));
}

/** @type {string[]} */
const NAMELESS = [
  'const doubled = list.map((x) => 2 * x);',
  'const timer = setTimeout(() => {}, 10);',
  'const both = zip((a) => a, (b) => b);',
  'const made = new Promise((done) => {});',
  'const far = a(b(() => {}));',
  'count += (() => 1)();',
  'module.exports = () => {};',
  'export default function () {}',
  'const { a = () => {} } = b;',
];

for (const source of NAMELESS) {
  test(`no function bears a name in ${source}`, () => assert.deepEqual(namesIn(source), []));
}
