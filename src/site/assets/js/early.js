// Before anything is drawn: the reader's own choice of light or dark, where there is one.
(() => {
  document.documentElement.classList.add("scripted");
  try {
    const choice = localStorage.getItem("opsrepo-theme");
    if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
  } catch {
    // Storage may be forbidden: then the system decides.
  }
})();
