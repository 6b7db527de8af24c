// The day itself without a connection: keeps taps on the phone, sends each once, and says what changed meanwhile.
const AGAIN = 20000;
const TONES = { yes: "ok", no: "busy" };
const NOTHING = "nog niets getikt";
const day = document.querySelector("[data-day]");

function start() {
  const key = `dag:${day.dataset.who}:${day.dataset.day}`;
  const note = day.querySelector("[data-day-status]");
  const signs = new Map([...day.querySelectorAll("[data-about]")].map((sign) => [sign.dataset.about, sign]));
  const kept = () => JSON.parse(localStorage.getItem(key) || "[]");
  const keep = (presses) => localStorage.setItem(key, JSON.stringify(presses));
  const alone = location.search === "?geen-internet" ? "Er is geen internet. Alleen deze bladzijde werkt nu." : "";
  if (alone) history.replaceState(null, "", location.pathname);
  let busy = false, token = day.querySelector("[name=csrf_token]")?.value;

  function paint(about, answer) {
    const sign = signs.get(about);
    if (!sign) return;
    sign.dataset.answer = answer;
    const word = sign.querySelector(".nl-data-badge");
    word.className = `nl-data-badge nl-data-badge--${TONES[answer] || "neutral"}`;
    word.textContent = sign.dataset[answer] || NOTHING;
  }

  const shown = () => Object.fromEntries([...signs].filter(([, sign]) => sign.dataset.answer).map(([about, sign]) => [about, sign.dataset.answer]));
  const waits = (extra = "") => {
    const many = kept().length;
    note.textContent = many ? `${many} ${many === 1 ? "tik staat" : "tikken staan"} nog alleen op deze telefoon. Log pas uit als alles verstuurd is. ${extra}` : extra;
  };

  async function post(presses) {
    const body = new URLSearchParams({ csrf_token: token, presses: JSON.stringify(presses), shown: JSON.stringify(shown()), sent: new Date().toISOString() });
    return fetch(day.dataset.day, { method: "POST", body, redirect: "manual" });
  }

  async function renewToken() {
    const answer = await fetch("/formulier-sleutel", { redirect: "manual" });
    if (answer.ok) token = (await answer.json()).token;
    return answer.ok;
  }

  async function sync() {
    const presses = kept();
    if (busy || !presses.length) return;
    busy = true;
    try {
      let answer = await post(presses);
      if (answer.status === 400 && (await renewToken())) answer = await post(presses);
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answer.status === 409) keep([]);  // called off: no later moment takes these taps
      if (answer.status === 404) return waits("Deze bijeenkomst staat niet meer op jouw naam. Bel het bureau.");
      if (!answer.ok) return waits(told.message || "Log opnieuw in, dan gaan ze mee.");
      const sent = new Set(presses.map((press) => press.id));
      keep(kept().filter((press) => !sent.has(press.id)));
      for (const about of signs.keys()) {
        if (!kept().some((press) => press.about === about)) paint(about, told.holds[about] || "");
      }
      waits(told.changed.length ? `Alles is verstuurd. Intussen veranderd: ${told.changed.join(" ")}` : "Alles is verstuurd.");
    } catch {
      waits(`${alone} Zodra er internet is, gaan ze vanzelf mee.`);
    } finally {
      busy = false;
    }
  }

  day.addEventListener("submit", (event) => {
    event.preventDefault();
    const about = event.target.elements.about.value, answer = event.submitter.value;
    keep([...kept(), { id: crypto.randomUUID(), about, answer, at: new Date().toISOString() }]);
    paint(about, answer);
    waits();
    sync();
  });
  const afterwards = day.querySelector("[data-from]");  // this page may have been opened long before the day began
  const ask = () => { if (afterwards && Date.now() >= Date.parse(afterwards.dataset.from)) afterwards.hidden = false; };
  ask();
  setInterval(ask, AGAIN);
  for (const press of kept()) paint(press.about, press.answer);
  waits(alone);
  addEventListener("online", sync);
  setInterval(sync, AGAIN);
  sync();
}

async function keepPage() {
  await navigator.serviceWorker.register("/dag-dienst.js", { scope: "/bijeenkomsten/" });
  await navigator.serviceWorker.ready;
  const files = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);
  const store = await caches.open("dag");
  await store.addAll([location.pathname, ...files]);
  day.dataset.kept = "";
}

if (day && window.isSecureContext) {
  start();
  if ("serviceWorker" in navigator && navigator.onLine) keepPage().catch(() => {});
}
