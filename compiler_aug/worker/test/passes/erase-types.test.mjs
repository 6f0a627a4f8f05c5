// @ts-check
import pass from '../../passes/erase-types.mjs';
import { testPass } from './table.mjs';

testPass(pass, {
  does: [
    ['const f = (a: number): number => a * 2;', 'const f = (a) => a * 2;'],
    ['function f(this: X, a?: string) { return a! as any; }', 'function f(a) { return a; }'],
    ['interface A { b: c } class D implements A { private b!: c; get e(): c { return this.b; } }', 'class D { b; get e() { return this.b; } }'],
    ['private m<T>(a: T): T { return a; }', 'm(a) { return a; }'],
    ['function (a: A) { return a; }', 'function(a) { return a; }'],
    ['import { A, b } from "c"; const d: A = b;', 'import { b } from "c"; const d = b;'],
  ],
  leavesAlone: [
    'const f = (a) => a * 2;',
    'enum A { B } const c: A = A.B;',
    'namespace A { export const b: number = 1; }',
    'class A { constructor(private b: c) {} }',
    '@a class B { c: d; }',
    'import a = require("a"); let b: a;',
  ],
});
