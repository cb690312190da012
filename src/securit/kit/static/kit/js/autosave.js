// Autosave: nothing typed is lost. A form with data-autosave="URL" is posted there a moment after the last change;
// until the server has confirmed, what was changed is also kept on this device, under the person and the form's id.
//
//   <form id="…" method="post" data-autosave="/…/draft" {% include "kit/autosave_words.html" %}>
//     <p class="k-save" data-save-status aria-live="polite"></p>
// Answers understood: 2xx {"version": n, "saved_at": moment} saved (n goes into the field named
// "version"; the moment, in the programme's time, is shown); 409 {"theirs": {field: text}}
// somebody else saved first: both texts are shown; 401, or a redirect to a sign-in page: the text stays here; 422
// {"sentence": …} refused. Without script the form's own button saves.
// A form with a hidden field "seen" (JSON: field → mark of what the page showed) saves field by field: 2xx and 409
// answer the marks of what is stored now as "seen", and 2xx {"news": {field: text}} what colleagues wrote meanwhile
// into fields that were not changed here.
// Lost connection: it is tried again. Signed out: once the same person is signed in again, in any tab, the page takes
// the new token and saves. Signing out empties this device; a text is never offered to another person.

const WAIT = 1200;
const RETRY_FIRST = 4_000;
const RETRY_LAST = 60_000;
const KEPT_FOR = 14 * 86_400_000;
const PREFIX = "draft:";
const APART = ["csrfmiddlewaretoken", "version", "seen"];

const personOf = (page) => page.querySelector("meta[name=person]")?.content ?? "";
const person = personOf(document);

const readKept = (key) => {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "null");
    return found && Date.now() - found.at < KEPT_FOR ? found : null;
  } catch {
    return null;
  }
};

const forgetKept = (key) => {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
};

const keysKept = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
};

