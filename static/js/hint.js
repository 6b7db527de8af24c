// The button that switches hints on for this telephone: only there where the browser can do it.
const form = document.querySelector("[data-hint]");

function bytes(text) {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
}

async function subscribe(event) {
  event.preventDefault();
  const service = await navigator.serviceWorker.register("/meldingen-dienst.js", { scope: "/mijn-berichten" });
  const wanted = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.hint) };
  try {
    const made = (await service.pushManager.subscribe(wanted)).toJSON();
    form.elements.endpoint.value = made.endpoint;
    form.elements.p256dh.value = made.keys.p256dh;
    form.elements.auth.value = made.keys.auth;
    form.submit();
  } catch {
    form.querySelector("[data-hint-no]").hidden = false;
  }
}

if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  form.addEventListener("submit", subscribe);
}
