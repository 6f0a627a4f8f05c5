// @ts-check
/** Passes that write expressions and literals in other ways. */
import bracketToDot from './bracket-to-dot.mjs';
import concatenationToTemplate from './concatenation-to-template.mjs';
import contractAssignments from './contract-assignments.mjs';
import dotToBracket from './dot-to-bracket.mjs';
import expandAssignments from './expand-assignments.mjs';
import expandNullish from './expand-nullish.mjs';
import expandOptionalChains from './expand-optional-chains.mjs';
import flipUpdates from './flip-updates.mjs';
import negateConditions from './negate-conditions.mjs';
import respellLiterals from './respell-literals.mjs';
import swapComparisons from './swap-comparisons.mjs';
import swapOperands from './swap-operands.mjs';
import templateToConcatenation from './template-to-concatenation.mjs';

/** @type {import('../types.js').Pass[]} */
export default [
  bracketToDot, concatenationToTemplate, contractAssignments, dotToBracket, expandAssignments,
  expandNullish, expandOptionalChains, flipUpdates, negateConditions, respellLiterals,
  swapComparisons, swapOperands, templateToConcatenation,
];
