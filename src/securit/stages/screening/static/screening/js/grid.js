// The grid by keyboard: arrows move, a letter settles, Enter shows what was looked at. Every cell is a link and the panel
// holds a form, so all of it works without this file; here the answers are put in their place instead of a new page.

const WORDS = { m: "met", n: "not_met", o: "open" };
let desk = document.getElementById("desk");

const cells = () => [...desk.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td.sc-cell")]);
const linkIn = (cell) => cell?.querySelector("[data-cell]");
const keyOf = (link) => new URL(link.href).searchParams.get("cell");

function rove(link) {
  for (const other of desk.querySelectorAll("[data-cell]")) other.tabIndex = -1;
  if (link) link.tabIndex = 0;
}

const placeOf = (key) => {
  const row = cells().findIndex((line) => line.some((cell) => linkIn(cell) && keyOf(linkIn(cell)) === key));
  return [row, row < 0 ? -1 : cells()[row].findIndex((cell) => linkIn(cell) && keyOf(linkIn(cell)) === key)];
};

// Where the application has left the list, the one that stands in its place now.
function focusCell(key, [row, column] = [0, 0]) {
  const links = [...desk.querySelectorAll("[data-cell]")];
  const rows = cells();
  const there = linkIn(rows[Math.min(row, rows.length - 1)]?.[column]);
  const link = links.find((one) => keyOf(one) === key) ?? there ?? links[0];
  rove(link);
  link?.focus();
}

function move(link, down, right) {
  const rows = cells();
  let row = rows.findIndex((line) => line.some((cell) => cell.contains(link)));
  let column = rows[row].findIndex((cell) => cell.contains(link));
  for (;;) {
    row += down;
    column += right;
    const cell = rows[row]?.[column];
    if (!cell) return;
    const found = linkIn(cell);
    if (found) {
      rove(found);
      found.focus();
      return;
    }
  }
}

function show(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const part = fresh.getElementById("desk");
  if (!part) return false;
  const said = [...fresh.querySelectorAll(".k-notice")].filter((notice) => !part.contains(notice));
  document.getElementById("grid-said").textContent = said.at(0)?.textContent.trim() ?? "";
  desk.replaceWith(part);
  desk = part;
  begin();
  return true;
}

async function open(link, word) {
  const key = keyOf(link);
  try {
    const answer = await fetch(link.href, { cache: "no-store", signal: AbortSignal.timeout(15000) });
    if (!answer.ok || !show(await answer.text())) throw new Error("no panel");
  } catch {
    location.href = link.href;
    return;
  }
  desk.dataset.at = key;
  const current = [...desk.querySelectorAll("[data-cell]")].find((one) => keyOf(one) === key);
  rove(current);
  current?.scrollIntoView({ block: "center", inline: "nearest" });
  const choice = word && desk.querySelector(`[data-settle] [name="result"][value="${word}"]`);
  if (choice) choice.checked = true;
  const place = (choice && desk.querySelector('[data-settle] [name="reason"]')) || document.getElementById("side");
  place.focus();
}

async function settle(form) {
  const key = desk.dataset.at ?? keyOf(desk.querySelector('[data-cell][aria-current="true"]') ?? { href: location.href });
  const place = placeOf(key);
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(15000) });
    if (!show(await answer.text())) throw new Error("no page");
    if (answer.ok) focusCell(key, place);
    else document.getElementById("side").focus();
  } catch {
    button.disabled = false;
    HTMLFormElement.prototype.submit.call(form);
  }
}

function onKey(event) {
  const link = event.target.closest?.("[data-cell]");
  const form = event.target.closest?.("[data-settle]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape" && event.target.closest?.("#side")) {
    event.preventDefault();
    focusCell(desk.dataset.at);
  } else if (link && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (steps[event.key]) move(link, ...steps[event.key]);
    else if (event.key === "Enter") open(link, "");
    else if (WORDS[event.key]) open(link, WORDS[event.key]);
    else if (event.key === "a") link.closest("tr").querySelector("[data-check]").click();
    else if (event.key === "?") document.getElementById("grid-keys").toggleAttribute("open");
    else return;
    event.preventDefault();
  }
}

function begin() {
  rove(desk.querySelector('[data-cell][aria-current="true"]') ?? desk.querySelector("[data-cell]"));
  desk.addEventListener("keydown", onKey);
  desk.addEventListener("click", (event) => {
    const link = event.target.closest("[data-cell]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      open(link, "");
    }
  });
  desk.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-settle]")) return;
    event.preventDefault();
    settle(event.target);
  });
}

if (desk) begin();
