// @ts-check
/** Laws of printing, over all programs there are: what is printed anew says what the source says. */
import assert from 'node:assert/strict';
import test from 'node:test';
import ts from 'typescript';
import { readProgram } from '../../program.mjs';
import { randomFrom } from '../../random.mjs';
import { CANONICAL, drawnStyle } from '../../render/styles.mjs';
import { PROGRAMS, readLibraries, SAMPLES } from '../programs.mjs';
import { essence, printedIn, reprinted, wordsOf } from './trees.mjs';

/** @typedef {import('../../types.js').Style} Style */
/** @typedef {import('../programs.mjs').Sample} Sample */

/** @param {number} seed */
const styleOf = (seed) => drawnStyle(randomFrom(`style ${seed}`));

/** Every value of every option is among them; a test says so. @type {[name: string, style: Style][]} */
const STYLES = [
  ['the canonical style', CANONICAL],
  ...[9, 19, 27, 29, 56, 57].map((seed) => /** @type {[string, Style]} */ ([`the style of seed ${seed}`, styleOf(seed)])),
];

/** @param {Sample[]} samples */
const unitsOf = (samples) => samples.map(({ file, source, language }) => {
  const unit = readProgram(source, language, 'program');
  return { file, unit, expected: essence(unit.program) };
});

const GROUPS = {
  'of test262': unitsOf(PROGRAMS),
  'of newer syntax, types and elements': unitsOf(SAMPLES),
  'of libraries': unitsOf(readLibraries()),
};

test('the styles are as different as can be', () => {
  const options = (/** @type {Style[]} */ styles) =>
    [...new Set(styles.flatMap((style) => Object.entries(style).map(String)))].sort();
  const drawn = options(STYLES.slice(1).map(([, style]) => style));
  assert.deepEqual(drawn, options(Array.from({ length: 200 }, (_, seed) => styleOf(seed))));
});

for (const [name, units] of Object.entries(GROUPS)) {
  test(`programs ${name} say the same where every node is made by a pass`, () => {
    for (const { file, unit, expected } of units) {
      const { text, again } = reprinted(unit, null);
      assert.equal(essence(again.program), expected, `${file}\n${text}`);
    }
  });

  for (const [called, style] of STYLES) {
    test(`programs ${name} say the same, comments included, in ${called}`, () => {
      for (const { file, unit, expected } of units) {
        const { text, again } = reprinted(unit, style);
        assert.equal(essence(again.program), expected, `${file}\n${text}`);
        assert.deepEqual(wordsOf(again.comments), wordsOf(unit.comments), `${file}\n${text}`);
      }
    });
  }

  test(`programs ${name} look the same when printed twice`, () => {
    for (const { file, unit } of units) {
      const { text } = reprinted(unit, CANONICAL);
      assert.equal(printedIn(text, CANONICAL, unit.language), text, file);
    }
  });
}

test('other styles, too, are the same when printed twice', () => {
  for (let seed = 0; seed < 40; seed += 1) {
    for (const { file, unit } of GROUPS['of newer syntax, types and elements']) {
      const { text } = reprinted(unit, styleOf(seed));
      assert.equal(printedIn(text, styleOf(seed), unit.language), text, `${file} ${seed}`);
    }
  }
});

const KINDS = { jsx: ts.ScriptKind.JSX, ts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX };

/**
 * What another parser says, which shares no code with ours.
 *
 * @param {string} text
 * @param {keyof typeof KINDS} language
 */
function faultsOf(text, language) {
  const file = ts.createSourceFile('', text, ts.ScriptTarget.Latest, false, KINDS[language]);
  return /** @type {any} */ (file).parseDiagnostics.map((/** @type {any} */ { messageText }) => messageText);
}

test('the compiler of TypeScript reads what is printed', () => {
  let read = 0;
  for (const { file, unit } of [...GROUPS['of test262'], ...GROUPS['of newer syntax, types and elements']]) {
    if (faultsOf(unit.text, unit.language).length > 0) continue;
    read += 1;
    for (const style of [null, CANONICAL, styleOf(19)]) {
      const { text } = reprinted(unit, style);
      assert.deepEqual(faultsOf(text, unit.language), [], `${file}\n${text}`);
    }
  }
  assert.ok(read > 1900, `only ${read} programs read`);
});
