// Says every 20 seconds that this file is open, and shows who else looks at it.
(function () {
  "use strict";
  var place = document.getElementById("presence");
  if (!place) return;
  var token = document.querySelector("input[name=csrfmiddlewaretoken]");
  function beat() {
    if (document.hidden || !token) return;
    fetch(place.dataset.url, {
      method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": token.value }
    }).then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (said) {
        if (said && place.textContent !== said.text) place.textContent = said.text;
      })
      .catch(function () { /* The next beat tries again. */ });
  }
  window.setInterval(beat, 20000);
})();
