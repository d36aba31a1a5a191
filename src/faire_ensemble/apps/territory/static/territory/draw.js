// Draw a contour with the mouse; the field of the form stays the only thing that is sent, and
// remains the way in for the keyboard.
(function () {
  "use strict";

  const LOOKS = {
    ground: { color: "#8b8172", weight: 1, fillColor: "#f3ece0", fillOpacity: 0.4 },
    accent: { color: "#7c2432", weight: 1, fillColor: "#d1495b", fillOpacity: 0.3 },
  };

  function words(given) {
    const local = L.drawLocal.draw;
    local.toolbar.buttons.polygon = given.polygon;
    local.toolbar.finish = { title: given.finish, text: given.finish };
    local.toolbar.undo = { title: given.undo, text: given.undo };
    local.toolbar.actions = { title: given.cancel, text: given.cancel };
    local.handlers.polygon.tooltip = { start: given.start, cont: given.next, end: given.end };
    const edit = L.drawLocal.edit;
    edit.toolbar.buttons.edit = given.edit;
    edit.toolbar.buttons.editDisabled = given.edit;
    edit.toolbar.buttons.remove = given.remove;
    edit.toolbar.buttons.removeDisabled = given.remove;
    edit.toolbar.actions.save = { title: given.save, text: given.save };
    edit.toolbar.actions.cancel = { title: given.cancel, text: given.cancel };
  }

  async function ground(map, layers) {
    for (const layer of layers) {
      const answer = await fetch(layer.url);
      if (!answer.ok) continue;
      const drawn = L.geoJSON(await answer.json(), {
        style: LOOKS[layer.look],
        interactive: false,
      }).addTo(map);
      if (layer.look === "ground") drawn.bringToBack();
      if (layer.look === "ground" && drawn.getBounds().isValid()) map.fitBounds(drawn.getBounds());
    }
  }

  function start(frame) {
    const field = document.getElementById(frame.dataset.field);
    if (!field) return;
    frame.hidden = false;
    const place = document.createElement("div");
    place.className = "map-live";
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", frame.dataset.label);
    frame.append(place);
    words(frame.dataset);
    const map = L.map(place, { attributionControl: false, zoomControl: false });
    map.setView([46.5, 2.5], 6);
    const zoom = { zoomInTitle: frame.dataset.zoomIn, zoomOutTitle: frame.dataset.zoomOut };
    map.addControl(L.control.zoom(zoom));
    const shapes = new L.FeatureGroup().addTo(map);
    map.addControl(
      new L.Control.Draw({
        draw: {
          polygon: { allowIntersection: false, showArea: false },
          polyline: false, rectangle: false, circle: false, marker: false, circlemarker: false,
        },
        edit: { featureGroup: shapes },
      })
    );
    const write = () => {
      field.value = shapes.getLayers().length ? JSON.stringify(shapes.toGeoJSON(6)) : "";
    };
    map.on(L.Draw.Event.CREATED, (event) => { shapes.addLayer(event.layer); write(); });
    map.on(L.Draw.Event.EDITED, write);
    map.on(L.Draw.Event.DELETED, write);
    try {
      if (field.value) L.geoJSON(JSON.parse(field.value)).eachLayer((each) => shapes.addLayer(each));
    } catch (error) {
      // The text is not a contour yet: the form says so when it is sent.
    }
    ground(map, JSON.parse(frame.dataset.draw));
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (typeof L !== "undefined" && L.Draw) document.querySelectorAll("[data-draw]").forEach(start);
  });
})();
