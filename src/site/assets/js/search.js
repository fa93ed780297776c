// The search: words are looked up in the shards of the index; what is found is shown by the field and on its page.
(() => {
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ŧ: "t", þ: "th", ı: "i", ŋ: "n", ĳ: "ij" };
  const fold = (text) =>
    Array.from(text.toLowerCase(), (c) => {
      if (LETTERS[c]) return LETTERS[c];
      if (/[\u0300-\u036f]/.test(c)) return "";
      return /[\u00c0-\u024f\u1e00-\u1eff]/.test(c) ? c.normalize("NFD").replace(/[\u0300-\u036f]/g, "") : c;
    }).join("");
  const bare = (word) => (/^[0-9]+$/.test(word) ? word.replace(/^0+(?=.)/, "") : word);
  const tokens = (text) => (fold(text).match(/[\p{Alphabetic}\p{N}]+/gu) || []).map((word) => Array.from(bare(word)).slice(0, 40).join(""));
  // What English words have in common whatever their ending: restarts, restarted, restarting; policy, policies.
  const stem = (word) => {
    if (!/^[a-z]{4,}$/.test(word)) return word;
    const one = word.replace(/(?:ie[sd]|(?:s|x|z|ch|sh)es|[^sui]s)$/, (end) => (end.startsWith("ie") ? "i" : end.slice(0, end.length > 2 ? -2 : -1)));
    const root = one.replace(/(?:ing|ed|er|ion|ment)$/, "");
    const kept = root.length > 2 && /[aeiouy]/.test(root) ? root : one;
    return kept.replace(/(...)e$/, "$1").replace(/(...)y$/, "$1i").replace(/(..)([^aeiou])\2$/, "$1$2");
  };
  const shardOf = (word, shards) => {
    let hash = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(word)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    return hash % shards;
  };
  // The edit distance of two words, two letters in the wrong order being one slip; `most + 1` where it is more than that.
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [];
    let row = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most && Math.min(...row) > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[b.length];
  };
  // The words that may be meant, each with what it is worth: itself, its other endings, longer ones, and slips where there
  // are no others.
  const meant = (word, words) => {
    const from = [];
    const own = stem(word);
    for (const known of words) if (known === word) from.push([known, 4]);
    for (const known of words) if (from.length < 12 && known !== word && known[0] === word[0] && stem(known) === own) from.push([known, 3]);
    for (const known of words) if (from.length < 16 && known.startsWith(word) && !from.some(([other]) => other === known)) from.push([known, 2]);
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    if (from.length) return from;
    const slips = most ? words.map((known) => [known, distance(word, known, most)]).filter(([, slip]) => slip <= most) : [];
    const found = slips.sort((a, b) => a[1] - b[1]).slice(0, 12);
    return found.length ? found.map(([known, slip]) => [known, 1 / slip]) : [[word, 4]];
  };
  // What one word finds: the documents with what they are worth.
  const places = async (word, meta, words, get) => {
    const worth = new Map();
    for (const [known, factor] of meant(word, words)) {
      const shard = await get(`terms-${shardOf(known, meta.shards).toString(16).padStart(2, "0")}.json`, "json");
      const list = Object.hasOwn(shard, known) ? shard[known] : [];
      for (let at = 0; at < list.length; at += 2) worth.set(list[at], Math.max(worth.get(list[at]) || 0, list[at + 1] * factor));
    }
    return worth;
  };
  // The documents that have all the words, the best first; where none has, those that have most of them.
  const find = async (text, get) => {
    const asked = [...new Set(tokens(text))].slice(0, 8);
    const meta = await get("meta.json", "json");
    const words = (await get("words.txt", "text")).split("\n").filter(Boolean);
    const all = await Promise.all(asked.map((word) => places(word, meta, words, get)));
    const sums = new Map();
    for (const worth of all) {
      for (const [id, more] of worth) {
        const [count, sum] = sums.get(id) || [0, 0];
        sums.set(id, [count + 1, sum + more]);
      }
    }
    const most = Math.max(0, ...all.map((_, at) => at + 1).filter((count) => [...sums.values()].some(([has]) => has === count)));
    const ids = [...sums].filter(([, [count]]) => count === most).sort((a, b) => b[1][1] - a[1][1] || a[0] - b[0]).map(([id]) => id);
    return { ids, lacking: asked.length - most };
  };
  if (typeof document === "undefined") {
    globalThis.opsrepoSearch = { tokens, stem, shardOf, distance, meant, find };
    return;
  }
  const box = document.querySelector(".search");
  if (!box) return;
  const root = box.dataset.root;
  const kept = new Map();
  const get = (name, read) => {
    if (!kept.has(name)) {
      const asked = fetch(`${root}search/${name}`).then((answer) => (answer.ok ? answer[read]() : Promise.reject(new Error(name))));
      asked.catch(() => kept.delete(name));
      kept.set(name, asked);
    }
    return kept.get(name);
  };
  const docOf = async (id) => {
    const { together } = await get("meta.json", "json");
    return (await get(`docs-${Math.floor(id / together)}.json`, "json"))[id % together];
  };
  const make = (name, into, attributes = {}, text = "") => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    into.append(element);
    return element;
  };
  const marked = (into, text, asked) => {
    for (const part of text.split(/([\p{Alphabetic}\p{N}\p{M}]+)/u)) {
      const folded = bare(fold(part));
      if (part && asked.some((word) => folded.startsWith(word) || stem(folded) === stem(word))) make("mark", into, {}, part);
      else into.append(part);
    }
  };
  const show = (list, doc, asked, attributes) => {
    const item = make("li", list, attributes);
    marked(make("a", item, { href: root + doc.url, tabindex: attributes.role ? "-1" : "0" }), doc.title, asked);
    item.append(" ");
    if (doc.status) make("span", item, { class: `chip ${doc.tone}` }, doc.status);
    make("span", item, { class: "quiet" }, [doc.kind, doc.id, doc.date].filter(Boolean).join(" · "));
    marked(make("span", item, { class: "quiet" }), doc.text, asked);
  };
  const allOf = (text) => `${box.querySelector(".find").href}?q=${encodeURIComponent(text)}`;
  const field = box.querySelector("input");
  const list = box.querySelector(".found");
  let turn = 0;
  let chosen = -1;
  const choose = (at) => {
    const items = [...list.children];
    chosen = items.length ? (at + items.length) % items.length : -1;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
    if (chosen < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", items[chosen].id);
      items[chosen].scrollIntoView({ block: "nearest" });
    }
  };
  const shut = () => {
    turn++;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    choose(0);
  };
  field.addEventListener("input", async () => {
    const mine = ++turn;
    try {
      const { ids } = await find(field.value, get);
      const docs = await Promise.all(ids.slice(0, 8).map(docOf));
      if (mine !== turn) return;
      list.replaceChildren();
      docs.forEach((doc, at) => show(list, doc, tokens(field.value), { role: "option", id: `site:find-${at}`, "aria-selected": "false" }));
      if (ids.length > docs.length) {
        const item = make("li", list, { class: "all", role: "option", id: `site:find-${docs.length}`, "aria-selected": "false" });
        make("a", item, { href: allOf(field.value), tabindex: "-1" }, `All ${ids.length} finds`);
      }
      field.setAttribute("aria-expanded", String(docs.length > 0));
      chosen = -1;
      field.removeAttribute("aria-activedescendant");
    } catch {
      if (mine === turn) shut();
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") shut();
    else if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter") {
      const link = chosen < 0 ? null : list.children[chosen].querySelector("a");
      location.href = link ? link.href : allOf(field.value);
    } else return;
    event.preventDefault();
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) shut();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const link = event.target.closest("li")?.querySelector("a");
    if (link && !event.target.closest("a")) location.href = link.href;
  });
  addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) return;
    event.preventDefault();
    field.focus();
  });
  const SHOWN = 100;
  const asking = document.querySelector(".asking");
  if (!asking) return;
  const page = async () => {
    const meta = await get("meta.json", "json");
    const wanted = new URLSearchParams(location.search);
    const form = make("form", asking, { method: "get", action: location.pathname });
    const labelled = (text) => make("label", form, {}, text);
    make("input", labelled("Words"), { type: "search", name: "q", value: wanted.get("q") || "" });
    for (const [name, label, values] of [["kind", "Kind", meta.kinds], ["status", "Status", meta.statuses], ["service", "Service", meta.services]]) {
      if (!values.length) continue;
      const select = make("select", labelled(label), { name });
      for (const value of ["", ...values]) make("option", select, { value }, value || "any");
      select.value = values.includes(wanted.get(name)) ? wanted.get(name) : "";
      select.addEventListener("change", () => form.submit());
    }
    make("button", form, { type: "submit" }, "Search");
    const text = wanted.get("q") || "";
    if (!text) return;
    const fits = (doc) => ["kind", "status"].every((name) => !wanted.get(name) || doc[name] === wanted.get(name)) && (!wanted.get("service") || doc.services.includes(wanted.get("service")));
    const { ids, lacking } = await find(text, get);
    const docs = [];
    let seen = 0;
    // Only as many files are read as it takes to show so many.
    for (; seen < ids.length && docs.length < SHOWN; seen += SHOWN) {
      docs.push(...(await Promise.all(ids.slice(seen, seen + SHOWN).map(docOf))).filter(fits));
    }
    const isCut = docs.length > SHOWN || seen < ids.length;
    const isNarrowed = ["kind", "status", "service"].some((name) => wanted.get(name));
    const total = isNarrowed ? "" : ids.length < meta.places ? ` of ${ids.length}` : " of very many";
    const count = docs.length === 1 ? "1 find" : docs.length ? `${docs.length} finds` : "Nothing is found. The lists below hold every record";
    const narrow = [["a kind", meta.kinds], ["a status", meta.statuses], ["a service", meta.services]].filter(([, values]) => values.length);
    const said = [isCut ? `The first ${SHOWN}${total} finds are shown. One more word narrows them${narrow.length ? `, and so does ${narrow.map(([name]) => name).join(" or ")}` : ""}.` : `${count}.`];
    if (lacking && docs.length) said.unshift("No page has all of these words; these have most of them.");
    document.querySelector(".told").textContent = said.join(" ");
    for (const doc of docs.slice(0, SHOWN)) show(document.querySelector(".finds"), doc, tokens(text), {});
  };
  page().catch(() => {
    document.querySelector(".told").textContent = "The index cannot be read here. The lists below hold every record.";
  });
})();
