// Says 60, 15 and 5 minutes before the deadline that it comes, and when it has come: by the server's clock (the page
// says what time it was there), in a region that screen readers read when they are done with the sentence at hand.

const written = document.querySelector('meta[name="server-time"]');
const box = document.querySelector("[data-closing]");
const STEPS = [60, 15, 5];

const watch = () => {
  const region = box.querySelector("[data-closing-says]");
  const offset = Date.parse(written.content) - Date.now();
  const end = Date.parse(box.dataset.closing);
  let said = Number(box.dataset.warned);

  const tick = () => {
    const seconds = (end - Date.now() - offset) / 1000;
    const due = seconds <= 0 ? -1 : Math.min(...STEPS.filter((step) => seconds <= step * 60));
    if (due === said || due === Infinity) return;
    said = due;
    region.textContent = due < 0 ? box.dataset.over : box.dataset.soon.replace("{minutes}", String(due));
    if (due < 0) clearInterval(timer);
  };
  const timer = setInterval(tick, 1000);
};

if (written && box) watch();
