// Questions that are asked only after certain answers: hidden while the answer they wait for is another one. What was
// typed into them stays, and the server decides again. Without script they are always there and say when they count.

const answersTo = (form, name) =>
  [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((input) => (input.type !== "radio" && input.type !== "checkbox") || input.checked)
    .map((input) => input.value);

const waiting = [...document.querySelectorAll("[data-show-if]")].map((input) => ({
  box: input.closest(".k-field"),
  root: input.closest("form") ?? document,
  name: input.dataset.showIf,
  values: input.dataset.showIfValues.split(" "),
}));

const arrange = () => {
  for (const { box, root, name, values } of waiting) {
    const asked = [...root.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    if (!box || !asked.length) continue;
    const hides = asked.every((input) => input.closest(".k-field")?.hidden);
    box.hidden = hides || !answersTo(root, name).some((value) => values.includes(value));
  }
};

if (waiting.length) {
  document.addEventListener("input", arrange);
  document.addEventListener("change", arrange);
  arrange();
}
