/** What the package's tests use of `console-testing-library`, whose own modules import what it does not ship. */
import { inspect } from 'node:util';

export const createConsole = () => {
  const told = [];
  const tell = (...parts) => {
    told.push(parts.map((part) => (typeof part === 'string' ? part : inspect(part))).join(' '));
  };
  return { told, log: tell, info: tell, warn: tell, error: tell, group: tell, groupCollapsed: tell, groupEnd() {} };
};

export const mockConsole = (mocked) => {
  const before = globalThis.console;
  globalThis.console = mocked;
  return () => {
    globalThis.console = before;
  };
};

export const getLog = (from = globalThis.console) => ({ log: from.told.join('\n') });
