// Runs before the first paint: applies the theme chosen on this device and says that scripts run.
// A classic script: nothing may leak out of the block.
{
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("updago.theme");
    if (["light", "dark", "contrast"].includes(theme)) root.dataset.theme = theme;
  } catch {
    // Storage may be closed to us: the theme then follows the system.
  }
}
