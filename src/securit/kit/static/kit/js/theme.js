// The colour theme. A classic script in the head, so that a remembered choice is there before the first paint;
// without script, or without a choice, the page follows the system.
(() => {
  "use strict";
  const root = document.documentElement;
  const wished = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  const systemIsDark = () => matchMedia("(prefers-color-scheme: dark)").matches;
  const isDark = () => (root.dataset.bsTheme ? root.dataset.bsTheme === "dark" : systemIsDark());
  const remembered = wished();
  if (remembered === "light" || remembered === "dark") root.dataset.bsTheme = remembered;

  const remember = (theme) => {
    root.dataset.bsTheme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // private windows may refuse to store; the choice then lasts for this page
    }
    document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(isDark()));
      button.addEventListener("click", () => {
        remember(isDark() ? "light" : "dark");
        for (const other of document.querySelectorAll("[data-theme-switch]")) {
          other.setAttribute("aria-pressed", String(isDark()));
        }
      });
    }
  });
})();
