/** Names for elements that refer to each other: unlike any other on the page, which may hold several widgets. */

import { useState } from "preact/hooks";

export function useName(): string {
  return useState(() => `dpa-${Math.random().toString(36).slice(2, 10)}`)[0];
}
