// @ts-check
/** Plans and seeds: which passes run, in which order, and what becomes of one that fails. */
import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import fc from 'fast-check';
import { PASSES } from '../passes/index.mjs';
import { explainVariant, makeVariants } from '../variants.mjs';
import { always, PRESERVING, variantOf } from './harness.mjs';

const SOURCE = 'function f(list, visit) { for (let i = 0; i < list.length; i++) { if (list[i]) visit(list[i], i); } return list; }';
const PROGRAM = { source: SOURCE, language: 'js', shape: 'program' };

/** @type {import('../types.js').PassRecord} */
const RECORD = {
  name: '', aliases: [], group: 'syntax', example: ['', ''], preserves: 'behaviour', assumes: [], idempotent: false,
};

/**
 * @param {string} name
 * @param {Partial<import('../types.js').Pass>} pass
 */
function plant(name, pass) {
  PASSES.set(name, /** @type {import('../types.js').Pass} */ ({ ...RECORD, name, ...pass }));
}

plant('throws', { apply(draft) { draft.change(draft.of('ForStatement')[0], { test: null }); throw new Error('on purpose'); } });
plant('breaks', { apply(draft) { draft.change(draft.of('Identifier')[0], { name: 'not a name' }); return 1; } });
plant('unprintable', { apply(draft) { draft.replace(draft.of('ForStatement')[0], { type: 'Nonsense', start: 0, end: 0 }); return 1; } });
/** @type {Partial<import('../types.js').TextPass>} */
const garbling = { draw: () => ({}), rewrite: () => '}{' };
plant('garbles', garbling);
plant('refuses', { refuses: () => 2, apply: () => 1 });
after(() => { for (const name of ['throws', 'breaks', 'unprintable', 'garbles', 'refuses']) PASSES.delete(name); });

test('the same seed gives the same variant', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(PRESERVING), fc.string(), (passes, seed) => {
      assert.deepEqual(variantOf(SOURCE, always(...passes), seed), variantOf(SOURCE, always(...passes), seed));
    }),
    { numRuns: 50 },
  );
});

test('a variant is the same alone and among others', () => {
  const plan = { steps: PRESERVING.map((pass) => ({ pass, chance: 0.4 })) };
  const seeds = Array.from({ length: 12 }, (_, seed) => String(seed));
  const together = makeVariants(PROGRAM, plan, seeds).variants;
  const alone = seeds.map((seed, index) => ({ ...makeVariants(PROGRAM, plan, [seed]).variants[0], index }));
  assert.deepEqual(together, alone);
});

test('a pass that throws leaves no trace but its name', () => {
  const { text, failed } = variantOf(SOURCE, always('rename-variables', 'throws', 'insert-dead-code'));
  assert.equal(text, variantOf(SOURCE, always('rename-variables', 'insert-dead-code')).text);
  assert.deepEqual(failed, [['throws', 'Error: on purpose']]);
});

for (const name of ['unprintable']) {
  test(`the pass at fault is found where the outcome can't be printed: ${name}`, () => {
    const { text, failed, passes } = variantOf(SOURCE, always('rename-variables', name));
    assert.deepEqual(failed.map(([pass]) => pass), [name]);
    assert.deepEqual(passes.map(([pass]) => pass), ['rename-variables']);
    assert.equal(text, variantOf(SOURCE, always('rename-variables')).text);
  });
}

for (const [name, next] of [['breaks', 'compress'], ['garbles', 'compress'], ['garbles', 'insert-dead-code'], ['unprintable', 'compress']]) {
  test(`a pass at fault before another that reads the text again is found too: ${name}, ${next}`, () => {
    const { failed, passes } = variantOf(SOURCE, always(name, next, 'rename-variables'));
    assert.deepEqual(failed.map(([pass]) => pass), [name]);
    assert.deepEqual(passes.map(([pass]) => pass), [next, 'rename-variables']);
  });
}

test('what is told of a variant begins again with it', () => {
  const { texts, passes, text } = explainVariant(PROGRAM, always('insert-dead-code', 'throws', 'rename-variables'), '1');
  assert.equal(texts.length, passes.length);
  assert.equal(texts.at(-1), text);
});

test('what a pass must not touch is told by number', () => {
  const source = 'function f(a) { return eval("a"); }';
  assert.deepEqual(variantOf(source, always('rename-variables')).refused, [['rename-variables', 1]]);
  assert.deepEqual(variantOf(SOURCE, always('refuses')).refused, [['refuses', 2]]);
});

