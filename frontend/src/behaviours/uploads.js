// Files: a zone to drop them on, and a bar that says how far the sending is. A form is sent as the
// browser would send it; [data-drop-to] sends what is dropped to that address, with the page's token.

const NUMBER = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

export function line(list, name) {
  const row = document.createElement("div");
  row.className = "file-line";
  const label = Object.assign(document.createElement("span"), { textContent: name });
  const state = Object.assign(document.createElement("span"), { className: "save wait num" });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", name);
  row.append(document.createElement("span"), label, state, bar);
  list.append(row);
  return (sent, total) => {
    bar.value = total ? (100 * sent) / total : 100;
    state.textContent = `${NUMBER.format(sent / 1e6)} / ${NUMBER.format(total / 1e6)}`;
  };
}

export function send(address, data, progress) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "text/html");
    request.upload.addEventListener("progress", (event) => progress(event.loaded, event.total));
    request.addEventListener("load", () => done(request));
    request.addEventListener("error", failed);
    request.send(data);
  });
}

// A refused form comes back as a page: its content takes the place of this one's, so that nothing
// is sent twice.
function showRefusal(request) {
  const source = new DOMParser().parseFromString(request.responseText, "text/html");
  const content = source.querySelector("main");
  if (!content) return false;
  document.querySelector("main").replaceWith(document.adoptNode(content));
  content.dispatchEvent(new Event("updago:shown", { bubbles: true }));
  return true;
}

// The browser goes where the answer led.
function follow(request) {
  if (request.status >= 400) return showRefusal(request);
  const there = new URL(request.responseURL);
  location.assign(there);
  if (there.pathname + there.search === location.pathname + location.search) location.reload();
  return true;
}

async function submitWithBar(form, event) {
  const inputs = [...form.querySelectorAll("input[type=file][name]")].filter((input) => input.files.length);
  const list = inputs[0]?.closest("[data-drop]")?.querySelector("[data-files]");
  if (!list || form.dataset.sending) return;
  event.preventDefault();
  form.dataset.sending = "1";
  const data = new FormData(form, event.submitter);
  const names = inputs.flatMap((input) => [...input.files].map((file) => file.name));
  const progress = line(list, names.join(", "));
  const address = event.submitter?.getAttribute("formaction") ?? form.action;
  try {
    if (follow(await send(address, data, progress))) return;
  } catch {
    // The network failed: the plain sending below lets the browser say so.
  }
  form.submit();
}

function zone(element, take) {
  element.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    element.classList.add("over-it");
  });
  element.addEventListener("dragleave", () => element.classList.remove("over-it"));
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    element.classList.remove("over-it");
    take(event.dataTransfer.files);
  });
}

async function dropped(element, files) {
  const data = new FormData();
  data.append("csrf_token", document.querySelector("input[name=csrf_token]").value);
  for (const file of files) data.append("file", file);
  const names = [...files].map((file) => file.name).join(", ");
  const progress = line(element.querySelector("[data-files]"), names);
  const request = await send(element.dataset.dropTo, data, progress);
  if (!follow(request)) location.reload();
}

export function zones(part) {
  for (const element of part.querySelectorAll("[data-drop]")) {
    const input = element.querySelector("input[type=file]");
    zone(element, (files) => {
      input.files = files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  for (const element of part.querySelectorAll("[data-drop-to]")) {
    zone(element, (files) => dropped(element, files));
  }
}

export function uploads(page) {
  const listener = (event) => {
    if (event.target.matches("form[data-upload]")) submitWithBar(event.target, event);
  };
  page.addEventListener("submit", listener, true);
}
