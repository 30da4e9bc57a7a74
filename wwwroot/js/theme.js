// Runs before the first paint: sets data-theme on <html> from the stored choice or the system, and keeps it right.
(() => {
  const key = "lskd-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const listeners = new Set();

  const choice = () => {
    try { return localStorage.getItem(key) ?? "system"; } catch { return "system"; }
  };
  const isDark = () => choice() === "dark" || (choice() === "system" && system.matches);
  const apply = () => {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    for (const listener of listeners) listener.invokeMethodAsync("ThemeChanged", choice(), isDark()).catch(() => {});
  };

  system.addEventListener("change", apply);
  window.lskdTheme = {
    watch(listener) { listeners.add(listener); return { choice: choice(), isDark: isDark() }; },
    forget(listener) { listeners.delete(listener); },
    choose(value) {
      try { localStorage.setItem(key, value); } catch { /* private browsing: the choice lasts for this page */ }
      apply();
    },
  };
  apply();
})();
