// The team's sum while a member's grant is being typed: beside the field, against what the call gives.
// Reads the amounts of the other members from the page; the server judges again when the form is sent.

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

const show = (note, field) => {
  const amount = cents(field.value);
  const { others, most, ceiling, fits, overMost, overCeiling } = note.dataset;
  note.dataset.over = "false";
  if (amount === null) {
    note.textContent = "";
    return;
  }
  const sum = Number(others) + amount;
  const text = amount > Number(ceiling) ? overCeiling : sum > Number(most) ? overMost : fits;
  note.dataset.over = String(text !== fits);
  note.textContent = text
    .replace("{sum}", euros(sum))
    .replace("{most}", euros(Number(most)))
    .replace("{ceiling}", euros(Number(ceiling)));
};

for (const note of document.querySelectorAll("[data-live-sum]")) {
  const field = document.getElementById(note.dataset.liveSum);
  if (!field) continue;
  field.addEventListener("input", () => show(note, field));
  show(note, field);
}
