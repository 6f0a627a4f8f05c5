import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = resolve('src');
const beside = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The tests were written for jest, and import the package by its name. */
export default {
  resolve: {
    alias: [
      { find: /^@reduxjs\/toolkit$/, replacement: `${source}/index.ts` },
      { find: /^@internal\//, replacement: `${source}/` },
      { find: /^console-testing-library(\/pure)?$/, replacement: beside('console-testing.mjs') },
    ],
  },
  // Its configuration for tests is not shipped.
  esbuild: { tsconfigRaw: '{}' },
  test: {
    globals: true,
    snapshotFormat: { printBasicPrototype: true, escapeString: true },
    setupFiles: [beside('jest.setup.mjs')],
    // Without those of the part for React, which need a browser and a server.
    include: ['src/{tests,entities/tests,listenerMiddleware/tests}/*.test.ts'],
  },
};
