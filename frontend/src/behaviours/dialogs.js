// A link with data-dialog shows the form of the page it leads to in a dialog. Without scripts, or
// when the page cannot be had, the link is followed. data-open shows a dialog of this page.

let opener = null;

function shell(page) {
  const dialog = page.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "dlg-title");
  page.body.append(dialog);
  return dialog;
}

function dismiss(dialog) {
  dialog.close();
  opener?.focus();
  opener = null;
}

function fill(dialog, source) {
  const title = source.querySelector("h1").textContent;
  const form = source.querySelector("[data-dialog-body]");
  if (!form) return false;
  const head = document.createElement("div");
  head.className = "dlg-head";
  const heading = Object.assign(document.createElement("h2"), { id: "dlg-title", textContent: title });
  head.append(heading);
  const body = document.createElement("div");
  body.className = "dlg-in";
  body.append(document.adoptNode(form));
  dialog.replaceChildren(head, body);
  return true;
}

async function show(page, link) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error("no dialog");
  const source = new DOMParser().parseFromString(await answer.text(), "text/html");
  const dialog = page.querySelector("dialog[data-fetched]") ?? shell(page);
  dialog.dataset.fetched = "";
  if (!fill(dialog, source)) throw new Error("no form");
  opener = link.closest("[data-menu]")?.querySelector("summary") ?? link;
  dialog.showModal();
  dialog.dispatchEvent(new Event("updago:shown", { bubbles: true }));
  dialog.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
}

function plainClick(event) {
  return !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
}

export function dialogs(page) {
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && plainClick(event)) {
      event.preventDefault();
      show(page, link).catch(() => location.assign(link.href));
      return;
    }
    const here = event.target.closest("[data-open]");
    const named = here && page.getElementById(here.dataset.open);
    if (named) {
      opener = here;
      named.showModal();
      return;
    }
    const dialog = event.target.closest("dialog");
    if (dialog && (event.target === dialog || event.target.closest("[data-close]"))) {
      event.preventDefault();
      dismiss(dialog);
    }
  });
  page.addEventListener("cancel", (event) => {
    if (!event.target.matches("dialog")) return;
    event.preventDefault();
    dismiss(event.target);
  }, true);
}
