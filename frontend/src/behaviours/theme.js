// The theme button: light, dark, high contrast, in turn, kept on this device.

import { write } from "./storage.js";

const THEMES = ["light", "dark", "contrast"];

function current(root) {
  if (root.dataset.theme) return root.dataset.theme;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function theme(page) {
  const root = page.documentElement;
  page.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-next]")) return;
    const next = THEMES[(THEMES.indexOf(current(root)) + 1) % THEMES.length];
    root.dataset.theme = next;
    write("localStorage", "updago.theme", next);
  });
}
