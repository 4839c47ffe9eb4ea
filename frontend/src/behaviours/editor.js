import { line, send } from "./uploads.js";

// A <textarea data-editor> holds rich text as HTML. Here it becomes an area that shows the text as
// it will look, with the toolbar that the page already has; the textarea stays what is sent.

const BLOCKS = { heading: "h3", quote: "blockquote" };
const COMMANDS = {
  bold: "bold",
  italic: "italic",
  list: "insertUnorderedList",
  numbers: "insertOrderedList",
};
// What a pasted text may keep; the server cleans once more.
const KEPT = new Set(
  "P BR B STRONG I EM U S SUB SUP A UL OL LI H2 H3 H4 BLOCKQUOTE PRE CODE TABLE THEAD TBODY TR TH TD IMG".split(" "),
);
const DROPPED = new Set(["SCRIPT", "STYLE", "TITLE", "META", "LINK", "XML"]);
const ATTRIBUTES = { A: ["href"], IMG: ["src", "alt"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"] };

function cleaned(node) {
  const out = document.createDocumentFragment();
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) out.append(child.data);
    if (child.nodeType !== Node.ELEMENT_NODE || DROPPED.has(child.tagName)) continue;
    const inner = cleaned(child);
    if (!KEPT.has(child.tagName)) {
      out.append(inner);
      continue;
    }
    const copy = document.createElement(child.tagName);
    for (const name of ATTRIBUTES[child.tagName] ?? []) {
      if (child.hasAttribute(name)) copy.setAttribute(name, child.getAttribute(name));
    }
    copy.append(inner);
    out.append(copy);
  }
  return out;
}

// The policy of the page would report each style, though none is kept.
function withoutStyles(html) {
  return html.replace(/<style[^]*?<\/style>/gi, "").replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, "");
}

function paste(event) {
  const html = withoutStyles(event.clipboardData.getData("text/html"));
  if (!html) return;
  event.preventDefault();
  const box = document.createElement("div");
  box.append(cleaned(new DOMParser().parseFromString(html, "text/html").body));
  document.execCommand("insertHTML", false, box.innerHTML);
}

function areaFor(textarea) {
  const area = document.createElement("div");
  area.className = "editor-area prose";
  area.contentEditable = "true";
  area.setAttribute("role", "textbox");
  area.setAttribute("aria-multiline", "true");
  area.setAttribute("aria-label", textarea.labels[0]?.textContent ?? "");
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (textarea.hasAttribute(name)) area.setAttribute(name, textarea.getAttribute(name));
  }
  textarea.labels[0]?.addEventListener("click", () => area.focus());
  return area;
}

// Stored texts name their files by a mark of their own, which is no address that browsers know.
const MARK = "@@file/";
const FILES = "/files/";

function renamed(part, from, to) {
  for (const [name, tags] of Object.entries({ src: "img, audio, video, source", href: "a" })) {
    for (const element of part.querySelectorAll(tags)) {
      const address = element.getAttribute(name);
      if (address?.startsWith(from)) element.setAttribute(name, to + address.slice(from.length));
    }
  }
}

function load(area, html) {
  const source = new DOMParser().parseFromString(html, "text/html").body;
  renamed(source, MARK, FILES);
  area.replaceChildren(...source.childNodes);
}

// Browsers put a new list into the paragraph it was made from, where HTML allows none.
function serialised(area) {
  // Of a document that is not shown: nothing in it is fetched.
  const copy = document.implementation.createHTMLDocument("").importNode(area, true);
  for (const list of copy.querySelectorAll("p > ul, p > ol, p > blockquote, p > h3")) {
    list.parentElement.replaceWith(...list.parentElement.childNodes);
  }
  renamed(copy, FILES, MARK);
  return copy.innerHTML;
}

