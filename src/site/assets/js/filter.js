// Filters of a list. A list says `data-filter="status tag …"`; its rows carry `data-status`, `data-tag` …, several values
// on lines of their own; what holds rows and goes with the last of them says `data-group`. What is picked stands in the
// address, so that it can be sent to others and survives going back.
(() => {
  const FEW = 7;
  const list = document.querySelector("[data-filter]");
  if (!list) return;
  const names = list.dataset.filter.split(" ");
  const rows = [...list.querySelectorAll("[data-row]")].map((row) => {
    const values = {};
    for (const name of names) values[name] = (row.getAttribute(`data-${name}`) || "").split("\n").filter(Boolean);
    return { row, values };
  });
  const groups = [...list.querySelectorAll("[data-group]")].map((group) => ({ group, folder: group.querySelector("details") }));
  const make = (name, into, attributes = {}, text = "") => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    into.append(element);
    return element;
  };
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  // Statuses stand in the order of a life, as the tally has them; other values in the order of the alphabet.
  const order = [...document.querySelectorAll("[data-tally] .chip")].map((chip) => chip.textContent);
  const before = (a, b) => order.indexOf(a) - order.indexOf(b) || a.localeCompare(b);
  // A facet is worth a filter where it parts the rows: not where all of them say the same, or all but one.
  const isWorth = (counts) => counts.length > 2 || counts.some((count) => count > 1 && count < rows.length - 1);
  const facets = [];
  for (const name of names) {
    const counts = new Map();
    for (const { values } of rows) for (const value of values[name]) counts.set(value, (counts.get(value) || 0) + 1);
    if (isWorth([...counts.values()])) facets.push({ name, values: [...counts.keys()].sort(before), parts: new Map() });
  }
  if (!facets.length || rows.length < 5) return;
  const picked = () => {
    const asked = new URLSearchParams(location.search);
    const sets = new Map();
    for (const { name, values } of facets) {
      const known = asked.getAll(name).filter((value) => values.includes(value));
      if (known.length) sets.set(name, new Set(known));
    }
    return sets;
  };
  const fits = (values, sets, but) => [...sets].every(([name, set]) => name === but || values[name].some((value) => set.has(value)));
  const box = document.createElement("div");
  box.className = "filters";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Filters");
  const pick = (name, values) => {
    const address = new URL(location.href);
    address.searchParams.delete(name);
    for (const value of values) address.searchParams.append(name, value);
    address.hash = "";
    history.pushState(null, "", address);
    show();
  };
  for (const facet of facets) {
    const { name, values, parts } = facet;
    if (values.length <= FEW && name !== "person") {
      const set = make("fieldset", box);
      make("legend", set, {}, capital(name));
      for (const value of values) {
        const button = make("button", set, { type: "button", "aria-pressed": "false" });
        button.addEventListener("click", () => {
          const now = picked().get(name) || new Set();
          if (!now.delete(value)) now.add(value);
          pick(name, now);
        });
        parts.set(value, button);
      }
    } else {
      const label = make("label", box, {}, capital(name));
      facet.select = make("select", label);
      make("option", facet.select, { value: "" }, "any");
      for (const value of values) parts.set(value, make("option", facet.select, { value }));
      facet.select.addEventListener("change", () => pick(name, facet.select.value ? [facet.select.value] : []));
    }
  }
  const told = make("p", box, { class: "told", role: "status" });
  const clear = make("button", box, { type: "button", class: "clear" }, "Clear the filters");
  clear.addEventListener("click", () => {
    const address = new URL(location.href);
    for (const { name } of facets) address.searchParams.delete(name);
    address.hash = "";
    history.pushState(null, "", address);
    show();
    box.querySelector("button, select").focus();
  });
  const show = () => {
    const sets = picked();
    let count = 0;
    for (const { row, values } of rows) {
      row.hidden = !fits(values, sets);
      if (!row.hidden) count++;
    }
    for (const { group, folder } of groups) {
      group.hidden = !group.querySelector("[data-row]:not([hidden])");
      if (folder && sets.size && !group.hidden) folder.open = true;
    }
    for (const { name, select, parts } of facets) {
      const set = sets.get(name) || new Set();
      for (const [value, part] of parts) {
        const here = rows.filter(({ values }) => values[name].includes(value) && fits(values, sets, name)).length;
        part.textContent = `${value} (${here})`;
        if (!select) part.setAttribute("aria-pressed", String(set.has(value)));
      }
      if (select) select.value = set.size ? [...set][0] : "";
    }
    clear.hidden = !sets.size;
    if (!sets.size) told.textContent = "";
    else if (count) told.textContent = `${count} of ${rows.length} shown`;
    else told.textContent = `None of ${rows.length} fits: clear the filters to see them all.`;
  };
  list.prepend(box);
  for (const tally of document.querySelectorAll("[data-tally]")) tally.hidden = facets.some(({ name }) => name === (tally.dataset.tally || "status"));
  addEventListener("popstate", show);
  show();
})();
