// @ts-check
/**
 * Values as text, for comparing what one program does with what another does. Unlike those of
 * `values.mjs`, the texts tell the order of keys, and nothing is called to make them.
 */

/** Larger values are cut, everywhere the same way. */
const MOST_NODES = 150;
const MOST_DEPTH = 5;
const MOST_CHARACTERS = 300;

/** @type {WeakMap<object, string>} what a world made, by the name under which it is recorded */
export const known = new WeakMap();
/** @type {WeakSet<object>} errors that the program made itself: the engine's word their messages freely */
export const madeErrors = new WeakSet();

/**
 * @param {unknown} value
 * @returns {string}
 */
export const written = (value) => new Writer().write(value, 0);

/** What the engine says of its own accord quotes the program: ASSUMPTIONS.md, number 2. */
const QUOTING = [
  /[^\s"'\u0060]+(?= is not (?:a function|a constructor|iterable|async iterable|defined|an object|extensible))/g,
  /(?<=Cannot destructure )(?:property )?'[^']*' of '[^']*'(?= as)/g,
  /(?<=Cannot access )'[^']*'(?= before initialization)/g,
  /(?<=Assignment to constant variable)[^"]*/g,
];

/** @param {string} value */
function textOf(value) {
  const text = QUOTING.reduce((left, words) => left.replace(words, '?'), value);
  return JSON.stringify(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...${text.length}` : text);
}

class Writer {
  constructor() {
    this.left = MOST_NODES;
    /** @type {object[]} */
    this.above = [];
  }

  /**
   * @param {any} value
   * @param {number} depth
   * @returns {string}
   */
  write(value, depth) {
    this.left -= 1;
    if (this.left < 0 || depth > MOST_DEPTH) return '...';
    switch (typeof value) {
      case 'number':
        return Object.is(value, -0) ? '-0' : String(value);
      case 'string':
        return textOf(value);
      case 'bigint':
        return `${value}n`;
      case 'symbol':
        return `@${value.description}`;
      case 'function':
        return known.get(value) ?? `function${this.writeProperties(value, depth)}`;
      case 'object':
        return value === null ? 'null' : known.get(value) ?? this.writeOnce(value, depth);
      default:
        return String(value);
    }
  }

  /**
   * @param {object} value
   * @param {number} depth
   */
  writeOnce(value, depth) {
    const place = this.above.indexOf(value);
    if (place >= 0) return `^${this.above.length - place}`;
    this.above.push(value);
    try {
      return this.writeObject(value, depth);
    } finally {
      this.above.pop();
    }
  }

  /**
   * @param {any} value
   * @param {number} depth
   * @returns {string}
   */
  writeObject(value, depth) {
    if (Array.isArray(value)) return `[${this.writeItems(value, depth)}]`;
    if (value instanceof Map) return `Map[${this.writeItems([...Map.prototype.entries.call(value)], depth)}]`;
    if (value instanceof Set) return `Set[${this.writeItems([...Set.prototype.values.call(value)], depth)}]`;
    if (value instanceof Date) return `Date(${Date.prototype.getTime.call(value)})`;
    if (value instanceof RegExp) return `${RegExp.prototype.toString.call(value)}@${written(value.lastIndex)}`;
    if (value instanceof Error) return this.writeError(value, depth);
    if (value instanceof Promise) return 'promise';
    if (ArrayBuffer.isView(value)) return `${Object.prototype.toString.call(value)}${this.writeProperties(value, depth)}`;
    if (value instanceof Number) return `boxed ${Number.prototype.valueOf.call(value)}`;
    if (value instanceof String) return `boxed ${this.write(String.prototype.valueOf.call(value), depth)}`;
    if (value instanceof Boolean) return `boxed ${Boolean.prototype.valueOf.call(value)}`;
    return this.writeProperties(value, depth);
  }

  /**
   * @param {any} error
   * @param {number} depth
   */
  writeError(error, depth) {
    const kind = [TypeError, RangeError, SyntaxError, ReferenceError, URIError, EvalError, AggregateError].find(
      (each) => error instanceof each);
    const name = kind ? kind.name : 'Error';
    if (!madeErrors.has(error)) return name;
    const message = Object.getOwnPropertyDescriptor(error, 'message')?.value;
    return `${name}(${this.write(message, depth + 1)})${this.writeProperties(error, depth)}`;
  }

  /**
   * @param {any[]} items
   * @param {number} depth
   */
  writeItems(items, depth) {
    const texts = [];
    for (let place = 0; place < items.length && this.left > 0; place += 1) {
      const { value, get } = Object.getOwnPropertyDescriptor(items, place) ?? { get: null };
      if (get === null) texts.push('');
      else texts.push(get ? 'getter' : this.write(value, depth + 1));
    }
    return texts.join(',');
  }

  /**
   * Own properties that can be enumerated, in their order. The name of an object's class is not told:
   * it need not stay.
   *
   * @param {any} value
   * @param {number} depth
   */
  writeProperties(value, depth) {
    const fields = [];
    for (const key of Reflect.ownKeys(value)) {
      const field = Object.getOwnPropertyDescriptor(value, key);
      if (!field?.enumerable || this.left < 0) continue;
      const label = typeof key === 'symbol' ? `@${key.description}` : key;
      if (!('value' in field)) fields.push(`${label}:${field.get ? 'getter' : 'setter'}`);
      else fields.push(`${label}:${this.write(field.value, depth + 1)}`);
    }
    const isFrozen = fields.length > 0 && Object.isFrozen(value) ? 'frozen' : '';
    return typeof value === 'function' && fields.length === 0 ? '' : `${isFrozen}{${fields.join(',')}}`;
  }
}
