/** What tests written for jest expect. */
globalThis.jest = globalThis.vi;
