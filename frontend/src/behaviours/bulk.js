// A form with data-bulk says how many rows are ticked.

export function bulk(part) {
  for (const form of part.querySelectorAll("form[data-bulk]")) {
    const label = form.querySelector("[data-bulk-count]");
    if (!label) continue;
    const count = () => {
      const n = form.querySelectorAll("input[type=checkbox]:checked").length;
      label.textContent = n === 1 ? label.dataset.one : label.dataset.many.replace("{n}", n);
    };
    form.addEventListener("change", count);
    form.addEventListener("reset", () => requestAnimationFrame(count));
  }
}
