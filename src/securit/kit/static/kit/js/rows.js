// The sums of a table while its cells are typed. Amounts are read as the server reads them (securit.money.as_written);
// what is no number adds nothing. Without script the sums are those of the last save.

const readings = [[",", "."], [".", ","]].map(([thousands, decimals]) => ({
  thousands,
  decimals,
  form: new RegExp(`^-?(?:\\d{1,12}|[1-9]\\d{0,2}(?:\\${thousands}\\d{3}){1,3})(?:\\${decimals}\\d{1,2})?$`),
}));

export const cents = (text) => {
  const bare = text.replace(/[€\s'’]|EUR/g, "");
  const found = readings.find(({ form }) => form.test(bare));
  if (!found) return null;
  const [whole, rest = ""] = bare.replaceAll(found.thousands, "").split(found.decimals);
  const amount = Number(whole.replace("-", "")) * 100 + Number(rest.padEnd(2, "0"));
  return whole.startsWith("-") ? -amount : amount;
};

export const euros = (amount) => {
  const size = Math.abs(amount);
  const rest = size % 100;
  const whole = String((size - rest) / 100).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amount < 0 ? "−" : ""}€${whole}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
};

const whole = (text) => (/^-?\d{1,12}$/.test(text.trim()) ? Number(text.trim()) : null);

const show = (table, output) => {
  const read = output.dataset.sumType === "money" ? cents : whole;
  let sum = 0;
  for (const cell of table.querySelectorAll(`[data-adds-to="${output.dataset.sumOf}"]`)) sum += read(cell.value) ?? 0;
  output.textContent = output.dataset.sumType === "money" ? euros(sum) : String(sum);
};

for (const table of document.querySelectorAll("[data-rows]")) {
  const outputs = [...table.querySelectorAll("[data-sum-of]")];
  if (outputs.length) table.addEventListener("input", () => outputs.forEach((output) => show(table, output)));
}
