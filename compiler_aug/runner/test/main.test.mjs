// @ts-check
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { decodeFrames, encodeFrame } from '../../worker/frames.mjs';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'runner-')));
const runner = spawn(process.execPath, [fileURLToPath(new URL('../main.mjs', import.meta.url))], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const replies = decodeFrames(runner.stdout);
after(() => runner.kill());

/**
 * @param {string} op
 * @param {object} item
 */
async function ask(op, item) {
  runner.stdin.write(encodeFrame({ op, items: [item] }));
  return (await replies.next()).value.replies[0];
}

let modules = 0;

/**
 * What a function answers, of a module that holds nothing else.
 *
 * @param {string} source of the function
 */
async function observed(source) {
  const path = join(folder, `${(modules += 1)}.mjs`);
  writeFileSync(path, `export const f = ${source};`);
  return ask('call', { path, key: '.f' });
}

test('a module that can not be imported says why, and the next one is', async () => {
  const path = join(folder, 'broken.mjs');
  writeFileSync(path, 'import "nowhere";');
  assert.deepEqual(await ask('load', { path }), { failure: 'ERR_MODULE_NOT_FOUND' });
  assert.deepEqual((await observed('() => "here"')).answers, ['"here"']);
});

test('chance is the same in every call, and time stands still', async () => {
  const { repeatable, answers } = await observed('() => [Math.random(), Date.now(), +new Date()]');
  assert.equal(repeatable, true);
  assert.equal(answers.length, 1);
});

test('a function can neither end the process, nor speak, nor come back later', async () => {
  const loud = `() => { console.log('x'); process.stdout.write('y'); setTimeout(() => { for (;;); });
    Promise.reject(new Error('later')); process.exit(1); }`;
  assert.deepEqual((await observed(loud)).answers, []);
  assert.deepEqual((await observed('() => "here"')).answers, ['"here"']);
});

test('a function has no network', async () => {
  const connect = `() => { process.getBuiltinModule?.('net').connect(80, '127.0.0.1'); return 1; }`;
  assert.deepEqual((await observed(connect)).answers, []);
  assert.deepEqual((await observed('() => typeof fetch')).answers, ['"undefined"']);
});

test('who changes the language itself is told', async () => {
  assert.equal((await observed('() => (Array.prototype.x = 1)')).meddles, true);
  assert.equal((await observed('() => [].x ?? 3')).meddles, false);
});

test('tuples have at least one argument and at most five', async () => {
  const { lengths } = await ask('tuples', {});
  assert.deepEqual([Math.min(...lengths), Math.max(...lengths)], [1, 5]);
});
