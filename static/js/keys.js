/* Keys for those who use them: / searches, g and a letter goes to a main place, j and k move in a list, ? tells of them.
   Never while somebody types, never with Ctrl, Alt or Command, and not at all where they are switched off (WCAG 2.1.4).
   Every page works without this file. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const SWITCH = "mooring-keys", WAIT = 1500;
  const on = () => { try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; } };
  const seen = (element) => element.getClientRects().length > 0;
  const typing = (element) => !!element?.closest("input, textarea, select, [contenteditable], dialog[open], [data-reveal]");

  // Going to the main places: the navigation says the letters.
  let waiting = 0;
  const go = (letter) => {
    const link = all("a[data-go]").find((one) => one.dataset.go === letter);
    if (link) location.assign(link.href);
    return !!link;
  };

  // Moving in a list: the first link of each row, and Enter opens it as it opens every link.
  const rows = () => all("main .rows > li, main .log > li, main table.table > tbody > tr, main [data-rows] > *")
    .map((row) => row.querySelector("a.seq") || row.querySelector("a[href]")).filter((link) => link && seen(link));
  const step = (links, by) => {
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return !!next;
  };

  const box = () => all("[data-search-page], [data-search]").find(seen);
  const search = () => {
    const found = box();
    if (found) { found.focus(); found.select(); } else location.assign(document.querySelector(".search-tap")?.href || "/search/");
    return true;
  };
  const help = () => { const link = document.querySelector("a[data-keyboard]"); if (link) location.assign(link.href); return !!link; };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector("dialog[open]") || !on()) return;
    const gone = waiting && Date.now() < waiting;
    waiting = 0;
    const did = gone ? go(event.key) : event.key === "/" ? search() : event.key === "?" ? help()
      : event.key === "j" ? step(rows(), 1) : event.key === "k" ? step(rows(), -1) : false;
    if (event.key === "g" && !gone) waiting = Date.now() + WAIT;
    if (did) event.preventDefault();
  });

  // The page about keys has the switch.
  all("[data-keys-switch]").forEach((button) => {
    const say = () => { button.textContent = on() ? button.dataset.off : button.dataset.on; };
    button.addEventListener("click", () => { try { localStorage.setItem(SWITCH, on() ? "off" : "on"); } catch { /* not kept: they stay on */ } say(); });
    say();
  });

  // What is found while one types stands under the box: arrows move, Enter opens, Escape goes back. Nothing is kept.
  all("form[data-suggest]").forEach((form) => {
    const input = form.querySelector("[data-search]"), list = form.querySelector("[data-suggested]"), said = form.querySelector("[data-suggest-said]");
    let timer = 0, asked = 0;
    const close = () => { list.hidden = true; said.textContent = ""; };
    const ask = async () => {
      const mine = ++asked, words = input.value.trim();
      if (words.length < 2) { close(); return; }
      try {
        const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: words })}`, { credentials: "same-origin", redirect: "error" });
        if (!answer.ok || mine !== asked) return;
        const found = new DOMParser().parseFromString(await answer.text(), "text/html");
        list.replaceChildren(...found.body.childNodes);
        list.hidden = !form.contains(document.activeElement);
        said.textContent = list.querySelector("[data-said]")?.textContent || "";
      } catch { close(); }
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
    form.addEventListener("keydown", (event) => {
      const links = all("a", list), at = links.indexOf(document.activeElement);
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); input.focus(); close(); }
      if (list.hidden || !links.length || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? input : links[Math.min(next, links.length - 1)]).focus();
    });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  });

  // On the search page the arrows move from the box into what was found, and back.
  const page = document.querySelector("[data-search-page]");
  if (page) document.addEventListener("keydown", (event) => {
    const links = all("[data-results] .cover"), at = links.indexOf(document.activeElement);
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || (at < 0 && document.activeElement !== page) || !links.length) return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? page : links[Math.min(next, links.length - 1)]).focus();
  });
})();
