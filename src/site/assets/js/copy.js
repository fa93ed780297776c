// A button on each listing that copies what it holds; of a session at a prompt the commands alone.
(() => {
  const listings = document.querySelectorAll(".prose pre, .source .lines");
  if (!listings.length) return;
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  document.querySelector("main").append(told);

  const prompt = /^\s*(?:\[[^\]]*\]|[\w.@~:/-]+)?[$%] /;
  const sessions = ["console", "shell-session", "shellsession", "terminal", "sh-session"];
  // A source has a line for each of its own, with other things between them.
  const source = (lines) => [...lines.querySelectorAll(".l > code")].map((line) => line.textContent.replace(/\n$/, "")).join("\n") + "\n";
  const wanted = (code) => {
    const text = code.textContent.replace(/\n$/, "");
    const lines = text.split("\n");
    const isPrompt = (line) => prompt.test(line);
    const isSession = sessions.some((name) => code.classList.contains(`language-${name}`));
    const areAll = lines.every((line) => !line.trim() || isPrompt(line));
    if (!lines.some(isPrompt) || !(isSession || areAll)) return text;
    const kept = [];
    let goesOn = false;
    for (const line of lines) {
      if (isPrompt(line)) kept.push(line.replace(prompt, ""));
      else if (goesOn) kept.push(line.replace(/^> /, ""));
      else continue;
      goesOn = line.endsWith("\\");
    }
    return kept.join("\n");
  };
  // Pages that are opened from a disk, or over plain HTTP, have no clipboard of their own.
  const byHand = (text) => {
    const field = document.createElement("textarea");
    field.className = "unseen";
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    if (!isDone) throw new Error("not copied");
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      byHand(text);
    }
  };

  for (const pre of listings) {
    let frame = pre.parentElement;
    if (!frame.classList.contains("code")) {
      frame = document.createElement("div");
      frame.className = "code";
      pre.replaceWith(frame);
      frame.append(pre);
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    let timer = 0;
    const say = (word) => {
      button.textContent = told.textContent = word;
      button.classList.toggle("done", true);
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.textContent = "Copy";
        told.textContent = "";
        button.classList.remove("done");
      }, 2000);
    };
    button.addEventListener("click", async () => {
      try {
        await copy(pre.matches(".lines") ? source(pre) : wanted(pre.querySelector("code") || pre));
        button.focus();
        say("Copied");
      } catch {
        say("Not copied");
      }
    });
    frame.append(button);
  }
})();
