"use strict";
// Served beside the pages, never part of a site: asks for news, renews the page when it became another, and shows what is
// wrong. Texts are set as text, never as markup.
(() => {
  const tag = document.currentScript.dataset.tag;
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  let version = 0;
  let closed = "";
  let box = null;

  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/@opsrepo/live.css";
  document.head.append(style);

  const part = (name, text, look) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (look) made.className = look;
    return made;
  };

  const remove = () => {
    if (box) box.remove();
    box = null;
  };

  const show = (news) => {
    remove();
    const count = news.findings.length + news.more;
    const said = JSON.stringify([news.fault, news.findings]);
    if ((!news.fault && count === 0) || said === closed) return;
    box = part("aside", "", "opsrepo-live");
    box.setAttribute("role", "status");
    box.setAttribute("aria-label", "What is wrong now");
    const head = part("p", news.fault ? "The theme cannot be used" : count === 1 ? "1 new error" : `${count} new errors`, "opsrepo-live-head");
    const close = part("button", "Close");
    close.type = "button";
    close.addEventListener("click", () => {
      closed = said;
      remove();
    });
    head.append(close);
    box.append(head);
    if (news.fault) box.append(part("pre", news.fault));
    const list = document.createElement("ul");
    for (const found of news.findings) {
      const row = document.createElement("li");
      row.append(part("code", found.place), part("b", found.rule), part("span", found.message));
      if (found.help) row.append(part("i", found.help));
      list.append(row);
    }
    if (news.findings.length) box.append(list);
    if (news.more) box.append(part("p", `and ${news.more} more: \`opsrepo validate\` lists them`));
    document.body.append(box);
  };

  // Whoever looks at another window is not told now, and keeps no connection.
  const seen = () =>
    document.hidden
      ? new Promise((done) => document.addEventListener("visibilitychange", done, { once: true })).then(seen)
      : Promise.resolve();

  const listen = async () => {
    const hidden = new AbortController();
    const leave = () => document.hidden && hidden.abort();
    document.addEventListener("visibilitychange", leave);
    try {
      const answer = await fetch(`/@opsrepo/news?since=${version}`, { cache: "no-store", signal: hidden.signal });
      if (answer.status !== 200) {
        if (!answer.ok) await pause(1000);
        return;
      }
      const news = await answer.json();
      const page = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
      version = news.version;
      if (page.headers.get("etag") !== `"${tag}"`) {
        location.reload();
        return;
      }
      show(news);
    } catch {
      if (!hidden.signal.aborted) await pause(1000);
    } finally {
      document.removeEventListener("visibilitychange", leave);
    }
  };

  const watch = async () => {
    for (;;) {
      await seen();
      await listen();
    }
  };
  watch();
})();
