// @ts-check
/** Programs that tests of many things run over: those of test262, and newer syntax, types and JSX that it lacks. */
import { readdirSync, readFileSync } from 'node:fs';

/** @typedef {{file: string, source: string, language: 'jsx' | 'ts' | 'tsx'}} Sample */

const PACKAGES = new URL('../node_modules/', import.meta.url);
const TEST262 = new URL('test262-parser-tests/pass/', PACKAGES);

/** The 1,981 programs that every parser must read. @type {Sample[]} */
export const PROGRAMS = readdirSync(TEST262).map((file) => ({
  file,
  source: readFileSync(new URL(file, TEST262), 'utf8'),
  language: 'jsx',
}));

/** What people wrote, or generated: files of the packages that these tests use anyway. @type {() => Sample[]} */
export const readLibraries = () => [
  'fast-check/lib/fast-check.js', 'oxc-parser/src-js/index.js', 'oxc-parser/src-js/wrap.js', 'oxc-parser/src-js/visit/visitor.js',
  '@oxc-project/types/types.d.ts', '@types/node/events.d.ts', '@types/node/url.d.ts', '@types/node/stream/web.d.ts',
  '@types/node/globals.d.ts', 'typescript/lib/lib.es2015.core.d.ts', 'typescript/lib/lib.decorators.d.ts',
].map((file) => ({
  file,
  source: readFileSync(new URL(file, PACKAGES), 'utf8'),
  language: file.endsWith('.ts') ? 'ts' : 'jsx',
}));

/** Later syntax than test262's programs have. @type {Sample[]} */
export const MODERN = [
  `const sizes = (list, other) => {
  const first = list?.[0]?.size ?? other?.size;
  const named = list?.name ?? other ?? 'none';
  const length = named?.length ?? (other && other.length) ?? 0;
  return other?.call?.(first, named?.trim()) ?? list?.find?.((each) => each?.size)?.size ?? length;
};`,
  `export async function load(paths, { limit = 10n, ...options } = {}) {
  options.cache ??= new Map();
  options.retries ||= 3;
  options.quiet &&= limit > 5n;
  [1, 2, 3].forEach((count) => {
    options.cache.set(count, 2 ** count);
  });
  ['a', 'b'].forEach((key, at) => {
    if (!key) return;
    options[key] = at;
  });
  [[1, 2], [3, 4]].forEach(([left, right]) => options.cache.set(left, right));
  for await (const part of paths) {
    try {
      await import(part);
    } catch {
      continue;
    }
  }
  return paths?.length ?? 1_000;
}`,
  `class Counter extends (await import('./base.js')).Base {
  static #made = 0;
  static { Counter.#made = 1; }
  #count = 0;
  'quoted' = 1;
  [Symbol.iterator] = function* () { yield* [this.#count]; };
  static async *values(from = 0, to = from + 1) { for (let at = from; at < to; at++) yield at; }
  get count() { return this.#count; }
  set count(value) { this.#count = value ** 2; }
  has(other) { return #count in other && other.#count === this.#count; }
  static make = () => new this();
  async; get; set; static
  accessor
}`,
  `import data, { a as b, default as c, 'a string' as d } from './data.json' with { type: 'json' };
import * as everything from 'everything';
import only, * as rest from 'only';
import {} from 'empty';
import 'effect';
export { b, c as default, d as 'another string' };
export * from './all.js';
export * as some from './some.js';
export const { x, y: [z = data] } = everything, w = import.meta.url;`,
  `label: for (const [key, { value = key, ...others }] of Object.entries(source)) {
  inner: while (true) {
    if (value) continue label; else if (others.done) break inner;
    switch (key) {
      case 'a': case 'b': { break label; }
      default: debugger;
      case 'c': value(); break;
    }
    do others.next(); while (others.more)
  }
}
const regex = /[/"']\\/(?<year>\\d{4})/dgu, tagged = String.raw\`a\${1}\\u\${\`nested \${2}\`}\`;
const object = { __proto__: null, key, 'quoted-key': 1, 2: 3, [\`computed\`]: 4, async *gen() {}, get a() { return 1; }, set a(v) {}, async: 1, get: 2, set: 3, ...rest };`,
  `const f = async x => await x, g = async (x, ...y) => ({ x, y }), h = () => [], i = (a = 1, { b, c: [d] = [] }) => void 0;
let [, second, , fourth = second, ...tail] = h(), hole = [1, , 2, ,];
new (f())(); new (f().g); new f.g(); new (import('a')); new f; new (new f); (new f).g; new (f?.g)(); new (g\`\`.h)();
(a, b); (a?.b).c; (a?.b)(); a?.b.c(1)?.[d]; (await a) ** 2; (-1) ** 2; 2 ** -1; (a ** b) ** c; a ** b ** c; - -a; + +a; - --a; +a++; !(a in b); !(a instanceof b);
(a ?? b) || c; a ?? (b && c); (a, b) ? (c, d) : (e, f); (a ? b : c) ? d : e; a = b = c; (a = b) || c; typeof (() => {}); (() => {})(); (function () {})(); (class {}).name; ({}).x; ({} = a); [a, b] = [b, a];
yield_: { if (a) { if (b) c(); } else d(); }
if (a) for (;;) if (b) break; else c(); else d();
let async; async = 1; for (async of => 1; async.x; ) break;
for (let of of of) ; for (var key in a, b) ; for (var k2 = ('x' in a) ? 1 : 2; ;) break; for (const q = (x) => { return 'a' in x; }; q(b); ) break;`,
  `function everyday(list, first, second) {
  for (const each of [1, 2]) { first(each); }
  for (const [key, value] of Object.entries(list)) { first(key, value); }
  for (const each of [first, second]) each(list);
  for (const each of Object.keys(list)) { if (!each) continue; second(each); }
  for (const each of [1, 2, 3]) second(each);
  for (const each of ['a', 'b']) { second(each); }
  if (first && second) { list.push(first ?? second); }
  if (first) { if (second) { list.push(second ?? first); } }
  if (list && (first || second)) list.pop();
  if (list.length > 0) { if (first) list.shift(); }
  if (first && list.first) list.first(second ?? list);
  if (second && list.second) { list.second(first ?? list); }
  const [left = first ?? 1, right = second ?? 2] = list ?? [];
  return left ?? right ?? list;
}`,
].map((source, at) => ({ file: `modern ${at}`, source, language: 'jsx' }));

