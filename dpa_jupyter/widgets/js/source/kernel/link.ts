/**
 * Questions to the kernel and its answers, each with the number of its question, over a widget's own messages. What has to
 * be seen while a cell still runs, when nothing is answered, the kernel puts into the widget's state.
 */

/** What a widget's front end has of its model in the kernel. */
export interface Model {
  get(name: string): unknown;
  send(content: unknown): void;
  on(name: string, heard: (content: never) => void): void;
  off(name: string, heard?: (content: never) => void): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(failure: Error): void;
}

type Message =
  | { type: "answer"; id: number; value: unknown }
  | { type: "refusal"; id: number; reason: string };

/** What the kernel said in place of an answer. */
export class Refusal extends Error {}

export class Link {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor(private readonly model: Model) {
    model.on("msg:custom", (message: Message) => this.hear(message));
  }

  /** How many questions have no answer yet. */
  get open(): number {
    return this.waiting.size;
  }

  ask<Answer>(method: string, parameters: Record<string, unknown> = {}): Promise<Answer> {
    const id = ++this.last;
    return new Promise<Answer>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.model.send({ type: "ask", id, method, parameters });
    });
  }

  /** What the kernel has put there. */
  state<State>(name: string): State {
    return this.model.get(name) as State;
  }

  /** Hear whenever it has put something else there; returns how to stop. */
  onState(name: string, listener: () => void): () => void {
    this.model.on(`change:${name}`, listener);
    return () => this.model.off(`change:${name}`, listener);
  }

  private hear(message: Message): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === "answer") waiting?.resolve(message.value);
    else if (message.type === "refusal") waiting?.reject(new Refusal(message.reason));
  }
}
