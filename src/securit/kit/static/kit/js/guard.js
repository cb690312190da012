// A page that is left while something typed in a form with data-guard is not saved asks first; data-guard="unsaved" says
// that what the form shows was never saved. Sending a form never asks.

const forms = [...document.querySelectorAll("form[data-guard]")];
const written = (form) => JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === "string"));
const before = new Map(forms.map((form) => [form, written(form)]));
let isSent = false;

document.addEventListener("submit", () => {
  isSent = true;
});
addEventListener("beforeunload", (event) => {
  const isOpen = forms.some((form) => form.dataset.guard === "unsaved" || written(form) !== before.get(form));
  if (isOpen && !isSent) event.preventDefault();
});
