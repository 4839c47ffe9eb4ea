// Toasts go after ten seconds; the clock stops while one is read or reached by the keyboard.

const SHOWN_MS = 10_000;

function run(toast) {
  let timer = 0;
  const start = () => {
    timer = setTimeout(() => toast.remove(), SHOWN_MS);
  };
  const stop = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
  start();
}

export function toasts(page) {
  const region = page.querySelector("[data-toasts]");
  if (!region) return;
  // Put in again after load, so that screen readers announce what came with the page.
  const waiting = [...region.children];
  region.replaceChildren();
  requestAnimationFrame(() => region.append(...waiting));
  waiting.forEach(run);
  region.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]").remove();
  });
}
