// On a small screen the sections are one row that scrolls: it begins where the reader is.
(() => {
  const current = document.querySelector(".sections [aria-current]");
  const row = current?.closest(".sections");
  if (!row || row.scrollWidth <= row.clientWidth) return;
  row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
})();
