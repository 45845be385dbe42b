/** The widget's front end, for anywidget: one link to the kernel for each model, whose views share it. */

import { render } from "preact";
import { Link, type Model } from "./kernel/link.ts";
import { nothingYet } from "./quality/state.ts";
import { QualityPanel } from "./quality/panel.tsx";

export default () => {
  let link: Link | undefined;
  const memory = nothingYet();
  return {
    initialize({ model }: { model: Model }): void {
      link = new Link(model);
    },
    render({ model, el }: { model: Model; el: HTMLElement }): () => void {
      link ??= new Link(model);
      render(<QualityPanel link={link} memory={memory} />, el);
      return () => render(null, el);
    },
  };
};
