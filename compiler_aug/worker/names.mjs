// @ts-check
/** New names for bindings, and giving them. */
import { childrenOf } from './tree.mjs';
import { pick } from './random.mjs';

/** @typedef {import('./scope.mjs').Binding} Binding */

/** Never a binding's name, in any mode or place: reserved, or special where it stands. */
const RESERVED = new Set(
  `arguments as async await break case catch class const continue debugger default delete do else
  enum eval export extends false finally for from function get if implements import in infinity
  instanceof interface let nan new null of package private protected public return set static super
  switch this throw true try typeof undefined using var void while with yield`.split(/\s+/),
);

/** Everyday words of programs. */
const WORDS = `account action anchor angle answer array attempt axis badge balance base batch beam
  bias bit block border bound branch bridge bucket buffer bundle cache call candidate cell chain
  change channel chunk circle client clock cluster code column command copy corner count cursor
  cycle data date delta depth detail device digit distance document domain draft edge effect element
  engine entry error event extent factor field figure file filter flag flow focus folder force form
  frame gap gate gauge goal grade grid group guard guide handle head height hint host icon image
  index input item job joint key kind label lane layer leaf length level limit line link list loop
  map mark mask match matrix measure member message metric mode model moment name node note number
  object offset option order origin output owner pack page pair panel parent part patch path pattern
  peak phase piece pixel place plan point pool port position prefix price process profile proxy query
  queue quota radius range rank rate ratio reader reason record region reply report request result
  ring role root route row rule sample scale scope score section seed segment sender series session
  shape share shift side signal size slice slot source span speed spot stack stage state status step
  stock store stream style sum surface symbol table tag target task team term text theme ticket tile
  time title token topic total trace track tree trend trial type unit value vector version view
  volume weight width window word worker zone`.split(/\s+/);

/**
 * A name of one or two words that nothing in the program bears; it becomes taken.
 *
 * @param {Set<string>} taken
 * @param {import('./types.js').Random} random
 * @returns {string}
 */
export function freshName(taken, random) {
  for (let attempt = 0; ; attempt += 1) {
    const first = pick(WORDS, random);
    const second = pick(WORDS, random);
    const style = random();
    let name = first;
    if (style < 0.35) name = first + second[0].toUpperCase() + second.slice(1);
    else if (style < 0.6) name = `${first}_${second}`;
    // A program that bears most of these names already still gets one.
    if (attempt > 20) name += attempt;
    if (isFree(name, taken)) {
      taken.add(name);
      return name;
    }
  }
}

/**
 * The n-th short name over an alphabet: a, b, ..., aa, ba, ...
 *
 * @param {number} n from 0
 * @param {readonly string[]} letters
 * @returns {string}
 */
export function shortName(n, letters) {
  const rest = Math.floor(n / letters.length);
  return (rest > 0 ? shortName(rest - 1, letters) : '') + letters[n % letters.length];
}

/**
 * @param {string} name
 * @param {Set<string>} taken
 */
export function isFree(name, taken) {
  return !taken.has(name) && !RESERVED.has(name.toLowerCase());
}

/**
 * Give bindings their new names, everywhere they occur.
 *
 * @param {import('./types.js').Node} program
 * @param {Map<Binding, string>} newNames
 * @returns {number} bindings whose name changed
 */
export function giveNames(program, newNames) {
  let changes = 0;
  for (const [binding, name] of newNames) {
    if (binding.name === name) continue;
    for (const identifier of binding.identifiers) identifier.name = name;
    changes += 1;
  }
  if (changes > 0) spellOutShorthands(program);
  return changes;
}

/**
 * `{ old }` is `{ old: renamed }` once the value has another name than the property.
 *
 * @param {import('./types.js').Node} node
 */
function spellOutShorthands(node) {
  if (node.type === 'Property' && node.shorthand) {
    const bound = node.value.type === 'AssignmentPattern' ? node.value.left : node.value;
    node.shorthand = bound.name === node.key.name;
  }
  for (const [child] of childrenOf(node)) spellOutShorthands(child);
}
