import type { Draft } from './draft.mjs';
import type { Unit } from './unit.mjs';

export type { Draft, Unit };

/** A node of the ESTree / TS-ESTree that oxc-parser returns. */
export interface Node {
  type: string;
  start: number;
  end: number;
  // The tree has some two hundred shapes; passes look at `type` first.
  [field: string]: any;
}

export interface Comment {
  type: 'Line' | 'Block';
  value: string;
  start: number;
  end: number;
  loc?: { start: Position; end: Position };
}

export interface Position {
  line: number;
  column: number;
}

/** Uniform in [0, 1). */
export type Random = () => number;

export type Shape = 'program' | 'expression' | 'method';
export type Language = 'jsx' | 'ts' | 'tsx';

/** What a parser makes of a text. */
export interface Parsed {
  program: Node;
  comments: Comment[];
  /** The first node inside the wrapper. */
  inner(program: Node): Node;
}

/** Hashes of a function; equal for functions that are written alike, or built alike. */
export interface Fingerprints {
  body: string;
  structure: string;
}

/** A function found in a file. Lines count from 1; `start` and `end` are offsets in code points. */
export interface ExtractedFunction extends Fingerprints {
  name: string;
  owner: string;
  shape: Shape;
  source: string;
  /** The same without types; empty where the file is JavaScript. */
  javascript: string;
  documentation: string;
  parameters: string[];
  start: number;
  end: number;
  startLine: number;
  endLine: number;
}

/** How a program is printed. */
export interface Style {
  indent: string;
  quotes: 'single' | 'double' | 'keep';
  /** Whether statements end with semicolons even where a line break would do. */
  semicolons: boolean;
  braces: 'keep' | 'always' | 'when-needed';
  /** Around operators, after commas and keywords. */
  spaces: 'wide' | 'tight';
  /** `{ a }` rather than `{a}`. */
  spacedBraces: boolean;
  trailingCommas: boolean;
  arrowParens: 'always' | 'avoid';
  quoteProps: 'keep' | 'always' | 'as-needed';
  /** Between statements of several lines. */
  blankLines: 0 | 1;
  /** Longer lists of arguments, elements or properties stand one below the other. */
  maxWidth: number;
  elseOnNewLine: boolean;
}

/** What a pass can be told, with the defaults. */
export type Options = Record<string, string | number | boolean | null>;

export interface PassRecord {
  /** Name; the file bears it too. */
  name: string;
  /** What the paper calls it, if it has it (Jain et al. 2021, arXiv 2007.04973, table of section 3). */
  aliases: string[];
  group: 'layout' | 'compression' | 'identifiers' | 'regularization' | 'syntax' | 'language';
  /** A program and one of its variants: with every coin on yes, or with the seed that is given. A test runs it. */
  example: [source: string, variant: string, seed?: number];
  preserves: 'behaviour' | 'nothing';
  /** Numbers of the assumptions in ASSUMPTIONS.md that it needs. */
  assumes: number[];
  /** Whether what it made, with every coin on yes, is left alone by it. */
  idempotent: boolean;
  options?: Options;
  /** The number of an assumption that does not hold for this program; 0: it may be changed. */
  refuses?(unit: Unit): number;
}

/** Changes a draft; returns the number of places changed. */
export interface TreePass extends PassRecord {
  apply(draft: Draft, random: Random, options: Options): number;
}

/** Plain data that decide what a text pass does. */
export type Settings = Record<string, unknown>;

/** Makes another text of a unit; null where nothing changes. Equal settings give equal texts. */
export interface TextPass extends PassRecord {
  draw(random: Random, options: Options): Settings;
  rewrite(unit: Unit, settings: Settings): string | Rewritten | null;
}

/** Where the text is of another language than the unit. */
export interface Rewritten {
  text: string;
  language: Language;
}

export type Pass = TreePass | TextPass;

export interface PlanStep {
  pass: string;
  chance: number;
  /** Steps of the same gate are drawn by one coin. */
  gate?: string;
  options?: Options;
}

export interface Plan {
  steps: PlanStep[];
  /** `shuffled`: tree passes in a random order, between the text passes before and after them. */
  order?: 'as written' | 'shuffled';
  /** Passes that change something in every variant: until so many have, those not drawn have their turns. */
  atLeast?: number;
}

/** A type that a file states for a name; offsets count code points. */
export interface TypeLabel {
  kind: 'parameter' | 'return' | 'variable' | 'field';
  name: string;
  /** In one spelling. */
  type: string;
  origin: 'annotation' | 'jsdoc';
  /** Where the name stands in the file without types. */
  start: number;
  end: number;
  /** Where it stands in the file itself. */
  sourceStart: number;
  sourceEnd: number;
}
