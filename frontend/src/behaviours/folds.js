// <details data-remember="key"> stay as the reader left them, on this device. A link to something
// inside a closed one opens it.

import { read, write } from "./storage.js";

const PREFIX = "updago.fold.";

function revealTarget(page) {
  const target = location.hash.length > 1 && page.getElementById(location.hash.slice(1));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
  target.scrollIntoView();
}

export function folds(part) {
  for (const fold of part.querySelectorAll("details[data-remember]")) {
    const kept = read("localStorage", PREFIX + fold.dataset.remember);
    if (kept) fold.open = kept === "1";
    fold.addEventListener("toggle", () => {
      write("localStorage", PREFIX + fold.dataset.remember, fold.open ? "1" : "0");
    });
  }
}

export function openTarget(page) {
  revealTarget(page);
  addEventListener("hashchange", () => revealTarget(page));
}
