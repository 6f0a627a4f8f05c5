/** Tests for Node's own runner, all in this process: one a file would take twenty times as long. */
const { readdirSync } = require('node:fs');
const { resolve } = require('node:path');

/** It changes `Object.prototype`, which the others loop over. */
const ALONE = 'for-in-loop.test.js';

for (const name of readdirSync('test').sort()) {
  if (name.endsWith('.test.js') && name !== ALONE) require(resolve('test', name));
}
