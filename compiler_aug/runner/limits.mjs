// @ts-check
/** Work that may not end. */
import { Script } from 'node:vm';

const CALL = Symbol.for('contracode.call');
/** A loop without end is stopped by the engine: no promise and no timer could. */
const run = new Script('globalThis[Symbol.for("contracode.call")]()');

/**
 * @template T
 * @param {number} limitMs
 * @param {() => T} work
 * @param {import('node:vm').Context} [context] whose promises are settled as well, if it settles them after a script
 * @returns {T | undefined} nothing if it did not end
 */
export function withLimit(limitMs, work, context) {
  const slot = /** @type {any} */ (context ?? globalThis);
  slot[CALL] = work;
  try {
    return context ? run.runInContext(context, { timeout: limitMs }) : run.runInThisContext({ timeout: limitMs });
  } catch (error) {
    if (/** @type {any} */ (error)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    delete slot[CALL];
  }
}
