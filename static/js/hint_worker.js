// Shows that there is something new, never what. It keeps nothing and serves no page.
addEventListener("install", () => skipWaiting());
addEventListener("push", (event) => {
  const words = event.data?.text() || "Er is iets nieuws voor je.";
  event.waitUntil(registration.showNotification("ekc", { body: words, icon: "/ekc.svg", tag: "ekc" }));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow("/"));
});
