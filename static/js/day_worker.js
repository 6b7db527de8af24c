// Serves the page of the day and its files where there is no connection. It keeps nothing by itself: the page says what.
const STORE = "dag";

async function answer(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request, { ignoreSearch: true, ignoreVary: true });
  if (!kept) return fetch(request);
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

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
