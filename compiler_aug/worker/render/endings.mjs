// @ts-check
/** How statements end: with a semicolon that may be left out, or with an `if` that waits for an `else`. */

/** @typedef {import('../types.js').Node} Node */

/** What ends with a semicolon, in the source or by a line break. */
const ENDED = new Set([
  'ExpressionStatement', 'VariableDeclaration', 'ReturnStatement', 'ThrowStatement', 'BreakStatement',
  'ContinueStatement', 'DebuggerStatement', 'DoWhileStatement', 'ImportDeclaration', 'ExportAllDeclaration',
  'PropertyDefinition', 'AccessorProperty', 'TSAbstractPropertyDefinition', 'TSAbstractAccessorProperty',
  'TSAbstractMethodDefinition', 'TSIndexSignature', 'TSTypeAliasDeclaration', 'TSDeclareFunction',
  'TSImportEqualsDeclaration', 'TSExportAssignment', 'TSNamespaceExportDeclaration',
]);

/** Statements whose last part is a statement. @type {Record<string, string>} */
const LAST_PART = {
  ForStatement: 'body', ForInStatement: 'body', ForOfStatement: 'body', WhileStatement: 'body',
  LabeledStatement: 'body', WithStatement: 'body',
};

/**
 * @param {Node} statement or a member of a class
 * @returns {boolean} whether a semicolon may stand at its end
 */
function takesSemicolon(statement) {
  const { type } = statement;
  if (ENDED.has(type)) return true;
  if (type in LAST_PART) return takesSemicolon(statement[LAST_PART[type]]);
  switch (type) {
    case 'IfStatement':
      return takesSemicolon(statement.alternate ?? statement.consequent);
    case 'ExportNamedDeclaration':
      return !statement.declaration || takesSemicolon(statement.declaration);
    case 'ExportDefaultDeclaration':
      return !/Declaration$/.test(statement.declaration.type);
    case 'MethodDefinition':
      return !statement.value.body;
    case 'TSModuleDeclaration':
      return !statement.body;
    default:
      return false;
  }
}

/**
 * A statement's text that nothing which follows can be read as a part of.
 *
 * @param {Node} statement
 * @param {string} text
 * @param {boolean} isStyled whether it was printed anew, as far as that goes
 */
export function terminated(statement, text, isStyled) {
  if (text.endsWith(';') || isEndPrinted(statement, isStyled) || !takesSemicolon(statement)) return text;
  return `${text};`;
}

/**
 * Whether the last part of a statement is not its source's: then it has its semicolon, and maybe a block around.
 *
 * @param {Node} statement
 * @param {boolean} isStyled
 */
function isEndPrinted(statement, isStyled) {
  const { type, origin } = statement;
  const field = type === 'IfStatement' ? (statement.alternate ? 'alternate' : 'consequent') : LAST_PART[type];
  if (!field) return false;
  const part = statement[field];
  return isStyled || !origin || statement.made || part.origin !== origin[field] || part.dirty || part.made;
}

/**
 * Whether a statement ends with an `if` that would take the `else` that follows.
 *
 * @param {Node} statement
 * @param {boolean} areBlocksDropped whether a block around one statement may be left out when it is printed
 * @returns {boolean}
 */
export function endsWithOpenIf(statement, areBlocksDropped) {
  const { type } = statement;
  if (type === 'IfStatement') return !statement.alternate || endsWithOpenIf(statement.alternate, areBlocksDropped);
  if (type in LAST_PART) return endsWithOpenIf(statement[LAST_PART[type]], areBlocksDropped);
  return areBlocksDropped && type === 'BlockStatement' && statement.body.length === 1 &&
    endsWithOpenIf(statement.body[0], areBlocksDropped);
}

/**
 * What can stand in a list of statements only.
 *
 * @param {Node} statement
 */
export function wantsBlock({ type, kind }) {
  return type === 'ClassDeclaration' || (type === 'VariableDeclaration' && kind !== 'var');
}

/** A statement that may begin on the line after one without a semicolon. */
const SAFE_START = /^(?!(?:in|instanceof|of|as|satisfies)\b)[\p{ID_Start}$_"'{]/u;

/** Words that may want what is on the next line. */
const OPEN_END =
  /(?<![\p{ID_Continue}$.#])(?:await|yield|async|let|of|type|abstract|declare|interface|namespace|module|using|global|get|set|static|accessor);$/u;

/** Statements of plain JavaScript whose semicolon may be left out. */
const CLOSED = new Set([
  'ExpressionStatement', 'VariableDeclaration', 'ReturnStatement', 'ThrowStatement', 'BreakStatement',
  'ContinueStatement', 'DebuggerStatement',
]);

/**
 * Whether a line of a program ends with a statement that has no semicolon.
 *
 * @param {import('../types.js').Unit} unit
 */
export function isWithoutSemicolons({ nodes, first, text }) {
  const isOpen = (/** @type {number} */ end) => text[end - 1] !== ';' && /^[^\S\n]*\n/.test(text.slice(end, end + 9));
  return nodes.some(({ type, end, place }) => CLOSED.has(type) && place > first && isOpen(end));
}

/**
 * A statement's text without the semicolon, where a line break surely does.
 *
 * @param {Node} statement
 * @param {string} text
 * @param {string | undefined} next text of what follows on the next line; undefined: the list's end
 */
export function withoutSemicolon(statement, text, next) {
  // Behind a comment it is not seen which word comes last.
  if (!CLOSED.has(statement.type) || !text.endsWith(';') || text.endsWith('*/;') || OPEN_END.test(text)) return text;
  return next === undefined || SAFE_START.test(next) ? text.slice(0, -1) : text;
}
