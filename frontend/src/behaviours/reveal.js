// The button that shows what was typed in a password field, and focus on what needs mending.

export function reveal(page) {
  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveal]");
    if (!button) return;
    const field = page.getElementById(button.dataset.reveal);
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
}

export function attention(part) {
  part.querySelector("[data-autofocus]")?.focus();
}
