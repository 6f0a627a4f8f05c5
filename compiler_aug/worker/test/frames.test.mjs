// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { decodeFrames, encodeFrame } from '../frames.mjs';

/**
 * @param {Buffer} bytes
 * @param {number} size
 */
async function* inPieces(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test('messages survive any cutting of the stream', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue(), { maxLength: 5 }),
      fc.integer({ min: 1, max: 64 }),
      async (messages, size) => {
        const stream = inPieces(Buffer.concat(messages.map(encodeFrame)), size);
        const received = [];
        for await (const message of decodeFrames(stream)) received.push(message);
        assert.equal(JSON.stringify(received), JSON.stringify(messages));
      },
    ),
  );
});

test('a lone surrogate survives', async () => {
  const received = [];
  for await (const message of decodeFrames(inPieces(encodeFrame('\ud800'), 3))) received.push(message);
  assert.deepEqual(received, ['\ud800']);
});
