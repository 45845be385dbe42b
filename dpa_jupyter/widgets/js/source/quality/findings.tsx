/** The findings, the worst first, and the one that is open. */

import { useEffect, useRef, useState } from "preact/hooks";
import { Answered, useAnswer } from "../parts/asking.tsx";
import { List } from "../parts/list.tsx";
import { SeverityIcon } from "../parts/severity.tsx";
import { Split } from "../parts/split.tsx";
import { Sentence } from "../parts/text.tsx";
import { Search } from "../parts/toolbar.tsx";
import { counted, percent } from "../words/numbers.ts";
import type { FindingCard, FindingPage } from "./answers.ts";
import { FINDINGS } from "./desk.ts";
import { FindingView } from "./finding.tsx";
import { usePanel } from "./state.ts";

export interface FindingsProps {
  open: string | null;
  onOpen(key: string): void;
  /** What the kernel sent by itself. */
  first: FindingPage | null;
}

export function Findings({ open, onOpen, first }: FindingsProps) {
  const { desk, version, isDone, ticked, tick } = usePanel();
  const [search, setSearch] = useState("");
  const [wanted, setWanted] = useState(FINDINGS);
  const detail = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const sent = !search && wanted === FINDINGS && first?.version === version ? first : null;
  const answer = useAnswer(sent ? null : () => desk.findings(search, wanted), [version, search, wanted, sent]);
  const asked = sent ? { answer: sent, failure: null, isOpen: false } : answer;
  const rows = asked.answer?.rows ?? [];
  const chosen = rows.find((finding) => finding.key === open) ?? rows[0] ?? null;
  useEffect(() => {
    if (chosen && chosen.key !== open && !asked.isOpen) onOpen(chosen.key);
  }, [chosen?.key, asked.isOpen]);
  const tickBest = (key: string) => {
    const best = rows.find((finding) => finding.key === key)?.fixes.find((fix) => !fix.is_applied);
    if (best) tick(best);
  };
  return (
    <Split
      detailLabel="The finding that is open"
      detailRef={detail}
      list={
        <div ref={list}>
          <Search label="Search findings" value={search} onSearch={setSearch} />
          <Answered asked={asked}>
            {(page) => (
              <>
                {page.rows.length === 0 && <p class="dpa-soft dpa-clean">{search ? "No finding has these words." : isDone ? "Nothing was found that is wrong." : "The checks look once every row is measured; the columns are there already."}</p>}
                {page.rows.length > 0 && (
                  <List label="Findings, the worst first" items={page.rows} keyOf={(finding) => finding.key} chosen={chosen?.key ?? null} onChoose={onOpen} onSpace={tickBest} onEnter={() => detail.current?.focus()}>
                    {(finding) => <Option finding={finding} isTicked={finding.fixes.some((fix) => ticked.has(fix.id))} />}
                  </List>
                )}
                {page.rows.length < page.total && (
                  <button type="button" class="dpa-more" onClick={() => setWanted(wanted + FINDINGS)}>
                    Show more of {counted(page.total, "finding")}
                  </button>
                )}
              </>
            )}
          </Answered>
        </div>
      }
      detail={chosen && <FindingView key={chosen.key} finding={chosen} onBack={() => list.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus()} />}
    />
  );
}

function Option({ finding, isTicked }: { finding: FindingCard; isTicked: boolean }) {
  const isEstimate = finding.failed !== null && finding.failed.precision !== "exact";
  return (
    <>
      <SeverityIcon severity={finding.severity} />
      <span class="dpa-option-text">
        <span class="dpa-option-title"><span class="dpa-unseen">{finding.severity}: </span><Sentence text={finding.title} /></span>
        <small>
          {finding.check} · {finding.dimension}
          {isTicked && <b class="dpa-ticked"> ✓ fix ticked</b>}
        </small>
      </span>
      <span class="dpa-option-share">{finding.share !== null && (isEstimate ? "~" : "") + percent(finding.share)}</span>
    </>
  );
}
