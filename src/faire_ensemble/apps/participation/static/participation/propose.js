// What scripts add to the form that proposes, and to that of a project: a point on a map, and what others already wrote.
// Without scripts the list of neighbourhoods and the page « relire » say the same.
(function () {
  "use strict";

  const WAIT = 600; // milliseconds after the last key

  function similar(form) {
    const said = document.getElementById("semblables");
    const title = form.elements.title;
    const body = form.elements.body;
    let timer = 0;
    let asked = "";

    function show(found) {
      said.replaceChildren();
      if (!found.length) return;
      const label = document.createElement("p");
      label.textContent = said.dataset.label;
      const list = document.createElement("ul");
      for (const each of found) {
        const link = document.createElement("a");
        link.href = each.url;
        link.textContent = each.title;
        link.target = "_blank";
        link.rel = "noopener";
        const item = document.createElement("li");
        item.append(link);
        list.append(item);
      }
      said.append(label, list);
    }

    async function ask() {
      const query = new URLSearchParams({
        titre: title.value.slice(0, 300),
        texte: body.value.slice(0, 1200),
      });
      if (title.value.trim().length < 4 || String(query) === asked) return;
      asked = String(query);
      try {
        const answer = await fetch(`${form.dataset.similar}?${query}`);
        if (answer.ok && asked === String(query)) show((await answer.json()).similar);
      } catch (error) {
        said.replaceChildren();
      }
    }

    for (const field of [title, body]) {
      field.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(ask, WAIT);
      });
    }
  }

  // An address says its neighbourhood: what nobody chose is filled, what somebody chose is left.
  function address(form) {
    const { place, territory_id: list, csrfmiddlewaretoken: token } = form.elements;
    const said = document.getElementById("adresse-lue");
    let filled = "";

    place.addEventListener("change", async () => {
      const typed = place.value;
      const body = new URLSearchParams({ place: typed, csrfmiddlewaretoken: token.value });
      try {
        const answer = await fetch(form.dataset.address, { method: "POST", body });
        if (!answer.ok || typed !== place.value) return;
        const read = await answer.json();
        said.textContent = read.words;
        if (list.value && list.value !== filled) return;
        list.value = read.territory ? String(read.territory) : "";
        filled = list.value;
      } catch (error) {
        said.textContent = "";
      }
    });
  }

  async function layer(map, url, style) {
    const answer = await fetch(url, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return L.geoJSON(await answer.json(), { style, interactive: false }).addTo(map);
  }

  function picker(form, box) {
    const words = box.dataset;
    const place = document.createElement("div");
    place.className = "pick-map";
    place.hidden = true;
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", words.label);
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    const buttons = ["open", "here", "none"].map((name) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-outline-primary me-2";
      button.textContent = words[name];
      button.hidden = name !== "open";
      return button;
    });
    const [open, here, none] = buttons;
    box.append(open, place, here, none, said);
    box.hidden = false;
    let map = null;
    let mark = null;

    function put(point) {
      form.elements.longitude.value = point ? point.lng.toFixed(6) : "";
      form.elements.latitude.value = point ? point.lat.toFixed(6) : "";
      if (mark) mark.remove();
      mark = point ? L.circleMarker(point, { radius: 9, color: "#12355b", fillOpacity: 0.8 }).addTo(map) : null;
      said.textContent = point ? words.said : words.gone;
      none.hidden = !point;
    }

    open.addEventListener("click", async () => {
      open.hidden = true;
      place.hidden = here.hidden = false;
      map = L.map(place, { attributionControl: false, zoomControl: false });
      map.addControl(L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }));
      map.setView([50.63, 3.06], 11);
      if (words.tiles) L.tileLayer(words.tiles).addTo(map);
      map.on("click", (event) => put(event.latlng));
      try {
        const ground = await layer(map, words.communes, { color: "#8b8172", weight: 1, fillOpacity: 0.3 });
        await layer(map, words.quarters, { color: "#7c2432", weight: 2, fillColor: "#d1495b", fillOpacity: 0.4 });
        if (ground.getBounds().isValid()) map.fitBounds(ground.getBounds());
      } catch (error) {
        // The contours help to find one's way; a point can be put without them.
      }
      const { longitude, latitude } = form.elements;
      if (longitude.value && latitude.value) put(L.latLng(latitude.value, longitude.value));
    });
    here.addEventListener("click", () => put(map.getCenter()));
    none.addEventListener("click", () => put(null));
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#proposer, form[data-pick]");
    if (document.getElementById("semblables")) similar(form);
    if (document.getElementById("adresse-lue")) address(form);
    if (typeof L !== "undefined") picker(form, document.getElementById("carte"));
  });
})();