/** With types. @type {Sample[]} */
export const TYPED = [
  `export interface Shape<T extends object = {}, in out U = T> extends Base<T>, Other {
  readonly name: string;
  size?: number;
  [key: string]: unknown;
  method<K extends keyof T>(key: K): T[K];
  new (name: string): Shape<T>;
  (call: boolean): void;
  get value(): number;
  set value(v: number);
}
export type Mapped<T> = { readonly [K in keyof T as \`get\${Capitalize<K & string>}\`]?: () => T[K] };
type Conditional<T> = T extends (infer U extends string)[] ? U : T extends new (...args: any[]) => infer R ? R : never;
type Tuple = [first: string, second?: number, ...rest: boolean[]];
type Fn = (this: Window, a: string) => asserts a is 'x';
type Import = typeof import('./other') | import('./other').Other<string>;
declare const unique: unique symbol;`,
  `function area(width: number, height?: number): number;
function area(shape: { width: number; height: number }): number;
function area(first: any, height: number = 1): number {
  return (typeof first === 'number' ? first * height : (first as any).width! * (<any>first).height) satisfies number;
}
const twice = <T,>(value: T, ...others: T[]): [T, T] => [value, others[0] ?? value];
const asserted = (value: unknown): asserts value is string => { if (typeof value !== 'string') throw new TypeError(); };
let maybe!: string, later: number | undefined = undefined, both = maybe as unknown as string[];
const bound = area<string>, made = new Map<string, Array<Set<number>>>(), called = twice<number>(1);
const less = a < b, more = f(a < b, c > (d)), shifted = a < (b >> c);
(maybe as any).x = (later satisfies any) as number;
for (const each of <string[]>both) each!.length;
try { area(1); } catch (error: unknown) { throw error; }
if (maybe?.length! > 2) void 0;`,
  `abstract class Animal<T = string> extends Base<T> implements Named, Aged<T> {
  static readonly kinds: string[] = [];
  private declare hidden: number;
  protected abstract sound?: string;
  public override optional?: T;
  definite!: T;
  readonly #secret = 1;
  [key: string]: any;
  accessor current: number = 1;
  constructor(private readonly name: string, public age = 0, protected other?: T) { super(); }
  abstract speak(loud: boolean): void;
  private method?(this: Animal<T>, a?: number): asserts this is Animal<T>;
  get value(): T { return this.definite; }
  set value(value: T) { this.definite = value; }
  static async *walk<U>(from: U): AsyncGenerator<U> { yield from; }
  overloaded(a: string): void;
  overloaded(a: number): void;
  overloaded(a: any) {}
}
declare class Ambient { method(): void; field: string }`,
  `enum Color { Red, Green = 'green', Blue = 1 << 2, 'quoted' = Red | Blue }
declare enum Outside { A }
const enum Fixed { A = 1 }
namespace Space.Inner { export const a = 1; export namespace Deeper { export type T = string; } }
declare module 'module' { export default function f(): void; export = f; }
declare global { interface Window { own: string } }
declare function declared(a: string): void;
declare let ambient: string, other: number;
import fs = require('fs');
import Alias = Space.Inner;
import type { Type, Other as Another } from './types';
import { type Inline, value } from './types';
export type { Type };
export { type Inline as Renamed, value as default };
export type * as Types from './types';
export abstract class Exported {}
export declare const gone: number;`,
  `@decorated
@called({ option: true })
export class Component {
  @Input() name: string;
  @Output({ alias: 'x' }) readonly changed = new EventEmitter<string>();
  @HostListener('click', ['$event'])
  onClick(@Inject(TOKEN) event: Event, @Optional() service?: Service) { return event; }
  @(a.b[c]) static field = 1;
  @cached get value() { return 1; }
}
export default @sealed class {}`,
  `const checked: Record<string, number> = { a: 1 };
const read = (key: string): number => checked?.[key] ?? 0;
export const list: number[] = [1, 2, 3];
[1, 2].forEach((n: number) => { checked[n] = n; });
export default read;
for (const key in checked as object) { const value: unknown = checked[key]; if (!value) continue; }
type Only = string;`,
].map((source, at) => ({ file: `typed ${at}`, source, language: 'ts' }));

