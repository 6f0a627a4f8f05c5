// @ts-check
/**
 * Every pass on the 1,981 programs of test262-parser-tests that must parse. What renames or prints is checked
 * against a compiler that shares no code with it: oxc's mangler, which resolves names by itself and
 * gives equal programs equal text.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { minifyUnit } from '../minify.mjs';
import { readProgram } from '../program.mjs';
import { makeVariant } from '../variants.mjs';
import { ALL_PASSES } from './harness.mjs';

const FOLDER = new URL('../node_modules/test262-parser-tests/pass/', import.meta.url);
const PROGRAMS = readdirSync(FOLDER).map((file) => ({
  file,
  source: readFileSync(new URL(file, FOLDER), 'utf8'),
}));

/** Its function and a parameter share a name, which the mangler counts as one in one case only. */
const SHARED_NAME = '1093d98f5fc0758d.js';

/**
 * Names and format taken away: what is left must be equal.
 *
 * @param {string} source
 */
function essence(source) {
  const unit = readProgram(source, 'jsx', 'program');
  const dense = minifyUnit(unit, {
    compress: false, mangle: { toplevel: false }, codegen: { removeWhitespace: true },
  });
  // Parentheses with their blanks, empty statements, empty imports and quotes are the printer's choice.
  const bare = dense.replaceAll(/[();\s]/g, '').replaceAll(/["'`]/g, '"');
  return bare.replaceAll('import{}from', 'import');
}

for (const pass of ALL_PASSES) {
  test(`${pass} makes a program of every program`, () => {
    let changed = 0;
    for (const { file, source } of PROGRAMS) {
      const variant = makeVariant(
        { source, language: 'jsx', shape: 'program' }, [{ pass, chance: 1 }], file,
      );
      assert.doesNotThrow(() => readProgram(variant.text, 'jsx', 'program'), file);
      changed += variant.passes.length;
    }
    assert.ok(changed > 100, `only ${changed} programs changed`);
  });
}

for (const pass of ['rename-variables', 'mangle-identifiers', 'reformat']) {
  test(`${pass} changes names and format only`, () => {
    let compared = 0;
    for (const { file, source } of PROGRAMS) {
      if (file === SHARED_NAME) continue;
      const plan = [{ pass, chance: 1 }];
      const { text } = makeVariant({ source, language: 'jsx', shape: 'program' }, plan, file);
      if (text === source) continue;
      compared += 1;
      assert.equal(essence(text), essence(source), file);
    }
    assert.ok(compared > 100, `only ${compared} programs compared`);
  });
}
