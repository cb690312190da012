// The room on a phone. What is marked is kept on the phone until the server has it; a ballot is sent in the background
// and again after a dropped connection, which is safe: the server keeps one ballot, and the newest. Every two seconds
// the phone asks whether anything is new (a tag, mostly answered by 304) and fetches the page when it is.

const POLL = 2000;
const LONGEST_WAIT = 15_000;
const KEPT_FOR = 7 * 86_400_000;

const jitter = (wait) => wait * (0.75 + Math.random() / 2);
const pause = (wait) => new Promise((done) => setTimeout(done, wait));

class Ballot {
  constructor(form) {
    this.form = form;
    this.key = `ballot:${form.dataset.vote}`;
    this.status = form.querySelector("[data-status]");
    this.number = 0;
    this.restore();
    form.addEventListener("change", (event) => this.changed(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.online = () => this.wake?.();
    addEventListener("online", this.online);
    if (this.kept()?.pending) this.send(this.kept().revision);
  }

  leave() {
    this.number += 1;
    removeEventListener("online", this.online);
  }

  say(state, values = {}) {
    let text = this.form.dataset[state] ?? values.sentence ?? "";
    for (const [name, value] of Object.entries(values)) text = text.replace(`{${name}}`, value);
    this.status.className = `room-status room-status-${state}`;
    this.status.textContent = text;
  }

  fields() {
    return [...new FormData(this.form)].filter(([name]) => name === "pick" || name.startsWith("mark:"));
  }

  revision() {
    return this.form.elements.revision;
  }

  keep(pending) {
    const kept = { at: Date.now(), fields: this.fields(), revision: Number(this.revision().value), pending };
    try {
      localStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // storage full or forbidden: what is marked lives in the page only
    }
  }

  kept() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? "null");
      return found && Date.now() - found.at < KEPT_FOR ? found : null;
    } catch {
      return null;
    }
  }

  restore() {
    const kept = this.kept();
    if (!kept || kept.revision < Number(this.revision().value)) return;
    for (const input of this.form.querySelectorAll("input[type=radio], input[type=checkbox]")) {
      input.checked = kept.fields.some(([name, value]) => name === input.name && value === input.value);
    }
    for (const input of this.form.querySelectorAll(".room-none input")) {
      if (!kept.fields.some(([name]) => name === input.name)) input.checked = true;
    }
    this.revision().value = kept.revision;
    if (!kept.pending) this.say("kept");
  }

  changed(event) {
    const most = Number(this.form.dataset.most);
    if (event.target.name === "pick" && this.fields().filter(([name]) => name === "pick").length > most) {
      event.target.checked = false;
      this.say("full");
      return;
    }
    this.number += 1; // what is being sent is no longer what is marked
    this.keep(false);
    this.say("kept");
  }

  async send(revision = Number(this.revision().value)) {
    this.number += 1;
    const number = this.number;
    this.revision().value = revision;
    this.keep(true);
    this.say("sending");
    const body = new URLSearchParams(new FormData(this.form));
    for (let wait = 1000; number === this.number; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const answer = await this.post(body);
      if (number !== this.number) return;
      if (answer) {
        this.answered(answer);
        return;
      }
      this.say("waiting");
      await Promise.race([pause(jitter(wait)), new Promise((wake) => (this.wake = wake))]);
    }
  }

  async post(body) {
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(10_000),
      });
      if (response.status >= 500 || response.status === 429) return null;
      return { ok: response.ok, said: await response.json() };
    } catch {
      return null;
    }
  }

  answered({ ok, said }) {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // nothing was kept
    }
    if (ok) {
      this.revision().value = said.revision + 1;
      this.say("received", { time: said.received, code: said.code });
    } else {
      this.say("refused", { sentence: said.sentence });
    }
    this.status.scrollIntoView({ block: "nearest" });
  }
}

let ballot = null;

function begin() {
  ballot?.leave();
  const form = document.getElementById("ballot");
  ballot = form ? new Ballot(form) : null;
}

async function refresh(room) {
  const response = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
  if (!response.ok) return false;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("room");
  if (!fresh) return false;
  const typed = document.getElementById("comment-text")?.value;
  const marked = document.activeElement?.id === "comment-text";
  room.replaceChildren(...fresh.childNodes);
  room.dataset.tag = fresh.dataset.tag;
  const comment = document.getElementById("comment-text");
  if (comment && typed) comment.value = typed;
  if (comment && marked) comment.focus();
  begin();
  return true;
}

async function watch(room) {
  for (let wait = POLL; ; ) {
    await pause(jitter(wait));
    try {
      const headers = { "If-None-Match": `"${room.dataset.tag}"` };
      const answer = await fetch(room.dataset.pulse, { headers, cache: "no-store", signal: AbortSignal.timeout(8000) });
      if (answer.status === 200) await refresh(room);
      wait = answer.ok || answer.status === 304 ? POLL : Math.min(wait * 2, LONGEST_WAIT);
      tell(room, "");
    } catch {
      wait = Math.min(wait * 2, LONGEST_WAIT);
      tell(room, room.dataset.offline);
    }
  }
}

function tell(room, text) {
  const line = room.querySelector("[data-link]");
  if (line && line.textContent !== text) line.textContent = text;
}

const room = document.getElementById("room");
if (room) {
  begin();
  watch(room);
}
