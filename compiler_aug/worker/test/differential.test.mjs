// @ts-check
/** The comparison by running: it finds no fault with the passes, and every fault that is put in. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { compare } from '../behaviour/comparing.mjs';
import { Witness } from '../behaviour/witness.mjs';
import { PASSES } from '../passes/index.mjs';
import { always, PRESERVING } from './harness.mjs';

/** Together they have something to change for every pass; each uses things from outside. */
const PROGRAMS = [
  ['program', 'js', `function area(box) {
    const w = box.width, h = box.height;
    let unused = 4 * 2;
    let one = 1; let two = one;
    const answer = ask(w); log(answer, two);
    if (w < 2 && !(h > 0xff && isFlat(w))) { console.log('flat ' + Number(w) + "!"); return { w, h, depth() { return w * 2; } }; }
    else return box['area'] ?? w * h + 1;
  }`],
  ['program', 'js', `function walk(node, visit = noop) {
    // Every child.
    for (const child of node.children) { visit(child); if (child.leaf) continue; walk(child, visit); }
    [1, 2].forEach((n) => { node.count += n; });
    for (const k of [3, 4]) { visit(k); }
    return node?.parent?.name;
  }`],
  ['program', 'js', `function drain(queue, max) {
    var i = 0, out = [];
    while (i < max) { out.push(queue.shift()); i++; }
    for (; i > 0; i--) if (out[i]) if (queue.ok) queue.push(out[i]);
    for (let j = 0; j < 3; j += 1) { if (j === max) continue; out.push(() => j); }
    for (const each of out) { if (each) { note(each); } }
    return out;
  }`],
  ['method', 'js', `async load(url, { retries = 2, ...rest } = {}) {
    try { const answer = await this.#fetch(url, rest); if (answer.ok) { return answer.body; } throw new Error(\`bad \${answer.status}\`); }
    catch (error) { if (retries > 0) { return this.load(url, { retries: retries - 1 }); } console.error(error); return null; }
    finally { this.busy = false; }
  }`],
  ['method', 'ts', `protected sizeOf<T>(this: Box, items: T[], unit: string = 'px'): string {
    const total = items.reduce(function (sum: number, item) { return sum + (item as any).size; }, 0);
    if (total === undefined) { throw new TypeError('no size'); } else { this.last = total!; }
    return total + unit;
  }`],
  ['expression', 'js', `function (name, value) {
    var self = this, had = self.has(name);
    if (had) { self.values[name] = value; } else { self.values[name] = [value]; }
    self.count = self.count + 1;
    const label = \`\${name}:\${value}\`; let first = 1; let next = first;
    (function each(list) { for (var key in list) notify(key, list[key]); })(self.values);
    had ? self.emit('change', label) : self.emit('add', label);
    return arguments.length > 1 ? true : undefined;
  }`],
  ['expression', 'js', `(list, by) => {
    const groups = new Map();
    function keyOf(item) { return typeof by === 'function' ? by(item) : item[by]; }
    list.forEach((item, at) => { const key = keyOf(item); if (!groups.has(key)) groups.set(key, []); groups.get(key).push([at, item]); });
    outer: for (const [key, found] of groups) { switch (found.length) { case 0: break outer; case 1: groups.delete(key); default: found.reverse(); } }
    return [...groups].map(([key, found]) => ({ key, found }));
  }`],
  ['program', 'js', `function* range(from, to, step) {
    let a = from; let b = 2;
    const size = step ?? 1;
    step = size;
    let n = 0; while (n < 2) { note(n); n++; }
    if (false) { stop(); }
    while (a < to) { const before = a; a = a + step; if (before % b === 0) { yield before; } else if (a > 20) { return; } }
    log(b); b = (2 + 3) * 4; total += b;
    return a === null ? 'none' : a;
    g();
  }`],
  ['program', 'js', `function clamp(value, low, high) {
    if (low > high) { const t = low; low = high; high = t; }
    if (value < low) { return low; }
    if (high < value) return high;
    return value;
  }`],
  ['program', 'tsx', `function Item({ title, onPick }: Props) {
    const label: string = title.trim();
    return <li className="item" onClick={() => onPick(label)}>{label.length > 3 ? label : 'short'}</li>;
  }`],
].map(([shape, language, source]) => ({ shape, language, source, firstSeed: 1 }));

const LIMITS = { calls: 14, mutations: 25 };

/** @param {string[]} passes */
const trialsOf = (passes) => passes.map((name) => ({ name, plan: always(name), count: 3 }));

const half = { name: 'half of all', plan: { steps: PRESERVING.map((pass) => ({ pass, chance: 0.5 })) }, count: 6 };

/** @type {import('../behaviour/comparing.mjs').Comparison[]} */
const compared = PROGRAMS.map((program) => compare(program, [...trialsOf(PRESERVING), half], LIMITS));

test('the variants of every pass do what their sources do', () => {
  assert.deepEqual(compared.flatMap(({ differences }) => differences), []);
  const made = compared.flatMap(({ trials }) => Object.values(trials)).reduce((sum, [count]) => sum + count, 0);
  assert.ok(made > 400, `${made} variants`);
  assert.deepEqual(compared.flatMap(({ failed }) => failed), []);
});

test('every source returns something that tells', () => {
  assert.deepEqual(compared.map(({ status }) => status), PROGRAMS.map(() => 'informative'));
});

