// Autosave: nothing typed is lost. A form with data-autosave="URL" is posted there a moment after the last change;
// until the server has confirmed, its fields are also kept on this device, under the form's id.
//
//   <form id="…" method="post" data-autosave="/…/draft" {% include "kit/autosave_words.html" %}>
//     <p class="k-save" data-save-status aria-live="polite"></p>
//
// Answers understood: 2xx {"version": n, "saved_at": moment} saved (n goes into the field named
// "version"; the moment, in the programme's time, is shown); 409 {"theirs": {field: text}}
// somebody else saved first: both texts are shown; 401, or a redirect to a sign-in page: the text stays here; 422
// {"sentence": …} refused. Without script the form's own button saves.

const WAIT = 1200;
const KEPT_FOR = 14 * 86_400_000;

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `draft:${location.pathname}:${form.id}`;
    this.status = form.querySelector("[data-save-status]") ?? this.makeStatus();
    this.timer = 0;
    this.sending = false;
    this.again = false;
    this.confirmed = this.written();
    this.offerKept();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", () => clearTimeout(this.timer));
    addEventListener("online", () => this.kept() && this.save());
  }

  makeStatus() {
    const status = document.createElement("p");
    status.className = "k-save";
    status.setAttribute("aria-live", "polite");
    this.form.prepend(status);
    return status;
  }

  say(state, fallback, values = {}) {
    let text = this.form.dataset[state.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] ?? fallback;
    for (const [name, value] of Object.entries(values)) text = text.replace(`{${name}}`, value);
    this.status.dataset.state = state;
    this.status.textContent = text;
  }

  fields() {
    return [...new FormData(this.form)].filter(
      ([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "version"].includes(name),
    );
  }

  written() {
    return JSON.stringify(this.fields());
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), fields: this.fields() }));
    } catch {
      // storage full or forbidden: the server copy is then the only one
    }
  }

  kept(key = this.key) {
    try {
      const found = JSON.parse(localStorage.getItem(key) ?? "null");
      return found && Date.now() - found.at < KEPT_FOR ? found : null;
    } catch {
      return null;
    }
  }

  forget(key = this.key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // nothing was kept
    }
  }

  offerKept() {
    // The unconfirmed copy moves aside, so that typing on does not overwrite it before somebody has chosen.
    const aside = `${this.key}:before`;
    const found = this.kept() ?? this.kept(aside);
    this.forget();
    if (!found || JSON.stringify(found.fields) === this.confirmed) return this.forget(aside);
    try {
      localStorage.setItem(aside, JSON.stringify(found));
    } catch {
      // it is still offered on this page
    }
    const offer = document.createElement("p");
    offer.className = "k-save";
    offer.dataset.state = "kept";
    offer.append(this.form.dataset.kept ?? "This device holds text that the server never confirmed.");
    const answer = (word, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "k-button k-button-small";
      button.textContent = word;
      button.addEventListener("click", () => {
        act();
        this.forget(aside);
        offer.remove();
      });
      offer.append(" ", button);
    };
    answer(this.form.dataset.restore ?? "Put it back", () => this.restore(found.fields));
    answer(this.form.dataset.drop ?? "Drop it", () => {});
    this.status.before(offer);
  }

  restore(fields) {
    const values = new Map();
    for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
    for (const element of this.form.elements) {
      if (!element.name || ["csrfmiddlewaretoken", "version"].includes(element.name)) continue;
      if (["file", "hidden", "submit", "button"].includes(element.type)) continue;
      const wanted = values.get(element.name) ?? [];
      if (element.type === "checkbox" || element.type === "radio") element.checked = wanted.includes(element.value);
      else if (element.multiple) for (const choice of element.options) choice.selected = wanted.includes(choice.value);
      else element.value = wanted[0] ?? "";
      element.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  changed() {
    if (this.written() === this.confirmed && !this.sending && this.status.dataset.state !== "unsaved") return;
    this.keep();
    this.say("unsaved", "Not saved yet …");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), WAIT);
  }

  async save() {
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = true;
    const sent = this.written();
    try {
      const body = new FormData(this.form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      const headers = { Accept: "application/json", "X-Requested-With": "autosave" };
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(15_000),
      });
      await this.understand(answer, sent);
    } catch {
      this.say("offline", "No connection. Your text is kept on this device and will be sent later.");
    } finally {
      this.sending = false;
    }
    if (this.again) {
      this.again = false;
      await this.save();
    }
  }

  async understand(answer, sent) {
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      this.say("signed-out", "You are signed out. Your text is kept on this device: sign in again in another tab, then go on.");
      return;
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      const version = this.form.elements.namedItem("version");
      if (version && said.version !== undefined) version.value = String(said.version);
      this.confirmed = sent;
      if (this.written() === sent) this.forget();
      this.form.querySelector("[data-conflict-box]")?.remove();
      const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Brussels" };
      const moment = said.saved_at ? new Date(said.saved_at) : new Date();
      const time = moment.toLocaleTimeString(document.documentElement.lang, shape);
      this.say("saved", "Saved at {time}.", { time });
    } else if (answer.status === 409) {
      this.say("conflict", "Somebody else saved this meanwhile. Nothing was overwritten: both texts stand below.");
      this.showBoth(said.theirs ?? {}, said.version);
    } else {
      this.say("refused", said.sentence ?? "The server did not take this. Your text is kept on this device.");
    }
  }

  showBoth(theirs, version) {
    this.form.querySelector("[data-conflict-box]")?.remove();
    const box = document.createElement("section");
    box.className = "k-conflict";
    box.dataset.conflictBox = "";
    const mine = new Map(this.fields());
    for (const [name, text] of Object.entries(theirs)) {
      if (mine.get(name) === text) continue;
      const label = this.form.querySelector(`label[for="id_${CSS.escape(name)}"]`)?.textContent ?? name;
      const pair = document.createElement("div");
      pair.className = "k-conflict-texts";
      pair.append(this.oneText(`${label} – ${this.form.dataset.mine ?? "your text"}`, mine.get(name) ?? ""));
      pair.append(this.oneText(`${label} – ${this.form.dataset.theirs ?? "saved by somebody else"}`, String(text)));
      box.append(pair);
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "k-button";
    button.textContent = this.form.dataset.keepMine ?? "Save what stands in the form now";
    button.addEventListener("click", () => {
      const field = this.form.elements.namedItem("version");
      if (field && version !== undefined) field.value = String(version);
      this.save();
    });
    box.append(button);
    this.status.after(box);
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

for (const form of document.querySelectorAll("form[data-autosave][id]")) new Draft(form);
