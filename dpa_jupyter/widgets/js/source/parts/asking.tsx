/** An answer that is waited for, as a hook and as what is shown meanwhile. */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

export interface Asked<Answer> {
  answer: Answer | null;
  failure: string | null;
  isOpen: boolean;
}

/** Ask again whenever what is asked for changes; the old answer stays while the new one is under way, unless `fresh`. */
export function useAnswer<Answer>(ask: (() => Promise<Answer>) | null, asked: readonly unknown[], fresh: unknown = null): Asked<Answer> {
  const [state, setState] = useState<Asked<Answer> & { fresh: unknown }>({ answer: null, failure: null, isOpen: true, fresh });
  useEffect(() => {
    if (!ask) return undefined;
    let isWanted = true;
    setState((before) => ({ answer: before.fresh === fresh ? before.answer : null, failure: null, isOpen: true, fresh }));
    ask().then(
      (answer) => isWanted && setState({ answer, failure: null, isOpen: false, fresh }),
      (failure: Error) => isWanted && setState({ answer: null, failure: failure.message, isOpen: false, fresh }),
    );
    return () => {
      isWanted = false;
    };
  }, asked);
  return state;
}

/** The answer, or why there is none. */
export function Answered<Answer>({ asked, children }: { asked: Asked<Answer>; children: (answer: Answer) => ComponentChildren }) {
  if (asked.failure !== null) return <p class="dpa-failure" role="alert">{asked.failure}</p>;
  if (asked.answer === null) return <p class="dpa-soft dpa-asking">Asking the kernel…</p>;
  return <>{children(asked.answer)}</>;
}
