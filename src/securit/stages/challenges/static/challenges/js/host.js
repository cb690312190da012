// The host's screen looks every two seconds whether anything moved, and shows it; nothing is replaced while nothing has.

const POLL = 2000;
const live = document.getElementById("live");
let tag = "";

async function look() {
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(live.dataset.live, { headers, cache: "no-store", signal: AbortSignal.timeout(8000) });
    if (answer.status === 200) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const pressed = document.activeElement?.closest?.("#live button")?.value;
      live.replaceChildren(...fresh.body.childNodes);
      tag = answer.headers.get("ETag") ?? "";
      if (pressed) live.querySelector(`button[value="${CSS.escape(pressed)}"]`)?.focus();
    }
  } catch {
    // the next look tries again
  }
  setTimeout(look, POLL);
}

if (live) setTimeout(look, POLL);
