// Fetches the editor for the pages that need it only.

export function editors(part) {
  const found = [...part.querySelectorAll("textarea[data-editor]")];
  if (!found.length) return;
  import("./editor.js").then(({ edit }) => found.forEach(edit));
}
