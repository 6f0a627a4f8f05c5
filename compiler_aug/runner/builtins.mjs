// @ts-check
/** The language's own objects, which all functions of a process share. */

const SHARED = [
  Object, Function, Array, String, Number, Boolean, Date, RegExp, Math, JSON, Symbol, Map, Set,
  Promise, Error, globalThis,
];

/** @returns {{remember: () => void, restore: () => boolean}} */
export function sharing() {
  const watched = SHARED.flatMap((builtin) => {
    const { prototype } = /** @type {any} */ (builtin);
    return prototype ? [builtin, prototype] : [builtin];
  });
  /** @type {PropertyDescriptorMap[]} */
  let before = [];
  return {
    remember() {
      before = watched.map((object) => Object.getOwnPropertyDescriptors(object));
    },
    /** Undo what was changed since; says whether anything was. */
    restore() {
      const changed = watched.map((object, place) => restoreOne(object, before[place]));
      return changed.includes(true);
    },
  };
}

/**
 * @param {object} object
 * @param {PropertyDescriptorMap} before
 */
function restoreOne(object, before) {
  let changed = false;
  const now = Object.getOwnPropertyDescriptors(object);
  for (const name of Reflect.ownKeys(now)) {
    if (Object.hasOwn(before, name)) continue;
    changed = Reflect.deleteProperty(object, name) || changed;
  }
  for (const name of Reflect.ownKeys(before)) {
    const { value, get } = /** @type {any} */ (before)[name];
    const current = /** @type {any} */ (now)[name];
    if (current && Object.is(current.value, value) && current.get === get) continue;
    changed = Reflect.defineProperty(object, name, /** @type {any} */ (before)[name]) || changed;
  }
  return changed;
}
