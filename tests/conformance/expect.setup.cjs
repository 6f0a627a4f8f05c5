/** What a package's own set-up, which it does not ship, gives its tests. */
const { createRequire } = require('node:module');
const { resolve } = require('node:path');

// As the package would: this file stands elsewhere.
const chai = createRequire(resolve('package.json'))('chai');
chai.should();
globalThis.expect = chai.expect;
