// Keeps what somebody types: form[data-draft] posts its fields to that address, a moment after the last key and when the page goes away.
const PAUSE = 800;
const LEFT = [0, 400, 401, 403]; // 0: sent on, to the sign-in page
const OUT = "Je bent uitgelogd. Log in via een nieuw tabblad; wat je typt blijft hier staan.";
const OFFLINE = "Nog niet bewaard. Heb je internet? Laat deze bladzijde open: we proberen het opnieuw.";

function keep(form) {
  let timer, changed = false;
  const note = form.appendChild(document.createElement("p"));
  note.setAttribute("role", "status");
  note.dataset.draftStatus = "";

  function post() {
    const body = new URLSearchParams(new FormData(form));
    return fetch(form.dataset.draft, { method: "POST", body, keepalive: true, redirect: "manual" });
  }

  // Who signed in again in another tab has a new token; this form still holds the old one.
  async function renewToken() {
    const answer = await fetch("/formulier-sleutel", { redirect: "manual" });
    if (answer.ok) form.elements.csrf_token.value = (await answer.json()).token;
    return answer.ok;
  }

  async function save() {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    try {
      let answer = await post();
      if (answer.status === 400 && (await renewToken())) answer = await post();
      if (!answer.ok) throw new Error(LEFT.includes(answer.status) ? OUT : OFFLINE);
      const time = new Date().toLocaleTimeString("nl-NL", { hour: "numeric", minute: "2-digit" }).replace(":", ".");
      note.textContent = `Bewaard om ${time}`;
    } catch (error) {
      changed = true;
      note.textContent = error.message === OUT ? OUT : OFFLINE;
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