/** Elements, with types and without. @type {Sample[]} */
export const ELEMENTS = [
  ...[
    `const App = ({ items, children, ...rest }) => (
  <Layout.Main title="a &amp; b 'c'" other='d "e"' data-x={1} {...rest} on:click={() => { go(); }} flag>
    Hello,   {'world'}{' '}
    text &nbsp;&lt; more
    {items.map((item) => <li key={item.id}>{item.name ?? <b>none</b>}</li>)}
    {/* nothing */}
    {}
    <></>
    <input value={\`a\${1}\`} />{...children}
    <svg:rect width="1
2" />
  </Layout.Main>
);`,
    `const a = x ? <a /> : <b>{y}</b>, b = x && <c d=<e /> />, f = <this.g />, h = () => <i>  </i>;
render(<A>{(x) => ({ x })}</A>, <B></B>);
const entity = <p title="&quot;&eacute;&#x41;">&quot; "quoted" 'single' \\n</p>;
const used = <A b={"c\\n"} d={'e'} f={/g/} />;
let same; { const React = 1; same = (<x-y />).z; }`,
  ].map((source, at) => ({ file: `elements ${at}`, source, language: /** @type {const} */ ('jsx') })),
  ...[
    `const Typed = <T,>({ value, render }: { value: T; render: (value: T) => unknown }) => <Box<T> value={value as T}>{render(value!)}</Box>;
const generic = <T extends unknown>(value: T): T => value;
const element = <p title={(x satisfies string)}>{list.map<string>((each: string) => each)}</p>;
function Part({ a, b = 1 }: Props): JSX.Element { return <Part {...(b as any)} a={a}>{a < b ? 1 : <i />}</Part>; }`,
  ].map((source, at) => ({ file: `typed elements ${at}`, source, language: /** @type {const} */ ('tsx') })),
];

/** Written by hand. */
export const SAMPLES = [...MODERN, ...TYPED, ...ELEMENTS];
