// Files: a zone to drop them on, and a bar that says how far the sending is. A form is sent as the
// browser would send it; [data-drop-to] sends what is dropped to that address, with the page's token.

const NUMBER = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

function line(list, name) {
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

// The browser goes where the answer led: to the saved page or to the refused form.
function send(address, data, progress) {
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

function follow(request, address) {
  if (request.status < 400 && new URL(request.responseURL).href !== new URL(address, location).href) {
    location.assign(request.responseURL);
    if (new URL(request.responseURL).pathname === location.pathname) location.reload();
    return true;
  }
  return false;
}

async function submitWithBar(form, event) {
  const list = form.querySelector("[data-files]");
  const input = form.querySelector("input[type=file]");
  if (!list || !input?.files.length) return;
  event.preventDefault();
  form.dataset.dirty = "";
  const data = new FormData(form, event.submitter);
  const progress = line(list, [...input.files].map((file) => file.name).join(", "));
  try {
    const request = await send(form.action, data, progress);
    if (follow(request, form.action)) return;
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
  const address = element.dataset.dropTo;
  const request = await send(address, data, progress);
  if (!follow(request, address)) location.assign(address);
}

export function uploads(page) {
  for (const element of page.querySelectorAll("[data-drop]")) {
    const input = element.querySelector("input[type=file]");
    zone(element, (files) => {
      input.files = files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  for (const element of page.querySelectorAll("[data-drop-to]")) {
    zone(element, (files) => dropped(element, files));
  }
  page.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-upload]")) submitWithBar(event.target, event);
  }, true);
}
