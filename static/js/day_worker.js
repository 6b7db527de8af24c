// Serves the page of the day and its files where there is no connection. It keeps nothing by itself: the page says what.
const STORE = "dag";

async function answer(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request, { ignoreSearch: true, ignoreVary: true });
  if (!kept) return fetch(request).catch((error) => instead(store, request, error));
  if (request.mode !== "navigate") return kept;
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) await store.put(request.url, fresh.clone());
    else if (fresh.status < 500) await store.delete(request, { ignoreSearch: true, ignoreVary: true });
    return fresh;
  } catch {
    return kept;
  }
}

// Another page of the same day, without a connection: back to the page that works.
async function instead(store, request, error) {
  const [day] = new URL(request.url).pathname.match(/^\/bijeenkomsten\/\d+/) || [];
  if (request.mode === "navigate" && day && (await store.match(`${day}/dag`))) return Response.redirect(`${day}/dag?geen-internet`, 303);
  throw error;
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
