// Counts deadlines down by the server's clock: the page says what time it was there when it was written
// (<meta name="server-time">), and the device's own clock only measures what has passed since.

const written = document.querySelector('meta[name="server-time"]');
const offset = written ? Date.parse(written.content) - Date.now() : 0;
const DAY = 86_400;

const words = (note, seconds) => {
  const { days, hours, minutes, over } = note.dataset;
  if (seconds <= 0) return over;
  if (seconds >= 2 * DAY) return days.replace("{count}", String(Math.floor(seconds / DAY)));
  if (seconds >= 7_200) return hours.replace("{count}", String(Math.floor(seconds / 3_600)));
  const rest = String(seconds % 60).padStart(2, "0");
  return minutes.replace("{count}", String(Math.floor(seconds / 60))).replace("{rest}", rest);
};

const tick = () => {
  const now = Date.now() + offset;
  for (const note of document.querySelectorAll("[data-deadline]")) {
    const seconds = Math.ceil((Date.parse(note.dataset.deadline) - now) / 1000);
    const text = words(note, seconds);
    if (note.textContent !== text) note.textContent = text;
    note.parentElement.classList.toggle("k-deadline-over", seconds <= 0);
  }
};

if (written) {
  tick();
  setInterval(tick, 1000);
}
