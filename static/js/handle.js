/* Says while somebody types whether a handle is free, taken, formerly ours or an impostor's. Progressive enhancement: a
   button does the same without it, and what is sent is looked at in any case. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-handles]");
  if (!form) return;
  const waits = {}, asked = {};
  form.querySelectorAll("[data-without-script]").forEach((element) => { element.hidden = true; });

  const say = (note, found) => {
    const words = note.querySelector("[data-words]"), tone = found.said ? found.tone : "";
    note.className = `field-note ${tone}`;
    note.querySelectorAll("[data-tone]").forEach((glyph) => { glyph.hidden = glyph.dataset.tone !== tone; });
    words.textContent = found.said || "";
    if (found.url) {
      const link = document.createElement("a");
      link.href = found.url;
      link.textContent = found.action;
      words.append(" ", link);
    }
  };

  const look = async (name) => {
    const note = form.querySelector(`[data-handle-note="${name}"]`), given = new FormData(form);
    const handle = (given.get(name) || "").trim(), platform = given.get(name.replace("handle", "platform")) || "";
    const question = `${platform} ${handle}`;
    if (!note || asked[name] === question) return;
    asked[name] = question;
    if (!handle || !platform) { say(note, {}); return; }
    const body = new URLSearchParams({ handle, platform, csrfmiddlewaretoken: given.get("csrfmiddlewaretoken") });
    try {
      const answer = await fetch(form.dataset.handles, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error", credentials: "same-origin" });
      const found = answer.ok || answer.status === 429 ? await answer.json() : {};
      if (asked[name] === question) say(note, found);
    } catch {
      if (asked[name] !== question) return;
      say(note, {});
      asked[name] = "";
    }
  };

  const watch = (event) => {
    const found = /^(?:handle|platform)(_\d+)?$/.exec(event.target.name || "");
    if (!found) return;
    const name = `handle${found[1] || ""}`;
    clearTimeout(waits[name]);
    waits[name] = setTimeout(look, event.type === "change" ? 0 : 700, name);
  };
  form.addEventListener("input", watch);
  form.addEventListener("change", watch);
})();
