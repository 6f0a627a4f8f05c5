// @ts-check
/**
 * Every pass on the 1,981 programs of test262-parser-tests that must parse, and on some of newer syntax, which those
 * lack. What renames or prints is checked against a compiler that shares no code with it: oxc's mangler, which
 * resolves names by itself and gives equal programs equal text.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Edits } from '../edits.mjs';
import { minifyUnit } from '../engines/minify.mjs';
import { PASSES } from '../passes/index.mjs';
import { readProgram, rereadUnit } from '../program.mjs';
import { childrenOf } from '../tree.mjs';
import { always, variantOf } from './harness.mjs';
import { PROGRAMS, SAMPLES } from './programs.mjs';
import { essence } from './render/trees.mjs';

/** @typedef {import('../types.js').Node} Node */
/** @typedef {import('../types.js').Unit} Unit */

/** Its function and a parameter share a name, which the mangler counts as one in one case only. */
const SHARED_NAME = '1093d98f5fc0758d.js';

/**
 * Names taken away: what is left must be equal.
 *
 * @param {string} source
 */
function namelessText(source) {
  const unit = withNumberedLabels(readProgram(source, 'jsx', 'program'));
  const dense = /** @type {string} */ (minifyUnit(unit, {
    compress: false, mangle: { toplevel: false }, codegen: { removeWhitespace: true },
  }));
  assert.ok(dense !== null, source);
  // Parentheses with their blanks, empty statements, empty imports and quotes are the printer's choice.
  const bare = dense.replaceAll(/[();\s]/g, '').replaceAll(/["'`]/g, '"');
  return bare.replaceAll('import{}from', 'import');
}

/**
 * The mangler leaves labels as they are.
 *
 * @param {Unit} unit
 * @returns {Unit}
 */
function withNumberedLabels(unit) {
  const edits = new Edits(unit.text);
  let count = 0;
  /**
   * @param {Node} node
   * @param {Map<string, string>} labels around it
   */
  const walk = (node, labels) => {
    let inner = labels;
    if (node.type === 'LabeledStatement') inner = new Map([...labels, [node.label.name, `label${count++}`]]);
    if (node.label) edits.replace(node.label.start, node.label.end, inner.get(node.label.name) ?? 'unknown');
    for (const [child] of childrenOf(node)) walk(child, inner);
  };
  walk(unit.program, new Map());
  return rereadUnit(edits.made().text, unit);
}

for (const pass of PASSES.keys()) {
  test(`${pass} makes a program of every program`, () => {
    let changed = 0;
    for (const { file, source, language } of [...PROGRAMS, ...SAMPLES]) {
      const variant = variantOf(source, always(pass), file, language, 'program');
      assert.deepEqual(variant.failed, [], file);
      assert.doesNotThrow(() => readProgram(variant.text, language, 'program'), file);
      changed += variant.passes.length;
    }
    assert.ok(changed > 0, 'no program changed');
  });
}

for (const pass of ['rename-variables', 'mangle-identifiers', 'compact']) {
  test(`${pass} changes names and quotes only`, () => assertEqual(pass, namelessText));
}

for (const pass of ['reformat', 'beautify', 'remove-comments', 'move-comments']) {
  test(`${pass} changes the format only`, () => {
    assertEqual(pass, (source) => essence(readProgram(source, 'jsx', 'program').program));
  });
}

/**
 * @param {string} pass
 * @param {(source: string) => string} sense of a program, which the pass must not change
 */
function assertEqual(pass, sense) {
  let compared = 0;
  for (const { file, source } of PROGRAMS) {
    if (file === SHARED_NAME) continue;
    const { text } = variantOf(source, always(pass), file, 'jsx', 'program');
    if (text === source) continue;
    compared += 1;
    assert.equal(sense(text), sense(source), file);
  }
  assert.ok(compared > 20, `only ${compared} programs compared`);
}
