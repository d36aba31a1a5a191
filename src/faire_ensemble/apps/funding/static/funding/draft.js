// Saves each field as it is typed. Without it, the page has its buttons.
//
// <form data-draft="…/champ/" data-application data-person data-next data-sign-in data-say='{…}'>
//   <input data-key="project.title" data-revision="3">
//
// What is not saved yet lives in localStorage (unless the computer is shared), by person,
// application and field, with the revision it started from; it leaves as soon as it is saved.
// One message at a time. Answers: 200 saved, 409 somebody else wrote (both texts are kept),
// 400/403 refused with a reason, a redirection when the session is over.
(function () {
  "use strict";

  const form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch) return;
  const say = JSON.parse(form.dataset.say);
  const status = form.querySelector("[data-draft-status]");
  const prefix = `faire:${form.dataset.person}:${form.dataset.application}:`;
  const SHARED = "faire:partage";
  const PAUSE = 800;
  const LATEST = 60000;

  const fields = new Map(); // key → {input, base, sent, value, dirty, timer, unanswered, edit, held}
  let sending = false;
  let delay = 2000;
  let again = null;
  let expired = false;
  let leaving = false;

  // The device may refuse (private window, full): then nothing is kept here, and it is said.
  function keep(key, entry) {
    if (shared()) return false;
    try {
      localStorage.setItem(prefix + key, JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  }
  function forget(key) {
    try {
      localStorage.removeItem(prefix + key);
    } catch {
      return;
    }
  }
  function kept() {
    const found = [];
    try {
      for (let rank = 0; rank < localStorage.length; rank += 1) {
        const name = localStorage.key(rank);
        if (!name.startsWith(prefix)) continue;
        try {
          const entry = JSON.parse(localStorage.getItem(name));
          if (entry && typeof entry.value === "string") found.push([name.slice(prefix.length), entry]);
        } catch {
          continue;
        }
      }
    } catch {
      return [];
    }
    return found;
  }
  function shared() {
    try {
      return sessionStorage.getItem(SHARED) === "1" || localStorage.getItem(SHARED) === "1";
    } catch {
      return true;
    }
  }

  function fill(text, values) {
    return text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
  }
  function tell(text, more) {
    if (status.textContent !== text) status.textContent = text;
    if (more) status.append(" ", more);
  }
  function textOf(input) {
    const text = input.type === "checkbox" ? (input.checked ? input.value : "") : input.value;
    return text.replace(/\r\n?/g, "\n");
  }
  function show(input, text) {
    if (input.type === "checkbox") input.checked = text !== "";
    else input.value = text;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function unsent() {
    return [...fields.values()].some((field) => field.dirty);
  }

  function store(key, field) {
    const { value, base, unanswered, edit } = field;
    keep(key, { value, base, unanswered, edit });
  }

  // A keystroke: kept on the device at once, sent when typing pauses.
  function changed(key, now) {
    const field = fields.get(key);
    const value = textOf(field.input);
    if (value === field.value && !(now && field.dirty)) return;
    field.value = value;
    field.dirty = value !== field.saved || field.unanswered.length > 0;
    if (!field.dirty) {
      forget(key);
      return;
    }
    store(key, field);
    if (!sending && !expired) tell(say.waiting);
    clearTimeout(field.timer);
    field.ready = now;
    if (now) pump();
    else {
      field.timer = setTimeout(() => {
        field.ready = true;
        pump();
      }, PAUSE);
    }
  }

  function next() {
    for (const [key, field] of fields) if (field.dirty && field.ready && !field.held) return key;
    return null;
  }

  async function pump() {
    if (sending) return;
    const key = next();
    if (key === null) return;
    sending = true;
    clearTimeout(again);
    tell(say.saving);
    const field = fields.get(key);
    const value = field.value;
    try {
      const answer = await post(key, field, value);
      sending = false;
      if (answer === "expired") return over();
      delay = 2000;
      expired = false;
      await take(key, field, value, answer);
      pump();
      if (!sending) rest();
    } catch {
      sending = false;
      lost(key, field, value);
    }
  }

  async function post(key, field, value) {
    const { base, unanswered, edit } = field;
    const response = await fetch(form.dataset.draft, {
      method: "POST",
      redirect: "manual",
      keepalive: value.length < 20000,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token().value },
      body: JSON.stringify({ key, value, revision: base, unanswered, edit }),
    });
    if (response.type === "opaqueredirect") return "expired";
    const json = (response.headers.get("Content-Type") || "").startsWith("application/json");
    // A page instead of an answer: the token is too old (signed in again elsewhere), or a breakdown.
    if (!json && response.status === 403) {
      await renew();
      throw new Error("token");
    }
    if (!json) throw new Error(String(response.status));
    return response.json();
  }

  function token() {
    return form.querySelector("[name=csrfmiddlewaretoken]");
  }

  async function renew() {
    const response = await fetch(form.dataset.draft, { redirect: "manual", credentials: "same-origin" });
    if (!response.ok) return false;
    token().value = (await response.json()).token;
    return true;
  }

  async function take(key, field, value, answer) {
    field.unanswered = [];
    if (answer.state === "saved" || answer.state === "same") {
      field.base = answer.revision;
      field.saved = value;
      field.edit = null;
      field.dirty = field.value !== value;
      field.held = false;
      if (field.panel) field.panel.remove();
      if (field.dirty) store(key, field);
      else forget(key);
      tell(fill(say.saved, answer));
    } else if (answer.state === "conflict") {
      // The server keeps both: what is typed on goes on in the same disagreement.
      field.edit = answer.edit;
      field.saved = value;
      field.dirty = field.value !== value;
      if (field.dirty) store(key, field);
      else forget(key);
      ask(key, field, answer);
    } else {
      field.held = true;
      tell(fill(say.refused, answer));
    }
  }

  function rest() {
    if (next() !== null || unsent()) return;
    if ([...fields.values()].some((field) => field.edit)) tell(say.unsettled);
    else if (leaving) go();
  }

  // The network is gone, or the server: try again later and later.
  function lost(key, field, value) {
    if (!field.unanswered.includes(value)) field.unanswered = [...field.unanswered, value].slice(-8);
    store(key, field);
    leaving = false;
    tell(shared() ? say.offline_shared : say.offline);
    clearTimeout(again);
    again = setTimeout(pump, delay);
    delay = Math.min(delay * 2, LATEST);
  }

  function over() {
    expired = true;
    leaving = false;
    const link = document.createElement("a");
    link.href = form.dataset.signIn;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = say.sign_in;
    tell(say.expired, link);
    clearTimeout(again);
    again = setTimeout(resume, 30000);
  }

  async function resume() {
    try {
      if (!(await renew())) throw new Error("expired");
      expired = false;
      wake();
    } catch {
      clearTimeout(again);
      again = setTimeout(resume, 30000);
    }
  }

  function wake() {
    delay = 2000;
    for (const field of fields.values()) field.ready = true;
    pump();
  }

  // Both texts, side by side: mine stays in the field until a choice is made.
  function ask(key, field, answer) {
    if (field.panel) field.panel.remove();
    const panel = document.createElement("div");
    panel.className = "draft-conflict";
    panel.setAttribute("role", "alert");
    const line = (tag, text, name) => {
      const made = document.createElement(tag);
      made.textContent = text;
      if (name) made.className = name;
      return made;
    };
    const button = (text, act) => {
      const made = line("button", text, "btn btn-outline-primary");
      made.type = "button";
      made.addEventListener("click", act);
      return made;
    };
    const settle = async (value) => {
      const settled = await choose(answer.settle, value, answer.revision);
      if (!settled) return;
      panel.remove();
      Object.assign(field, { edit: null, panel: null, held: false, unanswered: [] });
      // Typing went on meanwhile: those words start again from what was chosen.
      field.base = settled.revision;
      field.saved = value;
      field.value = value;
      field.dirty = false;
      forget(key);
      if (textOf(field.input) !== value) show(field.input, value);
      tell(fill(say.saved, settled));
      field.input.focus();
    };
    const choices = document.createElement("div");
    choices.className = "draft-buttons";
    const merge = line("a", say.merge, "btn btn-outline-primary");
    merge.href = answer.settle;
    choices.append(
      button(say.keep_mine, () => settle(textOf(field.input))),
      button(say.keep_theirs, () => settle(answer.value)),
      merge,
    );
    panel.append(
      line("p", fill(say.conflict, answer)),
      line("p", say.theirs, "note"),
      line("p", answer.value || say.empty, "draft-words"),
      choices,
    );
    field.input.parentElement.append(panel);
    field.panel = panel;
    tell(say.unsettled);
  }

  async function choose(address, value, revision) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token().value);
    body.set("value", value);
    body.set("revision", revision);
    try {
      const response = await fetch(address, { method: "POST", body, credentials: "same-origin" });
      if (response.status === 403 && (await renew())) return choose(address, value, revision);
      if (!response.ok) throw new Error(String(response.status));
      const state = await fetch(form.dataset.draft, { credentials: "same-origin", redirect: "manual" });
      const { revisions } = await state.json();
      // Settled: the server shows another page than the one where one chooses.
      if (new URL(response.url).pathname === address) {
        location.assign(address);
        return null;
      }
      const clock = new Date().toTimeString().slice(0, 5);
      const key = [...fields].find(([, field]) => field.panel && field.edit && address.endsWith(`/${field.edit}/`));
      return { revision: key ? revisions[key[0]] || 0 : 0, at: clock };
    } catch {
      tell(say.offline);
      return null;
    }
  }

  // What this device kept: texts of this page come back in their field, the others are sent.
  function restore() {
    let found = false;
    for (const [key, entry] of kept()) {
      const known = fields.get(key);
      const field = known || { input: detached(entry.value), saved: null, timer: null };
      if (known && known.saved === entry.value) {
        forget(key);
        continue;
      }
      Object.assign(field, {
        base: entry.base,
        value: entry.value,
        unanswered: entry.unanswered || [],
        edit: entry.edit || null,
        dirty: true,
        ready: true,
        held: false,
      });
      fields.set(key, field);
      if (known) show(field.input, entry.value);
      found = true;
    }
    if (found) {
      tell(say.restored);
      wake();
    }
  }
  function detached(value) {
    const input = document.createElement("textarea");
    input.value = value;
    document.createElement("div").append(input);
    return input;
  }

  function go() {
    location.assign(form.dataset.next);
  }

  for (const input of form.querySelectorAll("[data-key]")) {
    const { key, revision } = input.dataset;
    const value = textOf(input);
    fields.set(key, {
      input, base: Number(revision), saved: value, value, dirty: false, ready: false,
      timer: null, unanswered: [], edit: null, held: false, panel: null,
    }); // prettier-ignore
    input.addEventListener("input", () => changed(key, input.type === "checkbox"));
    input.addEventListener("change", () => changed(key, true));
    input.addEventListener("blur", () => changed(key, true));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leaving = !!event.submitter && event.submitter.value === "next";
    for (const key of fields.keys()) changed(key, true);
    for (const field of fields.values()) {
      field.held = false;
      field.ready = true;
    }
    if (unsent()) pump();
    else if (leaving) rest();
    else tell(fill(say.saved, { at: new Date().toTimeString().slice(0, 5) }));
  });

  const box = document.querySelector("[data-draft-shared]");
  if (box) {
    const tick = box.querySelector("input");
    box.hidden = false;
    tick.checked = shared();
    tick.addEventListener("change", () => {
      try {
        if (tick.checked) {
          sessionStorage.setItem(SHARED, "1");
          for (const [key] of kept()) forget(key);
        } else {
          sessionStorage.removeItem(SHARED);
          for (const [key, field] of fields) if (field.dirty) store(key, field);
        }
      } catch {
        tick.checked = true;
      }
    });
  }

  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) for (const key of fields.keys()) changed(key, true);
    else if (expired) resume();
    else if (unsent()) wake();
  });
  window.addEventListener("focus", () => expired && resume());
  window.addEventListener("beforeunload", (event) => {
    if (unsent()) event.preventDefault();
  });
  restore();
  const summary = document.getElementById("resume");
  if (summary) summary.focus();
})();
