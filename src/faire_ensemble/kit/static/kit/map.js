// A map to move, on top of the one drawn by the server, for those who ask for it.
//
// <div class="map-frame" data-map='[{"url": "/carte/communes.geojson", "look": "ground"}]'
//      data-label="Carte à déplacer" data-back="Carte fixe" data-failed="…" data-tiles=""
//      data-zoom-in="Agrandir" data-zoom-out="Réduire">
//   the server's drawing
// </div>
//
// Nothing is fetched before the button is pressed; tiles only if the site configured them.
(function () {
  "use strict";

  const LOOKS = {
    ground: { color: "#8b8172", weight: 1, fillColor: "#f3ece0", fillOpacity: 0.55 },
    accent: { color: "#7c2432", weight: 2, fillColor: "#d1495b", fillOpacity: 0.6 },
    outline: { color: "#12355b", weight: 3, fill: false },
  };

  function popup(properties) {
    const box = document.createElement("p");
    const name = document.createElement(properties.url ? "a" : "strong");
    name.textContent = properties.name;
    if (properties.url) name.href = properties.url;
    box.append(name);
    return box;
  }

  function addLayer(map, data, look) {
    return L.geoJSON(data, {
      style: LOOKS[look] || LOOKS.ground,
      interactive: look !== "outline",
      onEachFeature: (feature, shape) => shape.bindPopup(popup(feature.properties), { closeButton: false }),
    }).addTo(map);
  }

  async function open(frame, place) {
    const layers = JSON.parse(frame.dataset.map);
    const files = await Promise.all(
      layers.map(async (layer) => {
        const answer = await fetch(layer.url, { headers: { Accept: "application/geo+json" } });
        if (!answer.ok) throw new Error(answer.statusText);
        return answer.json();
      })
    );
    const map = L.map(place, { attributionControl: false, zoomControl: false });
    const zoom = { zoomInTitle: frame.dataset.zoomIn, zoomOutTitle: frame.dataset.zoomOut };
    map.addControl(L.control.zoom(zoom));
    if (frame.dataset.tiles) {
      const credit = new URL(frame.dataset.tiles.replace(/[{}]/g, ""), location.href).host;
      L.control.attribution({ prefix: false }).addAttribution(credit).addTo(map);
      L.tileLayer(frame.dataset.tiles).addTo(map);
    }
    const drawn = files.map((data, rank) => addLayer(map, data, layers[rank].look));
    const bounds = L.featureGroup(drawn).getBounds();
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [12, 12] });
    else map.setView([46.5, 2.5], 6);
    return map;
  }

  function enhance(frame) {
    const fixed = frame.firstElementChild;
    const place = document.createElement("div");
    place.className = "map-live";
    place.hidden = true;
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", frame.dataset.label);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary map-switch";
    button.textContent = frame.dataset.label;
    button.setAttribute("aria-pressed", "false");
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    frame.append(place, button, said);
    let map = null;

    button.addEventListener("click", async () => {
      const live = place.hidden;
      place.hidden = !live;
      fixed.hidden = live;
      fixed.classList.toggle("d-none", live);
      button.textContent = live ? frame.dataset.back : frame.dataset.label;
      button.setAttribute("aria-pressed", String(live));
      if (!live || map) return;
      try {
        map = await open(frame, place);
      } catch (error) {
        place.hidden = true;
        fixed.classList.remove("d-none");
        fixed.hidden = false;
        button.hidden = true;
        said.textContent = frame.dataset.failed;
      }
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (typeof L === "undefined") return;
    document.querySelectorAll("[data-map]").forEach(enhance);
  });
})();
