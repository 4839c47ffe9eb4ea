// Menus are <details data-menu>: they close on a click outside, on Escape and on leaving, and
// open upwards when there is no room below.

function close(menu, refocus) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

function place(menu) {
  const list = menu.querySelector(".menu");
  menu.classList.remove("up");
  const { bottom, height } = list.getBoundingClientRect();
  const top = menu.getBoundingClientRect().top;
  menu.classList.toggle("up", bottom > innerHeight && top > height);
}

function step(menu, from, direction) {
  const items = [...menu.querySelectorAll(".menu a, .menu button")];
  const next = items[(items.indexOf(from) + direction + items.length) % items.length];
  next?.focus();
}

export function menus(page) {
  page.addEventListener("click", (event) => {
    for (const menu of page.querySelectorAll("[data-menu][open]")) {
      if (!menu.contains(event.target)) close(menu, false);
    }
  });
  page.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches?.("[data-menu][open]")) place(event.target);
    },
    true,
  );
  page.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("[data-menu][open]");
    if (!menu) return;
    if (event.key === "Escape") close(menu, true);
    else if (event.key === "ArrowDown") step(menu, event.target, 1);
    else if (event.key === "ArrowUp") step(menu, event.target, -1);
    else return;
    event.preventDefault();
  });
  page.addEventListener("focusout", (event) => {
    const menu = event.target.closest?.("[data-menu][open]");
    if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu, false);
  });
}
