// The script of every page. Each behaviour adds comfort to a page that works without it.

import { bulk } from "./behaviours/bulk.js";
import { dialogs } from "./behaviours/dialogs.js";
import { drafts, guard } from "./behaviours/guard.js";
import { folds, openTarget } from "./behaviours/folds.js";
import { editors } from "./behaviours/editors.js";
import { menus } from "./behaviours/menus.js";
import { palette } from "./behaviours/palette.js";
import { attention, reveal } from "./behaviours/reveal.js";
import { theme } from "./behaviours/theme.js";
import { toasts } from "./behaviours/toasts.js";
import { uploads, zones } from "./behaviours/uploads.js";
import { wide } from "./behaviours/wide.js";

const wholePage = [theme, menus, dialogs, toasts, reveal, guard, uploads, palette];
const eachPart = [folds, drafts, editors, zones, bulk, wide, attention];

function show(part) {
  for (const start of eachPart) start(part);
}

for (const start of wholePage) start(document);
show(document);
openTarget(document);

// Parts that come later: a dialog, a refused form, a fragment.
document.addEventListener("updago:shown", (event) => show(event.target));
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) show(event.detail.elt);
});
