/**
 * A run while it goes on. Python sends numbered batches of edits; HTML among them is Python's own and escaped there,
 * text of a model only ever becomes text nodes. Each view plays all edits, so a second view or a reloaded page is whole.
 *
 * @typedef {["put" | "set" | "swap", string, string]} Fill  put into, set as or put in place of a place: HTML
 * @typedef {["move", string, string] | ["drop" | "open" | "shut" | "stop", string]} Turn
 * @typedef {["say", string, string]} Say  text that goes on, in a place
 * @typedef {["progress", string, string, number | null]} Progress  a place, words, share done
 * @typedef {Fill | Turn | Say | Progress} Edit  a place is a CSS selector
 * @typedef {{n: number, edits: Edit[]}} Batch  `n` is the number of its first edit
 */

const element = (tag, name, ...inside) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inside);
  return made;
};

/** Bold and code; what is not closed yet will be. @param {string} line @returns {Node[]} */
function spans(line) {
  return line.split(/(\*\*[^*]+(?:\*\*|$)|`[^`]+(?:`|$))/).map((part, place) => {
    if (place % 2 === 0) return document.createTextNode(part);
    return part[0] === "`" ? element("code", "", part.replaceAll("`", "")) : element("strong", "", part.replaceAll("**", ""));
  });
}

const BULLET = /^\s*(?:[-*+]|\d+[.)])\s+/;

/** @param {string[]} lines */
function table(lines) {
  const rows = lines.filter((line) => !/^[\s|:-]+$/.test(line)).map((line, place) => {
    const cells = line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/);
    return element("tr", "", ...cells.map((cell) => element(place ? "td" : "th", "", ...spans(cell.trim()))));
  });
  return element("table", "", ...rows);
}

/** One paragraph, list, heading, table or code block. @param {string} text @returns {HTMLElement} */
function block(text) {
  if (text.startsWith("```")) return element("pre", "", text.replace(/^.*\n?/, "").replace(/\n?```\s*$/, ""));
  const lines = text.split("\n");
  const heading = /^(#{1,6})\s+(.*)/.exec(lines[0]);
  if (heading && lines.length === 1) return element(`h${Math.min(6, heading[1].length + 2)}`, "", ...spans(heading[2]));
  if (lines[0].startsWith("|")) return table(lines);
  if (!BULLET.test(lines[0])) return element("p", "", ...spans(text));
  const items = [];
  for (const line of lines) {
    if (BULLET.test(line)) items.push(element("li", "", ...spans(line.replace(BULLET, ""))));
    else items.at(-1).append(" ", ...spans(line.trim()));
  }
  return element(/^\s*\d/.test(lines[0]) ? "ol" : "ul", "", ...items);
}

/** Text that grows: whole blocks stay as they are, only the last is drawn again. */
class Prose {
  constructor(place) {
    this.box = element("div", "dpa-prose");
    this.box.dir = "auto";
    this.rest = "";
    place.append(this.box);
  }

  add(text) {
    this.rest += text;
    this.last?.remove();
    for (let end; (end = this.end()) > 0; this.rest = this.rest.slice(end)) this.draw(this.rest.slice(0, end));
    this.last = this.draw(this.rest);
  }

  end() {
    const code = this.rest.startsWith("```");
    const found = (code ? /\n```[^\n]*\n\s*/ : /\n\s*\n\s*|^#.*\n\s*|\n(?=```)/).exec(this.rest);
    if (found && found.index + found[0].length) return found.index + found[0].length;
    return this.rest.length > 8000 ? 8000 : 0; // a block without end must not be drawn again and again
  }

  draw(text) {
    if (!text.trim()) return undefined;
    const drawn = block(text.trimEnd());
    this.box.append(drawn);
    return drawn;
  }
}

const clock = (since) => {
  const seconds = Math.floor((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
};

/** Keep the end in sight for whoever was looking at it, as a terminal does. */
function followed(root, change) {
  let scroller = root.parentElement;
  while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowY)) scroller = scroller.parentElement;
  const bottom = () => root.getBoundingClientRect().bottom - (scroller?.getBoundingClientRect().bottom ?? innerHeight);
  const before = bottom();
  change();
  if (scroller && before > -80 && before < 80) scroller.scrollTop += Math.max(0, bottom() - Math.max(before, 0));
}

/** Milliseconds: a click that was meant for what stood here a moment ago is no answer. */
const SETTLE = 500;

/** The answers to a question: the first one counts. @param {HTMLElement} group @param {(message: object) => void} send */
function offerAnswers(group, send) {
  const controls = [...group.querySelectorAll("button, input")];
  const reason = group.querySelector("input");
  const enable = (on) => controls.forEach((control) => (control.disabled = !on));
  const answer = (value) => {
    enable(false);
    send({ type: "answer", key: group.dataset.key, answer: value, reason: reason.value });
  };
  for (const button of group.querySelectorAll("button")) button.onclick = () => answer(button.value);
  reason.onkeydown = (event) => {
    event.stopPropagation(); // the notebook has keys of its own
    if (event.key === "Enter") answer("no");
  };
  group.dataset.ready = "";
  setTimeout(() => enable(true), SETTLE);
}

class View {
  constructor(el, send) {
    this.el = el;
    this.send = send;
    /** @type {Map<string, Prose>} */
    this.prose = new Map();
    this.timer = setInterval(() => this.tick(), 250);
  }

  /** @param {Edit[]} edits */
  play(edits) {
    const change = () => edits.forEach((edit) => this.edit(...edit));
    if (this.el.firstChild) followed(this.el, change);
    else change(); // all that there is so far, on a page that was loaded again: leave it where it is
    this.tick();
  }

  edit(kind, where, what, share) {
    const place = where ? this.el.querySelector(where) : this.el;
    if (!place) return;
    if (kind === "put") place.insertAdjacentHTML("beforeend", what);
    else if (kind === "swap") place.outerHTML = what;
    else if (kind === "move") this.el.querySelector(what)?.append(...(place.matches(".dpa-answer") ? place.childNodes : [place]));
    else if (kind === "drop") place.remove();
    else if (kind === "open" || kind === "shut") place.open = kind === "open";
    else if (kind === "say") this.say(where, place, what);
    else if (kind === "progress") this.progress(place, what, share);
    else if (kind === "set") place.innerHTML = what;
    if (kind === "set" || kind === "move") this.prose.delete(where);
    if (kind === "set" || kind === "put" || kind === "swap") this.start();
  }

  say(where, place, text) {
    if (place.matches(".dpa-thinking")) {
      place.append(text);
      place.scrollTop = place.scrollHeight;
      return;
    }
    if (!this.prose.has(where)) this.prose.set(where, new Prose(place));
    this.prose.get(where).add(text);
  }

  progress(place, words, share) {
    let line = place.querySelector(".dpa-progress");
    if (!line) place.append((line = element("div", "dpa-progress", element("progress"), element("span"))));
    const [bar, label] = line.children;
    if (share === null) bar.removeAttribute("value");
    else bar.value = share;
    label.textContent = words;
  }

  /** Begin the clocks and bring the buttons of what was just put in to life. */
  start() {
    for (const place of this.el.querySelectorAll("[data-since='']")) place.dataset.since = String(Date.now());
    for (const button of this.el.querySelectorAll(".dpa-stop"))
      button.onclick = () => {
        button.disabled = true;
        button.textContent = "Stopping…";
        this.send({ type: "stop" });
      };
    for (const group of this.el.querySelectorAll(".dpa-leave:not([data-ready])")) offerAnswers(group, this.send);
  }

  tick() {
    for (const place of this.el.querySelectorAll("[data-since]")) {
      const since = Number(place.dataset.since);
      const text = clock(since);
      if (place.textContent !== text && Date.now() - since >= 1000) {
        place.textContent = text;
        const body = place.closest(".dpa-call")?.querySelector(".dpa-call-body");
        if (body && !body.querySelector(".dpa-progress, .dpa-open")) this.progress(body, "", null);
      }
    }
  }
}

/** A factory: `initialize` hears the messages before there is a view, and shares what it heard with every view. */
export default () => {
  /** @type {Edit[]} */
  const edits = [];
  /** @type {Set<View>} */
  const views = new Set();
  return {
    initialize({ model }) {
      const ask = () => model.send({ type: "resend", from: edits.length });
      model.on("msg:custom", (/** @type {Batch} */ batch) => {
        if (batch.n > edits.length) return ask(); // something was lost on the way
        const fresh = batch.edits.slice(edits.length - batch.n);
        edits.push(...fresh);
        for (const view of views) view.play(fresh);
      });
      setTimeout(ask, 500); // a page that was loaded again has heard nothing yet
    },
    render({ model, el }) {
      const view = new View(el, (message) => model.send(message));
      model.send({ type: "here" }); // buttons will be of use
      view.play(edits);
      views.add(view);
      return () => {
        clearInterval(view.timer);
        views.delete(view);
      };
    },
  };
};
