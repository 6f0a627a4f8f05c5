// @ts-check
import { transformUnit } from '../engines/transform.mjs';

/**
 * Turn TypeScript into JavaScript: types, and imports that are used as types only, go. What would become
 * other code (enums, namespaces, decorators, properties declared as parameters) is left alone.
 *
 * @type {import('../types.js').TextPass}
 */
export default {
  name: 'erase-types',
  aliases: [],
  group: 'language',
  example: ['const twice = (n: number): number => n * 2;', 'const twice = (n) => n * 2;'],
  preserves: 'behaviour',
  assumes: [],
  idempotent: true,
  draw: () => ({}),
  rewrite(unit) {
    const { hasTypes, hasActingTypes } = unit.traits;
    if (unit.language === 'jsx' || !hasTypes || hasActingTypes) return null;
    const text = transformUnit(unit, 'esnext');
    return text === null ? null : { text, language: 'jsx' };
  },
};
