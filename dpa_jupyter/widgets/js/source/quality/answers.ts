/** What the kernel answers. The same words as `dpa_jupyter/quality/desk/answers.py`, which says what they mean. */

export type Precision = "exact" | "approximate" | "sampled";
export type Severity = "critical" | "high" | "medium" | "low" | "note";
export type Dimension = "completeness" | "uniqueness" | "validity" | "consistency" | "timeliness" | "accuracy";
export type Confidence = "high" | "medium" | "low";
export type Cell = boolean | number | string | null;
export type Sort = "place" | "name" | "type" | "missing" | "distinct" | "findings";
export type Target = "pandas" | "polars" | "sql" | "pyspark";
export type Stage = "first look" | "measuring" | "checking" | "done" | "failed";

export interface Figure {
  value: number;
  precision: Precision;
  rows_used: number | null;
  low: number | null;
  high: number | null;
}

export interface Deduction {
  label: string;
  points: number;
  severity: Severity;
  finding: string | null;
}

export interface DimensionScore {
  dimension: Dimension;
  score: number | null;
}

export interface ScoreCard {
  score: Figure;
  deductions: Deduction[];
  dimensions: DimensionScore[];
  cap: string | null;
  action: string;
  reason: string;
  verdicts: [string, string][];
}

export interface FixCard {
  id: string;
  title: string;
  reason: string;
  confidence: Confidence;
  affected: Figure | null;
  is_applied: boolean;
}

export interface FindingCard {
  key: string;
  check: string;
  dimension: Dimension;
  severity: Severity;
  columns: string[];
  title: string;
  why: string;
  checked: number;
  failed: Figure | null;
  share: number | null;
  certainty: number;
  examples: Cell[];
  has_rows: boolean;
  fixes: FixCard[];
}

export interface Change {
  id: string;
  title: string;
  affected: Figure | null;
}

export interface Baseline {
  name: string;
  about: string;
}

export interface Overview {
  version: number;
  frame: string;
  kind: string;
  rows: number | null;
  column_count: number;
  stage: Stage;
  note: string;
  score: ScoreCard | null;
  severities: Partial<Record<Severity, number>>;
  changes: Change[];
  baselines: Baseline[];
  baseline: string | null;
}

export interface Distribution {
  kind: "bins" | "values";
  is_time: boolean;
  edges: number[];
  values: Cell[];
  counts: number[];
  rest: number | null;
  precision: Precision;
}

export interface ColumnRow {
  place: number;
  name: string;
  type: string;
  native_type: string;
  missing: Figure | null;
  missing_share: number | null;
  distinct: Figure | null;
  distribution: Distribution | null;
  findings: Partial<Record<Severity, number>>;
  failure: string | null;
}

export interface ColumnCard {
  row: ColumnRow;
  distribution: Distribution | null;
  facts: [string, Figure | string][];
  findings: FindingCard[];
}

export interface Page<Row> {
  version: number;
  total: number;
  skip: number;
  rows: Row[];
}

export type ColumnPage = Page<ColumnRow>;
export type FindingPage = Page<FindingCard>;

export interface RowPage {
  total: Figure | null;
  skip: number;
  columns: string[];
  marked: string[];
  positions: (number | null)[];
  cells: Cell[][];
}

export interface Selection {
  key: string;
  predicate: string;
  rows: Figure | null;
}

export interface ChangedRow {
  position: number | null;
  kind: "changed" | "removed";
  before: Cell[];
  after: Cell[];
}

export interface Preview {
  title: string;
  rows_before: number | null;
  rows_after: Figure | null;
  columns_before: number;
  columns_after: number;
  cells: Figure | null;
  columns: string[];
  rows: ChangedRow[];
  notes: string[];
}

export interface Code {
  target: Target;
  text: string;
}

export interface ComparedColumn {
  name: string;
  status: "added" | "removed" | "changed" | "same";
  facts: [string, string, string][];
  before: Distribution | null;
  after: Distribution | null;
}

export interface Comparison {
  baseline: string;
  facts: [string, string, string][];
  columns: ComparedColumn[];
  unchanged: number;
  resolved: string[];
  appeared: string[];
  drift: FindingCard[];
  note: string;
  /** What is waited for, while there is nothing else yet. */
  progress: string;
}

export interface RecordPoint {
  at: number;
  rows: number;
  score: number | null;
  missing: number | null;
  findings: number;
}

export interface RecordCard {
  points: RecordPoint[];
  columns: string[];
  alarms: string[];
  note: string;
}
