// The script of every page. Each behaviour adds comfort to a page that works without it.

import { bulk } from "./behaviours/bulk.js";
import { dialogs } from "./behaviours/dialogs.js";
import { folds } from "./behaviours/folds.js";
import { guard } from "./behaviours/guard.js";
import { menus } from "./behaviours/menus.js";
import { palette } from "./behaviours/palette.js";
import { reveal } from "./behaviours/reveal.js";
import { theme } from "./behaviours/theme.js";
import { toasts } from "./behaviours/toasts.js";
import { uploads } from "./behaviours/uploads.js";

for (const start of [theme, menus, folds, dialogs, toasts, reveal, guard, uploads, bulk, palette]) {
  start(document);
}
