// Keeps what somebody types: form[data-draft] posts its fields to that address, a moment after the last key and when the page goes away.
const PAUSE = 800;

function keep(form) {
  let timer, changed = false;
  const note = form.appendChild(document.createElement("p"));
  note.setAttribute("role", "status");
  note.dataset.draftStatus = "";

  async function save() {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive: true, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const time = new Date().toLocaleTimeString("nl-NL", { hour: "numeric", minute: "2-digit" }).replace(":", ".");
      note.textContent = `Bewaard om ${time}`;
    } catch {
      changed = true;
      note.textContent = "Nog niet bewaard. Heb je internet? Laat deze bladzijde open: we proberen het opnieuw.";
      timer = setTimeout(save, 5 * PAUSE);
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(timer);
  });
  addEventListener("pagehide", save);
}

document.querySelectorAll("form[data-draft]").forEach(keep);
