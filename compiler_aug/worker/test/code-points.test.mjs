// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { codePointsIn } from '../code-points.mjs';

test('code points before an offset are counted as a string iterator counts them', () => {
  // Single units, so that halves of pairs stand alone too.
  const unit = fc.constantFrom('a', '\u00e9', '\ud83d', '\ude00', '\ud83d\ude00');
  fc.assert(fc.property(fc.array(unit).map((units) => units.join('')), (text) => {
    const codePoints = codePointsIn(text);
    let offset = 0;
    for (const [count, character] of [...text].entries()) {
      assert.equal(codePoints(offset), count);
      if (character.length === 2) assert.equal(codePoints(offset + 1), count + 1);
      offset += character.length;
    }
    assert.equal(codePoints(offset), [...text].length);
  }));
});
