// @ts-check
/** The parser behind every program that is read. */
import { parseSync, rawTransferSupported } from 'oxc-parser';

/** Without it, trees come as JSON, which takes four times as long; Node 20 has no other way. */
const experimentalRawTransfer = rawTransferSupported();

/**
 * @param {string} text
 * @param {import('oxc-parser').ParserOptions} options
 * @returns {import('oxc-parser').ParseResult}
 */
export const parse = (text, options) => parseSync('', text, /** @type {any} */ ({ ...options, experimentalRawTransfer }));
