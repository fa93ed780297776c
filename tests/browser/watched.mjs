// A page of the browser that notes what no page of a site may do: write errors to the console, break its own policy, ask other
// hosts, open dialogs or windows.

// Where a test asks for what is not there.
export const GONE = "/gone-on-purpose";

export const watched = async (context, origin, tell) => {
  const page = await context.newPage();
  let where = "";
  const note = (what) => tell(`${where}: ${what}`);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !message.location().url.endsWith(GONE)) note(`console: ${message.text()} (${message.location().url.replace(origin, "")})`);
  });
  page.on("pageerror", (error) => note(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    note(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on("popup", (popup) => note(`window: ${popup.url()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:image/svg+xml,")) note(`request: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && !response.url().endsWith(GONE)) note(`${response.status()}: ${response.url()}`);
  });
  // A page of its own: `path` as it is named in the folder of the site.
  const visit = async (base, path) => {
    where = `${base.replace(origin, "")}${path}`;
    await page.goto(base + path.split("/").map(encodeURIComponent).join("/"), { waitUntil: "load" });
  };
  return { page, visit, at: (text) => (where = text) };
};
