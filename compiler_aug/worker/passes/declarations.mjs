// @ts-check
/** Passes over functions, declarations and names. */
import arrowToFunction from './arrow-to-function.mjs';
import changeDeclarationKind from './change-declaration-kind.mjs';
import declarationToExpression from './declaration-to-expression.mjs';
import destructure from './destructure.mjs';
import expandShorthands from './expand-shorthands.mjs';
import extractExpressions from './extract-expressions.mjs';
import extractHelpers from './extract-helpers.mjs';
import functionToArrow from './function-to-arrow.mjs';
import inlineVariables from './inline-variables.mjs';
import mangleIdentifiers from './mangle-identifiers.mjs';
import mergeDeclarations from './merge-declarations.mjs';
import renameVariables from './rename-variables.mjs';
import splitDeclarations from './split-declarations.mjs';
import toggleArrowBody from './toggle-arrow-body.mjs';

/** @type {import('../types.js').Pass[]} */
export default [
  arrowToFunction, changeDeclarationKind, declarationToExpression, destructure, expandShorthands, extractExpressions,
  extractHelpers, functionToArrow, inlineVariables, mangleIdentifiers, mergeDeclarations, renameVariables,
  splitDeclarations, toggleArrowBody,
];
