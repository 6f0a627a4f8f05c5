// @ts-check
/**
 * Values as text: equal values have equal texts, whatever library made them.
 *
 * Numbers are marked with `#`, so that whoever compares can allow for rounding. Order of keys does
 * not count; order of a Map or Set does.
 */

/** Deeper or larger values are cut; what is cut is cut the same way everywhere. */
const MOST_NODES = 400;
const MOST_DEPTH = 8;
/** A lazy sequence may have no end. */
const MOST_ITEMS = 50;

/** What a function among the results is called with: that is how it is known. */
const PROBES = [
  () => [], () => [1], () => [2, 3], () => ['a'], () => [[1, 2, 3]], () => [{ a: 1 }],
  () => ['a', 'b'],
];

/**
 * Whether a result says anything: outside of its domain a function gives undefined or NaN, or
 * throws. A promise is no answer yet.
 *
 * @param {any} value
 */
export function isAnswer(value) {
  if (value === undefined || Number.isNaN(value)) return false;
  return typeof value !== 'object' || value === null || typeof value.then !== 'function';
}

/**
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  return new Writer().write(value, 0);
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
        return `#${Object.is(value, -0) ? '-0' : value}`;
      case 'string':
        return JSON.stringify(value.length > 400 ? `${value.slice(0, 400)}...` : value);
      case 'bigint':
        return `${value}n`;
      case 'symbol':
        return `@${value.description}`;
      case 'function':
        return this.writeFunction(value, depth);
      case 'object':
        return value === null ? 'null' : this.writeOnce(value, depth);
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
    } catch {
      return 'unreadable';
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
    if (Array.isArray(value)) return this.writeList(value, depth);
    if (ArrayBuffer.isView(value) && 'length' in value) {
      return `${nameOf(value)}${this.writeList([.../** @type {any} */ (value)], depth)}`;
    }
    if (value instanceof Date) return `Date(${+value})`;
    if (value instanceof RegExp) return String(value);
    if (value instanceof Error) return `Error(${value.name})`;
    if (value instanceof Map || value instanceof Set) {
      return `${nameOf(value)}${this.writeList([...value], depth)}`;
    }
    if (value instanceof Number || value instanceof String || value instanceof Boolean) {
      return `boxed ${this.write(value.valueOf(), depth)}`;
    }
    if (typeof value.next === 'function') return this.writeSequence(value, depth);
    return this.writeProperties(value, depth);
  }

  /**
   * @param {any[]} items
   * @param {number} depth
   */
  writeList(items, depth) {
    const texts = [];
    for (let place = 0; place < items.length && this.left > 0; place += 1) {
      texts.push(place in items ? this.write(items[place], depth + 1) : '');
    }
    return `[${texts.join(',')}]`;
  }

  /**
   * @param {any} value
   * @param {number} depth
   */
  writeProperties(value, depth) {
    const fields = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${this.write(value[key], depth + 1)}`);
    const prefix = Object.getPrototypeOf(value);
    const plain = prefix === null || prefix === Object.prototype;
    return `${plain ? '' : nameOf(value)}{${fields.join(',')}}`;
  }

  /**
   * @param {any} iterator
   * @param {number} depth
   */
  writeSequence(iterator, depth) {
    const items = [];
    for (let step = iterator.next(); !step.done; step = iterator.next()) {
      items.push(step.value);
      if (items.length === MOST_ITEMS) break;
    }
    return `sequence${this.writeList(items, depth)}`;
  }

  /**
   * @param {Function} value
   * @param {number} depth
   */
  writeFunction(value, depth) {
    if (depth > 0) return 'function';
    const texts = PROBES.map((probe) => {
      try {
        return this.write(value(...probe()), depth + 1);
      } catch {
        return '!';
      }
    });
    return `function(${texts.join(';')})`;
  }
}

/** @param {any} value */
const nameOf = (value) => String(value.constructor?.name ?? '');
