// Words and characters beside a field, counted as the server counts them (securit.machinery.forms.counting):
// a word is a longest run of characters that are not white space; a character is a code point. Counted is the answer as
// it will be stored (securit.machinery.forms.cleaning): line ends are \n, the text is NFC, white space around it and
// what cannot be stored is gone; in one line any white space is one space.
// Texts come translated from the page: data-text="{count} of {limit} …".

const UNSTORABLE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]/gu;
const SPACE = "[\\t\\n \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "g");
const ANY = new RegExp(SPACE, "g");

export const asStored = (text, isLine = false) => {
  const whole = text.replace(/\r\n?/g, "\n").replace(UNSTORABLE, "").normalize("NFC").replace(AROUND, "");
  return isLine ? whole.replace(ANY, " ").normalize("NFC") : whole;
};
export const countWords = (text, isLine = false) => (asStored(text, isLine).match(/[^\s]+/g) || []).length;
export const countCharacters = (text, isLine = false) => [...asStored(text, isLine)].length;

const show = (note, field) => {
  const count = (note.dataset.counts === "words" ? countWords : countCharacters)(field.value, field.tagName === "INPUT");
  const limit = Number(note.dataset.limit);
  note.textContent = note.dataset.text.replace("{count}", String(count)).replace("{limit}", String(limit));
  note.dataset.over = String(count > limit);
};

const attach = (root) => {
  for (const note of root.querySelectorAll("[data-counter-for]:not([data-counting])")) {
    const field = document.getElementById(note.dataset.counterFor);
    if (!field) continue;
    note.dataset.counting = "";
    field.addEventListener("input", () => show(note, field));
    show(note, field);
  }
};

attach(document);
document.addEventListener("htmx:load", (event) => attach(event.target));
