/** What one view of the panel has open and ticked. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { FixCard } from "./answers.ts";
import type { Desk } from "./desk.ts";

export type TabId = "findings" | "columns" | "changes" | "compare";

/** What a view leaves behind when a front end takes it down, for the next one of the same widget. */
export interface Memory {
  /** Null until somebody chooses: then it goes with what there is to see. */
  tab: TabId | null;
  finding: string | null;
  column: string | null;
  ticked: ReadonlyMap<string, FixCard>;
}

export const nothingYet = (): Memory => ({ tab: null, finding: null, column: null, ticked: new Map() });

export interface PanelState {
  desk: Desk;
  version: number;
  /** Whether the checks have looked: before that, no finding is not the same as none. */
  isDone: boolean;
  ticked: ReadonlyMap<string, FixCard>;
  isBusy: boolean;
  tick(fix: FixCard): void;
  apply(fixes: readonly FixCard[]): void;
  undo(fix: { id: string; title: string }): void;
  openFinding(key: string): void;
  openColumn(name: string): void;
}

export const Panel = createContext<PanelState | null>(null);

export function usePanel(): PanelState {
  const panel = useContext(Panel);
  if (!panel) throw new Error("a part of the quality panel stands outside of it");
  return panel;
}
