/** The quality panel: one view of it, with what this view has open and ticked. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { Link } from "../kernel/link.ts";
import { Announcer, useAnnounce } from "../parts/announcer.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { Toolbar } from "../parts/toolbar.tsx";
import { Sentence } from "../parts/text.tsx";
import { counted } from "../words/numbers.ts";
import { visible } from "../words/visible.ts";
import type { ColumnPage, FindingPage, FixCard, Overview } from "./answers.ts";
import { Changes } from "./changes.tsx";
import { Columns } from "./columns.tsx";
import { Compare } from "./compare.tsx";
import { Desk } from "./desk.ts";
import { Findings } from "./findings.tsx";
import { Head, Summary } from "./overview.tsx";
import { Panel, type Memory, type PanelState, type TabId } from "./state.ts";

/** What the kernel shows by itself, again with every version. */
export interface First {
  overview: Overview;
  columns: ColumnPage;
  findings: FindingPage;
}

export interface PanelProps {
  link: Link;
  memory: Memory;
}

export function QualityPanel({ link, memory }: PanelProps) {
  return (
    // Lab's own keys must not reach the notebook from here, nor any that were typed
    <section class="dpa-panel" aria-label={`Data quality of ${link.state<First>("first").overview.frame}`} data-lm-suppress-shortcuts="true" onKeyDown={(event) => event.stopPropagation()}>
      <Announcer>
        <Inside link={link} memory={memory} />
      </Announcer>
    </section>
  );
}

type Done = { words: string; undo: FixCard | null } | null;

function Inside({ link, memory }: PanelProps) {
  const desk = useMemo(() => new Desk(link), [link]);
  const announce = useAnnounce();
  const [{ overview, columns, findings }, setOverview] = useNewest(link);
  const [tab, setTab] = useState(memory.tab);
  const [finding, setFinding] = useState(memory.finding);
  const [column, setColumn] = useState(memory.column);
  const [ticked, setTicked] = useState(memory.ticked);
  const [isBusy, setIsBusy] = useState(false);
  const [done, setDone] = useState<Done>(null);
  const [failure, setFailure] = useState<string | null>(null);

  Object.assign(memory, { tab, finding, column, ticked });

  const act = (asked: Promise<Overview>, said: Done) => {
    setIsBusy(true);
    setFailure(null);
    void asked
      .then((changed) => {
        setOverview(changed);
        setTicked(new Map());
        setDone(said);
        if (said) announce(said.words.replaceAll("`", ""));
      })
      .catch((problem: Error) => setFailure(problem.message))
      .finally(() => setIsBusy(false));
  };
  const panel: PanelState = {
    desk,
    version: overview.version,
    isDone: overview.stage === "done",
    ticked,
    isBusy,
    tick: (fix) => {
      const next = new Map(ticked);
      if (!next.delete(fix.id)) next.set(fix.id, fix);
      setTicked(next);
      announce(`${counted(next.size, "fix", "fixes")} ticked`);
    },
    apply: (fixes) => act(desk.apply(fixes.map((fix) => fix.id)), { words: fixes.length === 1 ? `Applied: ${fixes[0]?.title}` : `Applied ${fixes.length} fixes`, undo: fixes.length === 1 ? (fixes[0] ?? null) : null }),
    undo: (fix) => act(desk.undo(fix.id), { words: `Undone: ${fix.title}`, undo: null }),
    openFinding: (key) => {
      setFinding(key);
      setTab("findings");
    },
    openColumn: (name) => {
      setColumn(name);
      setTab("columns");
    },
  };
  const { isDone } = panel;
  const count = Object.values(overview.severities).reduce((sum, number) => sum + (number ?? 0), 0);
  const tabs = [
    { id: "findings", label: "Findings", count: isDone || count ? count : undefined, content: () => <Findings open={finding} onOpen={setFinding} first={findings} /> },
    { id: "columns", label: "Columns", count: overview.column_count, content: () => <Columns open={column} onOpen={setColumn} first={columns} /> },
    { id: "changes", label: "Changes", count: ticked.size + overview.changes.length || undefined, content: () => <Changes changes={overview.changes} kind={overview.kind} /> },
    { id: "compare", label: "Compare", content: () => <Compare baselines={overview.baselines} first={overview.baseline} /> },
  ];
  return (
    <Panel.Provider value={panel}>
      <Head overview={overview} />
      <Summary overview={overview} />
      <Tabs label="Quality report" tabs={tabs} open={tab ?? (isDone ? "findings" : "columns")} onOpen={(id) => setTab(id as TabId)} />
      {failure !== null && <p class="dpa-failure dpa-foot" role="alert">{visible(failure)}</p>}
      <Foot state={panel} done={done} onReview={() => setTab("changes")} onClear={() => setTicked(new Map())} />
    </Panel.Provider>
  );
}

interface FootProps {
  state: PanelState;
  done: Done;
  onReview(): void;
  onClear(): void;
}

function Foot({ state, done, onReview, onClear }: FootProps) {
  const fixes = [...state.ticked.values()];
  if (fixes.length) {
    return (
      <Toolbar label="Ticked fixes">
        <span>{counted(fixes.length, "fix", "fixes")} ticked</span>
        <button type="button" onClick={onReview}>Review</button>
        <button type="button" onClick={onClear}>Clear</button>
        <button type="button" class="dpa-first" disabled={state.isBusy} onClick={() => state.apply(fixes)}>Apply {counted(fixes.length, "fix", "fixes")}</button>
      </Toolbar>
    );
  }
  const { undo } = done ?? {};
  if (!done) return null;
  return (
    <Toolbar label="What was done">
      <span>✓ <Sentence text={done.words} /></span>
      {undo && <button type="button" disabled={state.isBusy} onClick={() => state.undo(undo)}>Undo</button>}
    </Toolbar>
  );
}

/** What is newest of all that the kernel has said, by itself or as an answer. */
function useNewest(link: Link): [First, (overview: Overview) => void] {
  const [newest, setNewest] = useState(() => link.state<First>("first"));
  const take = (next: First) => setNewest((before) => (next.overview.version < before.overview.version ? before : next));
  useEffect(() => {
    const hear = () => take(link.state<First>("first"));
    hear(); // it may have said something since this view was drawn
    return link.onState("first", hear);
  }, [link]);
  return [newest, (overview) => take({ ...link.state<First>("first"), overview })];
}
