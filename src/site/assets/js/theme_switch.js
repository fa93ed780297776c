// The switch between light and dark. The system decides until somebody presses it; the choice is kept.
(() => {
  const root = document.documentElement;
  const button = document.querySelector("button.theme");
  if (!button) return;
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const tell = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("opsrepo-theme", root.dataset.theme);
    } catch {
      // Not kept, but it holds on this page.
    }
    tell();
  });
  addEventListener("storage", (event) => {
    if (event.key !== "opsrepo-theme" || !event.newValue) return;
    root.dataset.theme = event.newValue;
    tell();
  });
  tell();
})();
