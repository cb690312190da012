// Menus are <details>; here they also close on Escape, on a click elsewhere, and when another one opens.
// A form's error summary takes the focus, so that a screen reader starts there.
const menus = () => document.querySelectorAll("details.k-menu");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (menu.open && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("focusin", (event) => {
  for (const menu of menus()) if (menu.open && !menu.contains(event.target)) menu.open = false;
});

const summary = document.querySelector("[data-error-summary]");
if (summary && !summary.closest("[data-still]")) summary.focus();
