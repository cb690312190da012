// Follows the start and, as soon as the real server answers, asks it for this very address.
const bar = document.getElementById("bar");
const notice = document.getElementById("notice");
let silent = 0;

function show(state) {
  bar.value = state.percent;
  for (const phase of state.phases) {
    const row = document.querySelector(`[data-phase="${phase.name}"]`);
    row.dataset.state = phase.state;
    row.querySelector(".phase-note").textContent = phase.note;
    row.querySelector(".phase-seconds").textContent = phase.seconds;
  }
}

async function follow() {
  try {
    const answer = await fetch("/_starting.json", { cache: "no-store" });
    silent = 0;
    if (!answer.headers.has("X-SecurIT-Starting")) {
      location.reload();
      return;
    }
    show(await answer.json());
  } catch {
    silent += 1;
  }
  notice.hidden = silent < 8;
  setTimeout(follow, 500);
}

follow();
