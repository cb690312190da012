// The budget while a member's cost and grant are being typed: beside the field, everything that is over a limit, or
// the team's sum and what is left. Reads the amounts of the other members from the page; the server judges again, by
// the same rules, when the form is sent. Amounts are whole cents.

const cents = (text) => {
  const bare = text.replace(/[€\s]/g, "").replace(/,(\d{2})$/, ".$1");
  const found = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(bare);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "0").padEnd(2, "0")) : null;
};

const euros = (amount) => {
  const rest = amount % 100;
  const whole = String((amount - rest) / 100).replace(/\B(?=(\d{3})+$)/g, ",");
  return `€${whole}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
};

// amount × rate, half a cent rounded up, without floating point: money.at_rate of the server.
export const atRate = (amount, rate) => {
  const [whole, part = ""] = rate.split(".");
  const over = 10n ** BigInt(part.length);
  return Number((BigInt(amount) * BigInt(whole + part) * 2n + over) / (2n * over));
};

const figures = (note, grant, cost) => {
  const { others, most, ceiling, rate } = note.dataset;
  const payable = cost === null ? null : atRate(cost, rate);
  const sum = Number(others) + grant;
  return { grant, cost, payable, sum, most: Number(most), ceiling: Number(ceiling) };
};

const faults = ({ grant, cost, payable, sum, most, ceiling }) => [
  grant > ceiling && "overCeiling",
  cost !== null && grant > cost && "overCost",
  cost !== null && grant <= cost && grant > payable && "overRate",
  sum > most && "overMost",
].filter(Boolean);

const show = (note, grantField, costField) => {
  const grant = cents(grantField.value);
  note.dataset.over = "false";
  if (grant === null) {
    note.textContent = "";
    return;
  }
  const found = figures(note, grant, costField ? cents(costField.value) : null);
  const wrong = faults(found);
  const room = Math.min(found.ceiling - grant, found.most - found.sum, (found.payable ?? found.ceiling) - grant);
  const words = wrong.length ? wrong : ["fits", room > 0 ? "room" : "full"];
  note.dataset.over = String(wrong.length > 0);
  note.textContent = words
    .map((word) => note.dataset[word].replace(/\{(\w+)\}/g, (_, name) => euros({ ...found, room }[name])))
    .join(" ");
};

for (const note of document.querySelectorAll("[data-live-sum]")) {
  const [grantField, costField] = [note.dataset.liveSum, note.dataset.cost].map((id) => document.getElementById(id));
  if (!grantField) continue;
  for (const field of [grantField, costField]) field?.addEventListener("input", () => show(note, grantField, costField));
  show(note, grantField, costField);
}
