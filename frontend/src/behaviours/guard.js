// Forms: a double click sends once; what is typed in a form with data-guard is kept in this tab
// until it is saved, and leaving the page with unsaved text asks first.

import { keys, read, write } from "./storage.js";

const PREFIX = "updago.draft.";
const SENT = "updago.sent";
const TEXT = "textarea, input:is([type=text], [type=email], [type=url], [type=search], [type=number])";

function texts(form) {
  return [...form.querySelectorAll(TEXT)].filter((field) => field.name);
}

function keep(form, key) {
  const typed = texts(form).filter((field) => field.value !== field.defaultValue);
  form.dataset.dirty = typed.length ? "1" : "";
  const values = Object.fromEntries(typed.map((field) => [field.name, field.value]));
  write("sessionStorage", key, typed.length ? JSON.stringify(values) : null);
}

function restore(form, key) {
  const values = JSON.parse(read("sessionStorage", key) ?? "{}");
  for (const field of texts(form)) {
    if (field.name in values && field.value === field.defaultValue) field.value = values[field.name];
  }
  keep(form, key);
}

function watch(form) {
  const key = PREFIX + form.dataset.guard;
  // A refused form comes back with an alert: its draft is what the server gave back.
  const sent = read("sessionStorage", SENT);
  if (sent === key) {
    write("sessionStorage", SENT, null);
    if (!form.querySelector("[role=alert]")) write("sessionStorage", key, null);
  }
  restore(form, key);
  form.addEventListener("input", () => keep(form, key));
  form.addEventListener("submit", () => {
    form.dataset.dirty = "";
    write("sessionStorage", SENT, key);
  });
}

function forgetSaved(page) {
  const sent = read("sessionStorage", SENT);
  if (!sent || page.querySelector(`form[data-guard="${CSS.escape(sent.slice(PREFIX.length))}"]`)) return;
  write("sessionStorage", SENT, null);
  if (keys("sessionStorage").includes(sent) && !page.querySelector("[data-error-page]")) {
    write("sessionStorage", sent, null);
  }
}

export function drafts(part) {
  part.querySelectorAll("form[data-guard]").forEach(watch);
}

export function guard(page) {
  forgetSaved(page);
  page.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target.dataset.sending) event.preventDefault();
    event.target.dataset.sending = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // Back from the browser's cache: the form may be sent again.
  addEventListener("pageshow", () => {
    for (const form of page.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
    for (const button of page.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
  });
  addEventListener("beforeunload", (event) => {
    if (page.querySelector('form[data-dirty="1"]')) event.preventDefault();
  });
}
