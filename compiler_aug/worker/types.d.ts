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

/** A program in the form in which a compiler reads it: whole, wrapped if it can't stand alone. */
export interface Unit {
  text: string;
  language: Language;
  shape: Shape;
  program: Node;
  comments: Comment[];
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
  quotes: 'single' | 'double';
}

interface PassRecord {
  /** Name; the file bears it too. */
  name: string;
  /** What the paper calls it, if it has it (Jain et al. 2021, arXiv 2007.04973, table of section 3). */
  paper: string | null;
  /** A program and one of its variants; a test runs it. */
  example: [source: string, variant: string, seed: number];
  preserves: 'behaviour';
  /** Numbers of the assumptions in ASSUMPTIONS.md that it needs. */
  assumes: number[];
}

/** Changes the tree; returns the number of places changed. */
export interface TreePass extends PassRecord {
  apply(program: Node, random: Random): number;
}

/** Makes another text of the unit, which it leaves as it is; null where nothing changes. */
export interface TextPass extends PassRecord {
  rewrite(unit: Unit, random: Random): string | null;
}

export type Pass = TreePass | TextPass;

export interface PlanStep {
  pass: string;
  chance: number;
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