test('steps of one gate are drawn together', () => {
  const steps = ['rename-variables', 'insert-dead-code'].map((pass) => ({ pass, chance: 0.5, gate: 'both' }));
  const drawn = new Set();
  for (let seed = 0; seed < 60; seed += 1) {
    const { passes, unchanged } = variantOf(SOURCE, { steps }, seed);
    drawn.add(passes.length + unchanged.length);
  }
  assert.deepEqual([...drawn].sort(), [0, 2]);
});

for (const order of /** @type {const} */ (['as written', 'shuffled'])) {
  test(`a pass taken out of a plan changes no other pass's draws: ${order}`, () => {
    // What the pass takes away, none of the others looks at.
    const source = `// one\n// two\n// three\n${SOURCE}`;
    const others = ['rename-variables', 'insert-dead-code', 'flip-updates', 'swap-comparisons', 'toggle-braces'];
    const steps = others.map((pass) => ({ pass, chance: 0.5 }));
    const texts = new Set();
    for (let seed = 0; seed < 40; seed += 1) {
      const all = variantOf(source, { steps: [{ pass: 'remove-comments', chance: 1 }, ...steps], order }, seed);
      const fewer = variantOf(source, { steps, order }, seed);
      assert.deepEqual(all.passes.filter(([pass]) => pass !== 'remove-comments'), fewer.passes);
      const [code, codeOfFewer] = [all, fewer].map(({ text }) => text.replaceAll(/^\/\/.*\n/gm, ''));
      assert.equal(code, codeOfFewer);
      texts.add(code);
    }
    assert.ok(texts.size > 30, `${texts.size}`);
  });
}

test('a shuffled plan takes its passes in many orders, text passes in their places', () => {
  const plan = /** @type {const} */ ({ ...always('compress', 'rename-variables', 'insert-dead-code', 'mangle-identifiers'), order: 'shuffled' });
  const orders = new Set();
  for (let seed = 0; seed < 60; seed += 1) {
    const names = variantOf('function f(list, sum) { var b = 2 * 3; { let c = list; g(c); } return b + sum; }', plan, seed).passes.map(([pass]) => pass);
    assert.equal(names[0], 'compress');
    orders.add(names.join());
  }
  assert.ok(orders.size >= 4, [...orders].join('\n'));
});

test('where too few passes change something, those not drawn have their turns, the nearest first', () => {
  const [likely, unlikely] = ['rename-variables', 'insert-dead-code'];
  const plan = { steps: [{ pass: unlikely, chance: 0.001 }, { pass: likely, chance: 0.1, options: { share: 1 } }, { pass: 'compress', chance: 0 }] };
  const counts = { [likely]: 0, [unlikely]: 0 };
  for (let seed = 0; seed < 60; seed += 1) {
    const { passes } = variantOf(SOURCE, { ...plan, atLeast: 1 }, seed);
    assert.equal(passes.length, 1);
    counts[passes[0][0]] += 1;
    const both = variantOf(SOURCE, { ...plan, atLeast: 3 }, seed);
    assert.deepEqual(both.passes.map(([pass]) => pass).sort(), [unlikely, likely]);
    // Enough is enough: what is drawn anyway stays as it was.
    assert.equal(variantOf(SOURCE, { ...always(likely), atLeast: 1 }, seed).text, variantOf(SOURCE, always(likely), seed).text);
  }
  assert.ok(counts[likely] > 50, `${counts[likely]}`);
});

test('distinct variants differ from each other and from the source', () => {
  const seeds = Array.from({ length: 80 }, (_, seed) => String(seed));
  const { variants } = makeVariants(PROGRAM, { steps: [{ pass: 'rename-variables', chance: 0.5 }] }, seeds, 20);
  const texts = variants.map(({ text }) => text);
  assert.equal(new Set([...texts, SOURCE]).size, 21);
  for (const { text, index } of variants) {
    assert.equal(text, variantOf(SOURCE, { steps: [{ pass: 'rename-variables', chance: 0.5 }] }, seeds[index]).text);
  }
});

test('an explanation ends with the variant', () => {
  const plan = { steps: PRESERVING.map((pass) => ({ pass, chance: 0.5 })) };
  for (let seed = 0; seed < 20; seed += 1) {
    const { index, ...variant } = variantOf(SOURCE, plan, seed, 'js', 'program');
    const { texts, ...explained } = explainVariant(PROGRAM, plan, String(seed));
    assert.deepEqual(explained, variant);
    assert.equal(texts.length, variant.passes.length);
    if (texts.length > 0) assert.equal(texts.at(-1), variant.text);
  }
});
