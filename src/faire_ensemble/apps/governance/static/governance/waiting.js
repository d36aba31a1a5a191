/* While panels are computed: looks every three seconds, and shows the page once it has changed.
   Without it, a link does the same. */
(function () {
  "use strict";
  const waits = (text) => text.includes('id="calcul"');
  const timer = setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.pathname, { credentials: "same-origin" });
      if (!answer.ok || !waits(await answer.text())) {
        clearInterval(timer);
        location.replace(location.pathname);
      }
    } catch { /* the network is away: the next look */ }
  }, 3000);
})();
