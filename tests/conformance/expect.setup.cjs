/** What a package's own set-up, which it does not ship, gives its tests. */
const { createRequire, registerHooks } = require('node:module');
const { resolve } = require('node:path');

// As the package would: this file stands elsewhere.
const chai = createRequire(resolve('package.json'))('chai');
chai.should();
globalThis.expect = chai.expect;

// Import attributes as they were written before they were standard; Node reads them no more.
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('.test.js')) return loaded;
    return { ...loaded, source: String(loaded.source).replaceAll(/\bassert (?=\{ type: 'json' \})/g, 'with ') };
  },
});