test('every pass has something to change', () => {
  const idle = PRESERVING.filter((name) => compared.every(({ trials }) => trials[name][0] === 0));
  assert.deepEqual(idle, []);
});

test('most mistakes that are put in are noticed', () => {
  const counts = compared.flatMap(({ mutations }) => Object.values(mutations));
  const [made, noticed] = [0, 1].map((at) => counts.reduce((sum, count) => sum + count[at], 0));
  assert.ok(made > 120 && noticed / made > 0.75, `${noticed} of ${made}`);
});

/** Wrong variants, each as a pass might make it. @type {[fault: string, source: string, variant: string][]} */
const FAULTS = [
  ['another boundary', '(a) => a < 3', '(a) => a <= 3'],
  ['another order of calls', '(a) => [f(a), g(a)]', '(a) => { const second = g(a); return [f(a), second]; }'],
  ['another order of reads', '(a) => a.x * a.y', '(a) => { const y = a.y; return a.x * y; }'],
  ['a read too many', '(a) => { if (a.x) f(a.x); }', '(a) => { if (a.x) { a.x; f(a.x); } }'],
  ['a write that is lost', '(a) => { a.done = true; }', '(a) => {}'],
  ['a write from outside, too late', '() => { state = 1; notify(); }', '() => { notify(); state = 1; }'],
  ['an argument changed', '(list) => list.slice().sort()', '(list) => list.sort()'],
  ['a word to the console', '(a) => { console.log(a); return 1; }', '(a) => 1'],
  ['an await dropped', 'async (a) => { await a.save(); return a.done(); }', 'async (a) => { a.save(); return a.done(); }'],
  ['an iterator left open', '(a) => { for (const x of a) { f(x); break; } }', '(a) => { const it = a[Symbol.iterator](); const s = it.next(); if (!s.done) f(s.value); }'],
  ['another error', '(a) => { if (!a) throw new TypeError("x"); }', '(a) => { if (!a) throw new RangeError("x"); }'],
  ['another message', '(a) => { if (!a) throw new TypeError("x"); }', '(a) => { if (!a) throw new TypeError("y"); }'],
  ['a closure over another variable', '(a) => [0, 1].map((i) => () => i)', '(a) => { var k; return [0, 1].map((i) => (k = i, () => k)); }'],
  ['keys in another order', '(a) => ({ x: 1, y: a })', '(a) => ({ y: a, x: 1 })'],
  ['a lost this', 'function (a) { return this.f(a); }', 'function (a) { const { f } = this; return f(a); }'],
  ['no end', '(a) => { let i = 0; while (i < 3) i++; return i; }', '(a) => { let i = 0; while (i < 3) ; return i; }'],
  ['not a program', '(a) => a', '(a) => a a'],
  ['a name that is not there', '(a) => [a]', '(a) => [b]'],
];

for (const [fault, source, variant] of FAULTS) {
  test(`noticed: ${fault}`, () => {
    const witness = Witness.of({ source, language: 'js', shape: 'expression' }, LIMITS.calls);
    assert.ok(witness instanceof Witness);
    assert.equal(witness.differenceOf(source), null);
    assert.notEqual(witness.differenceOf(variant), null);
  });
}

/** Right variants: what ASSUMPTIONS.md allows. @type {[freedom: string, source: string, variant: string][]} */
const FREEDOMS = [
  ['names of inner functions', '() => function f() {}', '() => function g() {}'],
  ['the order of conversions', '(a, b) => { const [x, y] = [a, b]; return x * y; }', '(a, b) => { const [x, y] = [a, b]; return y * x; }'],
  ['names of local variables', '(a) => { let x = a; return x; }', '(a) => { let y = a; return y; }'],
];

for (const [freedom, source, variant] of FREEDOMS) {
  test(`free: ${freedom}`, () => {
    const witness = Witness.of({ source, language: 'js', shape: 'expression' }, LIMITS.calls);
    assert.ok(witness instanceof Witness);
    assert.equal(witness.differenceOf(variant), null);
  });
}

test('a pass that is wrong is found out by its variants', () => {
  /** @type {import('../types.js').TextPass} */
  const wrong = {
    name: 'wrong', aliases: [], group: 'syntax', example: ['a < b', 'a <= b'], preserves: 'behaviour', assumes: [], idempotent: true,
    draw: () => ({}),
    rewrite: ({ text }) => text.replace('value < low', 'value <= low - 1'),
  };
  PASSES.set('wrong', wrong);
  try {
    const clamp = PROGRAMS[8];
    const { trials, differences } = compare(clamp, trialsOf(['wrong']), LIMITS);
    assert.deepEqual(trials, { wrong: [1, 1] });
    assert.match(differences[0].text, /low - 1/);
  } finally {
    PASSES.delete('wrong');
  }
});

test('a source that does not always do the same is left out', () => {
  const source = '(() => { let n = 0; return (a) => [a, (globalThis.Array.seen = (globalThis.Array.seen ?? 0) + 1)]; })()';
  assert.equal(Witness.of({ source: source.slice(0), language: 'js', shape: 'expression' }, 4), 'unreadable');
  const unstable = '(a) => [a, (Array.seen = (Array.seen ?? 0) + 1)]';
  assert.equal(Witness.of({ source: unstable, language: 'js', shape: 'expression' }, 4), 'unstable');
});