function picturesOf(transfer) {
  return [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/"));
}

function isIn(area, name) {
  const at = getSelection().anchorNode;
  const element = at?.nodeType === Node.ELEMENT_NODE ? at : at?.parentElement;
  return area.contains(element) && Boolean(element.closest(name));
}

class Editor {
  constructor(textarea) {
    this.textarea = textarea;
    this.box = textarea.closest(".editor");
    this.bar = this.box.querySelector("[role=toolbar]");
    this.linkRow = this.bar.querySelector("[data-link]");
    this.pictureRow = this.bar.querySelector("[data-picture]");
    this.area = areaFor(textarea);
    load(this.area, textarea.value);
    textarea.before(this.area);
    this.showSource(false);
    this.listen();
  }

  listen() {
    this.area.addEventListener("input", () => this.save());
    this.area.addEventListener("paste", (event) => this.take(event, event.clipboardData) || paste(event));
    this.area.addEventListener("drop", (event) => this.take(event, event.dataTransfer));
    this.area.addEventListener("click", (event) => {
      if (event.target.tagName === "IMG") this.describe(event.target);
    });
    if (this.pictureRow) this.listenForPictures();
    this.bar.addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) event.preventDefault(); // the selection stays
    });
    this.bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) this.act(button.dataset.do);
    });
    this.linkRow.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.act("link-done");
    });
    this.textarea.addEventListener("input", () => {
      if (!this.textarea.hidden || this.saving) return;
      load(this.area, this.textarea.value);
    });
    document.addEventListener("selectionchange", () => this.mark());
  }

  listenForPictures() {
    const input = this.pictureRow.querySelector("[type=file]");
    input.addEventListener("change", async (event) => {
      event.stopPropagation();
      await this.insert([...input.files]);
      input.value = "";
    });
    const alt = this.pictureRow.querySelector("[data-alt]");
    alt.addEventListener("input", (event) => {
      event.stopPropagation();
      if (this.picture) this.picture.alt = alt.value;
      this.save();
    });
    alt.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.act("picture-done");
    });
  }

  // Pictures that are pasted or dropped go where the cursor is; anything else is not ours.
  take(event, transfer) {
    const pictures = picturesOf(transfer);
    if (!pictures.length || !this.pictureRow || transfer.getData("text/html")) return false;
    event.preventDefault();
    this.insert(pictures);
    return true;
  }

  async insert(pictures) {
    const selection = getSelection();
    if (this.area.contains(selection.anchorNode)) this.range = selection.getRangeAt(0);
    this.pictureRow.hidden = false;
    for (const picture of pictures) {
      const image = await this.sent(picture);
      if (image) this.place(image);
    }
  }

  async sent(picture) {
    const data = new FormData();
    data.append("csrf_token", this.textarea.form.elements.csrf_token.value);
    data.append("file", picture, picture.name);
    const list = this.pictureRow.querySelector("[data-files]");
    list.replaceChildren();
    const progress = line(list, picture.name);
    const address = this.pictureRow.querySelector("[type=file]").dataset.send;
    const request = await send(address, data, progress).catch(() => null);
    if (request?.status !== 200) {
      list.replaceChildren(this.pictureRow.dataset.failed);
      return null;
    }
    list.replaceChildren();
    const image = document.createElement("img");
    image.src = JSON.parse(request.responseText).url;
    image.alt = "";
    return image;
  }

  place(image) {
    if (this.range && this.area.contains(this.range.startContainer)) {
      this.range.deleteContents();
      this.range.insertNode(image);
      this.range.setStartAfter(image);
    } else {
      const paragraph = document.createElement("p");
      paragraph.append(image);
      this.area.append(paragraph);
    }
    this.save();
    this.describe(image);
  }

  describe(image) {
    if (!this.pictureRow) return;
    this.picture = image;
    this.pictureRow.hidden = false;
    const alt = this.pictureRow.querySelector("[data-alt]");
    alt.value = image.alt;
    alt.focus();
  }

  askPicture() {
    const selection = getSelection();
    this.range = this.area.contains(selection.anchorNode) ? selection.getRangeAt(0) : null;
    this.picture = null;
    this.pictureRow.hidden = !this.pictureRow.hidden;
    if (!this.pictureRow.hidden) this.pictureRow.querySelector("[type=file]").focus();
  }

  closePicture() {
    this.pictureRow.hidden = true;
    this.pictureRow.querySelector("[data-alt]").value = "";
    this.picture = null;
    this.area.focus();
  }

  save() {
    this.saving = true;
    const empty = !this.area.textContent.trim() && !this.area.querySelector("img, table, audio, video, iframe, hr");
    this.textarea.value = empty ? "" : serialised(this.area);
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.saving = false;
  }

  act(name) {
    if (name === "source") return this.showSource(this.textarea.hidden);
    if (name === "link") return this.askAddress();
    if (name === "link-done") return this.link();
    if (name === "picture") return this.askPicture();
    if (name === "picture-done") return this.closePicture();
    this.area.focus();
    document.execCommand("styleWithCSS", false, false);
    if (COMMANDS[name]) document.execCommand(COMMANDS[name]);
    else document.execCommand("formatBlock", false, isIn(this.area, BLOCKS[name]) ? "p" : BLOCKS[name]);
    this.save();
  }

  askAddress() {
    if (isIn(this.area, "a")) {
      document.execCommand("unlink");
      return this.save();
    }
    const selection = getSelection();
    this.range = this.area.contains(selection.anchorNode) ? selection.getRangeAt(0) : null;
    this.linkRow.hidden = !this.linkRow.hidden;
    this.linkRow.querySelector("input").focus();
  }

  link() {
    const input = this.linkRow.querySelector("input");
    const address = input.value.trim();
    this.linkRow.hidden = true;
    input.value = "";
    this.area.focus();
    if (!address) return;
    if (this.range) {
      getSelection().removeAllRanges();
      getSelection().addRange(this.range);
    }
    if (getSelection().isCollapsed) document.execCommand("insertText", false, address);
    else document.execCommand("createLink", false, address);
    this.save();
  }

  showSource(shown) {
    if (this.area.hidden) load(this.area, this.textarea.value);
    this.textarea.hidden = !shown;
    this.area.hidden = shown;
    this.bar.querySelector("[data-do=source]").setAttribute("aria-pressed", String(shown));
  }

  mark() {
    if (!this.area.contains(getSelection().anchorNode)) return;
    for (const button of this.bar.querySelectorAll("[data-do][aria-pressed]:not([data-do=source])")) {
      const name = button.dataset.do;
      const on = COMMANDS[name] ? document.queryCommandState(COMMANDS[name]) : isIn(this.area, BLOCKS[name] ?? "a");
      button.setAttribute("aria-pressed", String(on));
    }
  }
}

export function edit(textarea) {
  document.execCommand("defaultParagraphSeparator", false, "p");
  return new Editor(textarea);
}
