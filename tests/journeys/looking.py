"""What is wrong with a page: how it looks at three widths, and whom it keeps out, measured in the browser."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations"

#: A page that still waits for its letters, for its new width to be painted, or for the end of a change of colour (one
#: without duration takes frames as well, or for ever where it is not painted), would be measured in others'.
SETTLED = """async () => {
  await Promise.all([...document.fonts].map((face) => face.load()));
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const ending = document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime !== Infinity);
  ending.forEach((each) => each.finish());
}"""
WIDTHS = (360, 768, 1280)
HEIGHT = 900

#: Sideways scroll, clipped text, words drawn over words, targets under 24 px. A link in a line of text is exempt
#: (WCAG 2.5.8, inline); so is what is hidden from sight, and a small control whose label takes the click for it.
MEASURE = """() => {
  const found = [];
  const name = (element) => {
    const own = element.tagName.toLowerCase() + (element.id ? "#" + element.id : "");
    const text = (element.innerText || element.getAttribute("aria-label") || element.name || "").trim().slice(0, 40);
    return `${own}${[...element.classList].map((each) => "." + each).join("")} “${text}”`;
  };
  const width = document.documentElement.clientWidth;
  const wide = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  if (wide > width) {
    const culprits = [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .filter((element) => ![...element.children].some((child) => child.getBoundingClientRect().right > width + 1));
    found.push(`scrolls sideways (${wide}): ${culprits.slice(0, 3).map(name).join(", ")}`);
  }
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const visible = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    return box.width > 1 && box.height > 1 && visible;
  };
  const isInText = (element) =>
    getComputedStyle(element).display.startsWith("inline") &&
    [...element.parentElement.childNodes].some((node) => node !== element && node.textContent.trim());
  const targets = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const element of document.querySelectorAll(targets)) {
    if (!isSeen(element) || element.closest("svg, .visually-hidden, .k-skip")) continue;
    if (element.tagName === "A" && isInText(element)) continue;
    const boxes = [element, ...(element.labels ?? [])].map((each) => each.getBoundingClientRect());
    const high = Math.max(...boxes.map((box) => box.height)), broad = Math.max(...boxes.map((box) => box.width));
    if (high < 23.5 || broad < 23.5) found.push(`target ${Math.round(broad)}×${Math.round(high)}: ${name(element)}`);
  }
  for (const element of document.body.querySelectorAll("*")) {
    if (!isSeen(element) || element.closest("svg, .visually-hidden, textarea, input, select")) continue;
    const style = getComputedStyle(element);
    if (!["hidden", "clip", "auto"].includes(style.overflowX) || element.tagName === "PRE") continue;
    if (element.scrollWidth <= element.clientWidth + 1 || !element.innerText?.trim()) continue;
    found.push(`clipped: ${name(element)}`);
  }
  for (const drawing of document.querySelectorAll("main svg")) {
    const words = [...drawing.querySelectorAll("text")].filter((text) => isSeen(text) && text.textContent.trim());
    const boxes = words.map((text) => text.getBoundingClientRect());
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const both = [words[i], words[i + 1 + j]].map((text) => text.textContent.trim()).join("” on “");
      if (across > 1 && down > 4) found.push(`text over text: “${both}”`);
    }));
  }
  return found;
}"""


def in_colours(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Switch the colours, and wait until they are painted."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(SETTLED)


def faults_of(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """What is wrong with the page that is open, one line each; ``[]`` is what we want. It stays at the last width."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate(SETTLED)
        found += [f"{width}: {fault}" for fault in page.evaluate(MEASURE)]
    return found


def barriers_on(page: Page) -> list[str]:
    """The accessibility faults axe finds, one line each, with the places."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate(RUN_AXE, AXE_RULES)
    return [f"{fault['id']}: {', '.join(str(node['target'][0]) for node in fault['nodes'])}" for fault in found]


@lru_cache(maxsize=1)
def _axe() -> str:
    return AXE.read_text("utf-8")
