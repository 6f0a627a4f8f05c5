/** As the package's own. */
export default {
  test: {
    globals: true, environment: 'jsdom', setupFiles: ['./tests/setup.js'], testTimeout: 10000,
    include: ['tests/**/*.test.js'],
  },
};
