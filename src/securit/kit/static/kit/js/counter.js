// Words and characters beside a field, counted as the server counts them (securit.machinery.forms.counting):
// a word is a longest run of characters that are not white space; a character is a code point after
// line ends became \n and the text NFC. Texts come translated from the page: data-text="{count} of {limit} …".

export const countWords = (text) => (text.match(/[^\s]+/g) || []).length;
export const countCharacters = (text) => [...text.replace(/\r\n?/g, "\n").normalize("NFC")].length;

const show = (note, field) => {
  const count = note.dataset.counts === "words" ? countWords(field.value) : countCharacters(field.value);
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
