/** Says to a screen reader what changed on the page. */

import { createContext } from "preact";
import type { ComponentChildren } from "preact";
import { useCallback, useContext, useState } from "preact/hooks";

const Announce = createContext<(words: string) => void>(() => undefined);

export const useAnnounce = (): ((words: string) => void) => useContext(Announce);

export function Announcer({ children }: { children: ComponentChildren }) {
  const [said, setSaid] = useState({ words: "", times: 0 });
  const announce = useCallback((words: string) => setSaid((before) => ({ words, times: before.times + 1 })), []);
  return (
    <Announce.Provider value={announce}>
      {children}
      <div class="dpa-unseen" role="status" aria-live="polite">
        {/* the same words are said again only where the text differs */}
        {said.words + (said.times % 2 ? "\u00a0" : "")}
      </div>
    </Announce.Provider>
  );
}
