/* Makes pages quicker to use, never possible: every page works without this file.
   One external script and no inline handlers, so `script-src 'self'` is enough. Words come from data attributes. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // A failed form: the summary takes focus, so that it is read first.
  document.querySelector("[data-error-summary]")?.focus();

  // Menus are <details>: they close on Escape (focus goes back) and on a click elsewhere.
  const openMenus = () => all("details.menu[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  // A link to a form on its own page becomes a dialog where the dialog is on this page too.
  all("a[data-dialog]").forEach((link) => {
    const dialog = document.getElementById(link.dataset.dialog);
    if (!dialog?.showModal) return;
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => { event.preventDefault(); dialog.showModal(); });
    link.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); dialog.showModal(); } });
  });
  all("dialog [data-close]").forEach((button) => button.addEventListener("click", (event) => {
    event.preventDefault();
    button.closest("dialog").close();
  }));
  all("dialog[data-show]").forEach((dialog) => { dialog.removeAttribute("open"); dialog.showModal(); });

  // Facets: open on wide screens where ::details-content is not supported.
  const wide = matchMedia("(min-width: 62rem)");
  const openFacets = () => { if (wide.matches) all("details.facets-toggle").forEach((facet) => { facet.open = true; }); };
  openFacets();
  wide.addEventListener("change", openFacets);

  // A page made to be carried has a button that prints it.
  all("[data-print]").forEach((button) => button.addEventListener("click", () => print()));

  // Character count, in code points as the server counts.
  all("[data-max]").forEach((box) => {
    const out = document.getElementById(`${box.id}_count`);
    if (!out) return;
    const say = () => {
      const left = Number(box.dataset.max) - [...box.value].length;
      out.textContent = (left < 0 ? out.dataset.over : out.dataset.left).replace("#", Math.abs(left));
    };
    box.addEventListener("input", say);
    if (box.value) say();
  });

  // Forms that post: busy while they travel, and a second click sends nothing. Freed when the page comes back, or after
  // ten seconds, so that nobody is ever locked out of trying again.
  const free = (form) => {
    delete form.dataset.busy;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (event.defaultPrevented || form.method !== "post" || button?.getAttribute("formmethod") === "dialog") return;
    if (form.dataset.busy) { event.preventDefault(); return; }
    form.dataset.busy = "yes";
    button?.setAttribute("aria-busy", "true");
    setTimeout(free, 10000, form);
  });
  addEventListener("pageshow", () => all("form[data-busy]").forEach(free));

  // Buttons that need this script are hidden until it is here.
  all("[data-needs-script]").forEach((element) => { element.hidden = false; });

  // A passkey dialog that was closed or failed (allauth tells): say so in words.
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const note = document.querySelector("[data-passkey-error]");
    if (note) { note.hidden = true; requestAnimationFrame(() => { note.hidden = false; }); }
    all("form[data-busy]").forEach(free);
  });

  // Copy: the text goes to the clipboard; where that is not allowed it is selected.
  const announce = (words) => { const live = document.querySelector("[data-live]"); if (live) live.textContent = words; };
  all("[data-copy]").forEach((button) => button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent);
      const vault = button.closest("[data-reveal]");
      if (vault) vault.dataset.copied = "yes";
      announce(button.dataset.done);
      const words = button.querySelector("[data-word]");
      if (words) { const before = words.textContent; words.textContent = button.dataset.short; setTimeout(() => { words.textContent = before; }, 2000); }
    } catch {
      getSelection().selectAllChildren(source);
    }
  }));

  // Shown secrets. The server ends the window; here the seconds are counted, said at 30 and 10, and what is shown is taken
  // out of the page at the end, when the page is left, and when it comes back from the browser's own store. On a mere
  // change of window it is covered until one is back: people copy from here to there, and others pass by. What was copied
  // is taken off the clipboard with it, where the browser lets us.
  const shown = document.querySelector("[data-reveal]");
  if (shown) {
    const total = Number(shown.dataset.window || shown.dataset.reveal);
    const ends = Date.now() + Number(shown.dataset.reveal) * 1000;
    const number = shown.querySelector("[data-left]"), ring = shown.querySelector(".run");
    let timer = 0, said = Infinity;
    const forget = () => {
      clearInterval(timer);
      all("[data-secret]", shown).forEach((field) => field.replaceChildren());
      if (shown.dataset.copied && document.hasFocus()) navigator.clipboard.writeText("").catch(() => {});
      delete shown.dataset.copied;
    };
    const cover = () => shown.classList.toggle("away", document.hidden || !document.hasFocus());
    const leave = () => { forget(); shown.replaceChildren(); location.replace(shown.dataset.hide); };
    const tick = () => {
      const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
      if (left <= 0) { leave(); return; }
      if (number) number.textContent = left;
      ring?.setAttribute("stroke-dashoffset", 100 - (100 * left) / total);
      const step = [10, 30].find((mark) => left <= mark);
      if (step && step < said) { said = step; announce(shown.dataset.say.replace("#", left)); }
    };
    timer = setInterval(tick, 500);
    tick();
    // Hiding takes the page's own place in the history, so that "back" never leads to what was shown.
    all("[data-leave]").forEach((link) => link.addEventListener("click", (event) => { event.preventDefault(); leave(); }));
    document.addEventListener("visibilitychange", () => { cover(); tick(); });
    addEventListener("blur", cover);
    addEventListener("focus", cover);
    addEventListener("pagehide", forget);
    addEventListener("pageshow", (event) => { if (event.persisted) leave(); });
  }

  // Dots that a button shows while one types.
  all("[data-peek-at]").forEach((button) => button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.peekAt), shows = field.type === "password";
    field.type = shows ? "text" : "password";
    button.setAttribute("aria-pressed", shows);
    button.querySelector("[data-word]").textContent = shows ? button.dataset.hide : button.dataset.show;
  }));

  // A one-time code: its seconds are counted, and the next one is asked for when it is over, as long as the page may show
  // it. Each is an act on the server; what it refuses is said in place of the seconds.
  all("[data-code]").forEach((form) => {
    const code = document.getElementById(form.dataset.code), state = form.querySelector("[data-code-state]");
    let over = 0, timer = 0;
    const begin = (seconds) => { over = Date.now() + seconds * 1000; clearInterval(timer); timer = setInterval(count, 250); count(); };
    const stop = () => { clearInterval(timer); code.textContent = ""; state.textContent = form.dataset.none; };
    const next = async () => {
      try {
        const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error", credentials: "same-origin" });
        if (!answer.ok) { stop(); return; }
        const given = await answer.json();
        if (!code.isConnected) return;
        code.textContent = given.code;
        begin(given.seconds);
      } catch { stop(); }
    };
    const count = () => {
      const left = Math.ceil((over - Date.now()) / 1000);
      if (!code.isConnected) clearInterval(timer);
      else if (left > 0) state.textContent = form.dataset.left.replace("#", left);
      else { clearInterval(timer); next(); }
    };
    form.querySelector("button").hidden = true;
    begin(Number(form.dataset.seconds));
  });
})();
