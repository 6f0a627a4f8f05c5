// @ts-check
/** Statements: loops, conditions, and their order. */
import conditionalToIf from './conditional-to-if.mjs';
import earlyReturn from './early-return.mjs';
import forEachToForOf from './for-each-to-for-of.mjs';
import forOfToForEach from './for-of-to-for-each.mjs';
import forToWhile from './for-to-while.mjs';
import guardClauses from './guard-clauses.mjs';
import ifToConditional from './if-to-conditional.mjs';
import invertIf from './invert-if.mjs';
import nestConditions from './nest-conditions.mjs';
import reorderStatements from './reorder-statements.mjs';
import toggleBraces from './toggle-braces.mjs';
import whileToFor from './while-to-for.mjs';

export default [
  forToWhile, whileToFor, forEachToForOf, forOfToForEach, invertIf, nestConditions, earlyReturn, guardClauses,
  ifToConditional, conditionalToIf, toggleBraces, reorderStatements,
];
