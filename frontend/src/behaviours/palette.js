// Ctrl-K goes to the search of the page, where there is one.

export function palette(page) {
  page.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    const opener = page.querySelector("[data-palette]");
    if (!opener) return;
    event.preventDefault();
    opener.click();
  });
}
