/* Keeps a draft while somebody types. Progressive enhancement: without it, the buttons do the same. */
(() => {
  const form = document.querySelector("form[data-draft]");
  const state = document.querySelector("[data-draft-state]");
  if (!form) return;
  let timer = 0;
  let sent = new URLSearchParams(new FormData(form)).toString();

  const keep = async () => {
    const now = new URLSearchParams(new FormData(form));
    if (now.toString() === sent) return;
    let fine = false;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: now, redirect: "error", credentials: "same-origin" });
      fine = answer.status === 204;
    } catch { fine = false; }
    if (fine) sent = now.toString();
    if (state) state.textContent = fine ? state.dataset.saved : state.dataset.failed;
  };

  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 2500); });
  form.addEventListener("submit", () => clearTimeout(timer));
})();
