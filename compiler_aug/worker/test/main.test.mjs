// @ts-check
/** What the worker answers to requests that it can't do. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { decodeFrames, encodeFrame } from '../frames.mjs';

/**
 * @param {...object} requests
 * @returns {Promise<any[]>} the reply to each
 */
async function repliesTo(...requests) {
  const worker = spawn(process.execPath, [fileURLToPath(new URL('../main.mjs', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
  worker.stdin.end(Buffer.concat(requests.map(encodeFrame)));
  const replies = [];
  for await (const reply of decodeFrames(worker.stdout)) replies.push(reply);
  return replies;
}

test('a program that can\'t be processed fails alone, and says why and where', async () => {
  const sources = ['let = ;', 'f();', '('.repeat(501), '+a'.repeat(30_000)];
  const items = sources.map((source) => ({ source, language: 'js', shape: 'program' }));
  const [{ replies }] = await repliesTo({ op: 'check', items });
  assert.deepEqual(replies.map((/** @type {any} */ reply) => reply.failure?.kind), ['syntax', undefined, 'depth', 'depth']);
  assert.deepEqual(replies[2].failure, { kind: 'depth', message: 'nested more than 500 levels deep', line: 1, column: 501 });
});

test('an operation that there is not is told by name, and what follows is answered', async () => {
  const items = [{ source: 'f();' }];
  const answers = await repliesTo({ op: 'toString', items }, { op: 'check', items });
  assert.deepEqual(answers, [
    { replies: [{ failure: { kind: 'internal', message: 'no operation is called toString', line: 0, column: 0 } }] },
    { replies: [{}] },
  ]);
});