const textAsValues = (text) => (text === "" ? [] : [text]);

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `${PREFIX}${person}:${location.pathname}:${form.id}`;
    this.status = form.querySelector("[data-save-status]") ?? this.makeStatus();
    this.timer = 0;
    this.wait = RETRY_FIRST;
    this.sending = false;
    this.again = false;
    this.taking = false;
    this.before = this.values();
    this.confirmed = this.written();
    this.offerKept();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", () => clearTimeout(this.timer));
    addEventListener("online", () => this.goOn());
    addEventListener("focus", () => this.goOn());
    document.addEventListener("visibilitychange", () => this.goOn());
  }

  makeStatus() {
    this.form.prepend(Object.assign(document.createElement("p"), { className: "k-save", ariaLive: "polite" }));
    return this.form.firstChild;
  }

  say(state, fallback, values = {}) {
    let text = this.form.dataset[state.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] ?? fallback;
    for (const [name, value] of Object.entries(values)) text = text.replace(`{${name}}`, value);
    this.status.dataset.state = state;
    this.status.textContent = text;
  }

  fields() {
    return [...new FormData(this.form)].filter(
      ([name, value]) => typeof value === "string" && !APART.includes(name),
    );
  }

  written() {
    return JSON.stringify(this.fields());
  }

  // Field → its values, also of a box that is not ticked.
  values() {
    const found = new Map();
    for (const element of this.form.elements) {
      if (element.name && !APART.includes(element.name) && !["file", "submit", "button"].includes(element.type)) {
        found.set(element.name, []);
      }
    }
    for (const [name, value] of this.fields()) found.get(name)?.push(value);
    return found;
  }

  seen() {
    try {
      return JSON.parse(this.form.elements.namedItem("seen")?.value || "null");
    } catch {
      return null;
    }
  }

  setSeen(marks) {
    const field = this.form.elements.namedItem("seen");
    if (field && marks) field.value = JSON.stringify(marks);
  }

  changedFields() {
    const changed = [...this.values()].filter(
      ([name, values]) => JSON.stringify(values) !== JSON.stringify(this.before.get(name) ?? []),
    );
    return Object.fromEntries(changed);
  }

  keep() {
    const kept = { at: Date.now(), changed: this.changedFields(), seen: this.seen() };
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
      return true;
    } catch {
      return false; // storage full or forbidden: the server copy is then the only one
    }
  }

  offerKept() {
    // The unconfirmed copy moves aside, so that typing on does not overwrite it before somebody has chosen.
    const aside = `${this.key}:before`;
    const found = readKept(this.key) ?? readKept(aside);
    forgetKept(this.key);
    const differs = Object.entries(found?.changed ?? {}).some(
      ([name, values]) => this.before.has(name) && JSON.stringify(values) !== JSON.stringify(this.before.get(name)),
    );
    if (!differs) return forgetKept(aside);
    try {
      localStorage.setItem(aside, JSON.stringify(found));
    } catch {
      // it is still offered on this page
    }
    const offer = document.createElement("p");
    offer.className = "k-save";
    offer.dataset.state = "kept";
    offer.append(this.form.dataset.kept ?? "This device holds text that the server never confirmed.");
    const answer = (word, act) =>
      offer.append(" ", this.button(word, () => {
        act();
        forgetKept(aside);
        offer.remove();
      }));
    answer(this.form.dataset.restore ?? "Put it back", () => this.restore(found));
    answer(this.form.dataset.drop ?? "Drop it", () => {});
    this.status.before(offer);
  }

  restore({ changed, seen }) {
    // With the marks of then, the server sees whether somebody else changed the same field meanwhile.
    const marks = this.seen();
    for (const [name, values] of Object.entries(changed)) {
      this.put(name, values);
      const slot = marks && Object.keys(marks).find((one) => name === one || name.startsWith(`${one}-`));
      if (slot && seen?.[slot]) marks[slot] = seen[slot];
    }
    this.setSeen(marks);
    this.form.dispatchEvent(new Event("input"));
  }

  put(name, values) {
    const elements = [...this.form.elements].filter(
      (element) => element.name === name && !["file", "hidden", "submit", "button"].includes(element.type),
    );
    for (const element of elements) {
      if (["checkbox", "radio"].includes(element.type)) element.checked = values.includes(element.value);
      else if (element.multiple) for (const choice of element.options) choice.selected = values.includes(choice.value);
      else element.value = values[0] ?? "";
      element.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return elements.length > 0;
  }

  changed() {
    if (this.taking) return;
    if (this.written() === this.confirmed && !this.sending && this.status.dataset.state !== "unsaved") return;
    const kept = this.keep();
    if (kept || this.status.dataset.state !== "offline") this.say("unsaved", "Not saved yet …");
    this.later(WAIT);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  // Coming back to the page, or to the network; leaving it with something unsaved, the request outlives the page.
  goOn() {
    const state = this.status.dataset.state;
    if (document.visibilityState === "hidden" ? state === "unsaved" : ["offline", "signed-out"].includes(state)) {
      clearTimeout(this.timer);
      this.save();
    }
  }

  async save() {
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = true;
    try {
      const answer = await this.post();
      const isStale = answer.status === 403 || this.isSignedOut(answer);
      await this.understand(isStale && (await this.takeNewToken()) ? await this.post() : answer);
    } catch {
      const kept = this.keep();
      if (kept) this.say("offline", "Not saved: no connection. Your text is kept on this device and sent as soon as it is back.");
      else this.say("offline-only-here", "Not saved: no connection, and this device keeps nothing. Leave the page open.");
      this.later(this.wait);
      this.wait = Math.min(RETRY_LAST, this.wait * 2);
    } finally {
      this.sending = false;
    }
    if (this.again) {
      this.again = false;
      await this.save();
    }
  }

  async post() {
    this.sent = { written: this.written(), values: this.values() };
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const headers = { Accept: "application/json", "X-Requested-With": "autosave" };
    return fetch(this.form.dataset.autosave, {
      method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(15_000),
      keepalive: document.visibilityState === "hidden",
    });
  }

  isSignedOut(answer) {
    return answer.type === "opaqueredirect" || answer.status === 401;
  }

  // After signing in again the page's token is worth nothing; a fresh page of the same person carries the next one.
  async takeNewToken() {
    const answer = await fetch(location.href, { redirect: "manual", signal: AbortSignal.timeout(15_000) });
    this.isOut = this.isSignedOut(answer);
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector(`#${CSS.escape(this.form.id)} [name=csrfmiddlewaretoken]`)?.value;
    if (!token || personOf(page) !== person) return false;
    this.form.elements.namedItem("csrfmiddlewaretoken").value = token;
    return true;
  }

  async understand(answer) {
    if (this.isSignedOut(answer) || (answer.status === 403 && this.isOut)) {
      this.say("signed-out", "Not saved: you are signed out. Your text is kept on this device: sign in again in another tab, then come back here.");
      return;
    }
    if (answer.status >= 500) throw new Error("the server is not there");
    const said = await answer.json().catch(() => ({}));
    this.wait = RETRY_FIRST;
    if (answer.ok) {
      this.isSaved(said);
    } else if (answer.status === 409 && said.theirs) {
      this.say("conflict", "Not saved: somebody else changed the same field. Nothing was overwritten: both texts stand below.");
      this.showBoth(said);
    } else {
      this.say("refused", said.sentence ?? "Not saved: the server did not take this. Your text is kept on this device.");
      if (said.sentence) this.status.textContent = said.sentence;
    }
  }

  isSaved(said) {
    const version = this.form.elements.namedItem("version");
    if (version && said.version !== undefined) version.value = String(said.version);
    const isStill = this.written() === this.sent.written;
    const taken = this.takeNews(said.news ?? {}, said.seen);
    const now = this.values();
    this.before = isStill ? now : new Map([...this.sent.values, ...taken.map((name) => [name, now.get(name)])]);
    this.confirmed = isStill ? this.written() : this.sent.written;
    if (isStill) forgetKept(this.key);
    this.form.querySelector("[data-conflict-box]")?.remove();
    const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Brussels" };
    const moment = said.saved_at ? new Date(said.saved_at) : new Date();
    const time = moment.toLocaleTimeString(document.documentElement.lang, shape);
    if (isStill) this.say("saved", "Saved at {time}.", { time });
    if (taken.length) {
      const text = this.form.dataset.news ?? "A colleague changed: {fields}.";
      this.status.append(` ${text.replace("{fields}", taken.map((name) => this.labelOf(name)).join(", "))}`);
    }
  }

  // What colleagues wrote goes into fields that nobody touched here; where that cannot be, the old mark stays.
  takeNews(news, marks) {
    if (!marks) return [];
    const seen = this.seen() ?? {};
    const now = this.values();
    const taken = [];
    this.taking = true;
    for (const [name, mark] of Object.entries(marks)) {
      const sent = this.sent.values.get(name);
      if (name in news) {
        if (JSON.stringify(now.get(name)) !== JSON.stringify(sent) || !this.put(name, textAsValues(news[name]))) continue;
        taken.push(name);
      }
      seen[name] = mark;
    }
    this.taking = false;
    this.setSeen(seen);
    return taken;
  }

  labelOf(name) {
    const label = this.form.querySelector(`label[for="id_${CSS.escape(name)}"], #id_${CSS.escape(name)}-field legend`);
    const own = label && [...label.childNodes].find((node) => node.nodeType === 3 && node.textContent.trim());
    return own?.textContent.trim() ?? name;
  }

  showBoth({ theirs = {}, mine: sent = {}, version, seen }) {
    this.form.querySelector("[data-conflict-box]")?.remove();
    const box = document.createElement("section");
    box.className = "k-conflict";
    box.dataset.conflictBox = "";
    const mine = new Map(this.fields());
    for (const [name, text] of Object.entries(theirs)) {
      if (mine.get(name) === text) continue;
      const label = this.labelOf(name);
      const pair = document.createElement("div");
      pair.className = "k-conflict-texts";
      pair.append(this.oneText(`${label} – ${this.form.dataset.mine ?? "your text"}`, sent[name] ?? mine.get(name) ?? ""));
      const other = this.oneText(`${label} – ${this.form.dataset.theirs ?? "saved by somebody else"}`, String(text));
      if (this.isPlain(name)) other.append(this.button(this.form.dataset.takeTheirs ?? "Take this text", () => this.takeTheirs(name, text, seen)));
      pair.append(other);
      box.append(pair);
    }
    box.append(this.button(this.form.dataset.keepMine ?? "Save what stands in the form now", () => {
      const field = this.form.elements.namedItem("version");
      if (field && version !== undefined) field.value = String(version);
      this.setSeen(seen && { ...this.seen(), ...seen });
      this.save();
    }));
    this.status.after(box);
  }

  // One field of text or one choice: neither a table nor boxes to tick.
  isPlain(name) {
    return [...this.form.elements].some((element) => element.name === name && !["hidden", "checkbox"].includes(element.type));
  }

  takeTheirs(name, text, seen) {
    this.setSeen(seen && { ...this.seen(), [name]: seen[name] });
    this.put(name, textAsValues(String(text)));
    this.save();
  }

  button(word, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "k-button k-button-small";
    button.textContent = word;
    button.addEventListener("click", act);
    return button;
  }

  oneText(title, text) {
    const part = document.createElement("div");
    const head = document.createElement("h3");
    const body = document.createElement("pre");
    head.textContent = title;
    body.textContent = text;
    part.append(head, body);
    return part;
  }
}

for (const key of keysKept()) if (!readKept(key)) forgetKept(key);
for (const form of document.querySelectorAll("form[data-autosave][id]")) new Draft(form);

// Signing out empties this device of what it kept; text that never reached the server is asked about first.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!new URL(form.action, location.href).pathname.endsWith("/logout/")) return;
  const held = keysKept();
  const question = form.querySelector("[data-unsent]")?.dataset.unsent ?? "This device holds text that was never saved. Sign out and delete it?";
  if (held.length && !confirm(question)) event.preventDefault();
  else held.forEach(forgetKept);
});
