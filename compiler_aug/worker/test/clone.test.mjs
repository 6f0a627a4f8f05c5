// @ts-check
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { Draft } from '../draft.mjs';
import { readProgram } from '../program.mjs';

const TYPESCRIPT = new URL('../node_modules/typescript/lib/', import.meta.url);
const TEST262 = new URL('../node_modules/test262-parser-tests/pass/', import.meta.url);

/** @type {[name: string, source: string, language: string][]} */
const PROGRAMS = [
  ['literals', '"use strict"; const a = [1, 1n, /x/g, `t`, null, "s"]; <a b="c">{a}</a>', 'jsx'],
  ['types', '"use strict"; const a: bigint = 1n as any; class B<T> { constructor(private b?: T) {} }', 'ts'],
  ...readdirSync(TYPESCRIPT).filter((name) => name.endsWith('.d.ts')).slice(0, 20)
    .map((name) => /** @type {[string, string, string]} */ ([name, readFileSync(new URL(name, TYPESCRIPT), 'utf8'), 'ts'])),
  ...readdirSync(TEST262).slice(0, 600)
    .map((name) => /** @type {[string, string, string]} */ ([name, readFileSync(new URL(name, TEST262), 'utf8'), 'jsx'])),
];

test('a copy has the fields of its node and is linked among copies', () => {
  for (const [name, source, language] of PROGRAMS) {
    const unit = readProgram(source, language, 'program');
    const copies = unit.borrow();
    for (const [place, node] of unit.nodes.entries()) {
      const copied = copies[place];
      assert.deepEqual(Object.keys(copied), Object.keys(node), name);
      for (const [field, value] of Object.entries(node)) {
        for (const [at, child] of [value].flat().entries()) {
          const twin = [copied[field]].flat()[at];
          const isLinked = child?.place !== undefined && field !== 'origin';
          assert.equal(twin, isLinked ? copies[child.place] : child, `${name} ${node.type}.${field}`);
        }
      }
    }
  }
});

test('a copy that was changed everywhere is given back as new', () => {
  for (const [name, source, language] of PROGRAMS) {
    const unit = readProgram(source, language, 'program');
    const pristine = unit.borrow();
    const draft = new Draft(unit);
    for (const node of draft.nodes.slice(1)) {
      if (!draft.has(node)) continue;
      if (node.type === 'Identifier') draft.change(node, { name: `${node.name}_` });
      else if (node.type.endsWith('Statement') && draft.listOf(node)) draft.remove(node);
      else if (node.parent) draft.replace(node, { type: 'Identifier', name: 'made', start: 0, end: 0 });
    }
    draft.release();
    const again = unit.borrow();
    for (const [place, node] of again.entries()) {
      for (const [field, value] of Object.entries(pristine[place])) {
        for (const [at, twin] of [value].flat().entries()) {
          const isLinked = twin?.place !== undefined && field !== 'origin';
          assert.equal([node[field]].flat()[at], isLinked ? again[twin.place] : twin, `${name} ${node.type}.${field}`);
        }
      }
    }
  }
});
