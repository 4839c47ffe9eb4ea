// What is wider than the page moves sideways in a box of its own: the keyboard must reach it.

export function wide(part) {
  for (const box of part.querySelectorAll(".prose table, .prose pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}
