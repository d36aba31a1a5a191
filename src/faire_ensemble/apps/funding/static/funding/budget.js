// Totals of a budget while it is typed. Without it the server computes the same on saving.
//
// <form data-budget data-words='{"income_short": "Il manque %(gap)s …", …}'>   (script_words())
//   <input name="budget.charges.613" data-side="charges" data-part="direct" data-line="613"
//          data-parent="61">
//   <input name="request.4.asked" data-request="4">          asked of a funder of the call; when
//          it is typed on another page: <input type="hidden" data-request="4" value="…">, no name
//   <input name="budget.income.74.1" data-other="1">         another subsidy
//   <p data-fault-of="budget.charges.613"></p>               what is wrong in that field
//   <output data-total="charges"></output>    charges, income, charges_in_kind, income_in_kind,
//                                             subsidies, or the code of a line
//   <output data-share-of="4"></output>       of total income; also subsidies, self_financing
//   <output data-balance></output>            the only one that is read aloud, when typing stops
// </form>
//
// Same rules as core/budget (amounts.py, budget.py), tested on the same cases. Integer cents.
(function () {
  "use strict";

  const LARGEST = 99999999999999;
  const EXAMPLE = 500000;
  const QUIET = 900; // ms without typing before the balance is read aloud
  const NARROW = "\u202f";
  const HARD = "\u00a0";

  const BLANK = /[\t-\r \u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff'\u2019]+/g;
  const CURRENCY = /^(?:€|eur(?![a-z])) ?| ?(?:€|euros?|eur)$/gi;
  const SHORT = /^([0-9]+(?:[.,][0-9]+)?) ?(k|m|md|mille|millions?|milliards?)$/i;
  const SCALES = { k: 1e3, mille: 1e3, m: 1e6, million: 1e6, md: 1e9, milliard: 1e9 };
  const SIGNED = /^(?:[-−–] ?[0-9.,]|\( ?[0-9][^)]*\)$)/;
  const DOUBTFUL = /^([1-9][0-9]{0,2})[.,]([0-9]{3})$/;
  const FINER = /^[0-9 ]*[.,][0-9]{3,}$|^[0-9.]*,[0-9]{3,}$|^[0-9,]*\.[0-9]{3,}$/;
  const SPACED = /^[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]{0,2})?$/;
  const POINTED = /^[0-9]{1,3}(?:\.[0-9]{3}){2,}$|^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{0,2}$/;
  const COMMAED = /^[0-9]{1,3}(?:,[0-9]{3}){2,}$|^[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{0,2}$/;
  const DECIMALS = /^([0-9]+)[.,]?$|^([0-9]*)[.,]([0-9]{1,2})$/;

  function trim(text) {
    return text.replace(/^ +| +$/g, "");
  }

  // {cents} or {fault, params}; an empty text is the fault "empty".
  function parse(text) {
    const typed = trim(text.replace(BLANK, " "));
    if (!typed) return { fault: "empty", params: {} };
    const figures = trim(typed.replace(CURRENCY, ""));
    const quote = typed.length <= 60 ? typed : typed.slice(0, 60) + "…";
    const refuse = (fault, more) => ({ fault, params: { text: quote, ...more } });
    if (SIGNED.test(figures)) return refuse("negative");
    const short = SHORT.exec(figures);
    if (short) return refuse("abbreviated", inFull(short));
    if (!/^[0-9., ]+$/.test(figures) || !/[0-9]/.test(figures)) return refuse("not_an_amount");
    const cents = toCents(figures);
    if (cents === null) return refuse(...oddity(figures));
    return cents > LARGEST ? refuse("too_large") : { cents };
  }

  function toCents(figures) {
    let plain = figures;
    if (SPACED.test(figures)) plain = figures.replace(/ /g, "");
    else if (POINTED.test(figures)) plain = figures.replace(/\./g, "");
    else if (COMMAED.test(figures)) plain = figures.replace(/,/g, "");
    const found = DECIMALS.exec(plain);
    if (!found) return null;
    return Number(found[1] || found[2] || 0) * 100 + Number((found[3] || "").padEnd(2, "0"));
  }

  function oddity(figures) {
    const found = DOUBTFUL.exec(figures);
    if (!found) return [FINER.test(figures) ? "too_many_decimals" : "bad_groups"];
    const thousands = Number(found[1] + found[2]) * 100;
    return ["ambiguous", { thousands, decimals: Number(found[1] + found[2].slice(0, 2)) }];
  }

  function inFull([, number, unit]) {
    const value = Number(number.replace(",", ".")) * SCALES[unit.toLowerCase().replace(/s$/, "")];
    const cents = Math.round(value * 100);
    return Math.abs(cents - value * 100) < 1e-6 && cents <= LARGEST ? { suggestion: cents } : {};
  }

  function english() {
    return document.documentElement.lang.startsWith("en");
  }

  function grouped(whole, mark) {
    return String(whole).replace(/\B(?=([0-9]{3})+$)/g, mark);
  }

  // As it is typed: 1 234,50.
  function figure(cents) {
    const rest = cents % 100;
    const whole = grouped((cents - rest) / 100, NARROW);
    return rest ? `${whole},${String(rest).padStart(2, "0")}` : whole;
  }

  // As it is read: 1 234,50 € or €1,234.50.
  function euros(cents) {
    const rest = String(cents % 100).padStart(2, "0");
    const whole = Math.floor(cents / 100);
    if (english()) return `€${grouped(whole, ",")}.${rest}`;
    return `${grouped(whole, NARROW)},${rest}${HARD}€`;
  }

  // One decimal, halves up, exact.
  function percent(part, whole) {
    if (!whole) return "—";
    const thousandths = Number((2000n * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)));
    const units = Math.floor(thousandths / 10);
    if (english()) return `${grouped(units, ",")}.${thousandths % 10}%`;
    return `${grouped(units, NARROW)},${thousandths % 10}${HARD}%`;
  }

  function sum(values) {
    return values.reduce((total, value) => total + value, 0);
  }

  // The fields of a form, each with its amount or its fault.
  function read(form) {
    const fields = [...form.querySelectorAll("[data-line], [data-request], [data-other]")];
    return fields.map((input) => ({ input, ...input.dataset, ...parse(input.value) }));
  }

  function compute(fields) {
    const good = fields.filter((field) => field.cents !== undefined);
    const subsidies = sum(good.filter((field) => !field.line).map((field) => field.cents));
    const lines = {};
    const details = {};
    for (const { line, parent, cents } of good) {
      if (line) lines[line] = cents;
      if (line && parent) details[parent] = (details[parent] || 0) + cents;
    }
    const totals = { ...lines, ...details, subsidies, 74: subsidies };
    const tops = {};
    for (const { line, parent, side, part } of fields) {
      if (line) tops[parent || line] = part === "in_kind" ? `${side}_in_kind` : side;
    }
    const total = (name) =>
      sum(Object.keys(tops).map((code) => (tops[code] === name ? totals[code] || 0 : 0)));
    for (const name of ["charges", "charges_in_kind", "income_in_kind"]) totals[name] = total(name);
    totals.income = total("income") + subsidies;
    totals.self_financing = totals.income - subsidies;
    return { totals, typed: lines, details };
  }

  function say(words, code, params) {
    const given = { figure: figure(EXAMPLE), ...params };
    return (words[code] || "").replace(/%\((\w+)\)s/g, (_, name) => given[name] ?? "");
  }

  function balance(words, totals, unread) {
    const { charges, income } = totals;
    const sentences = [];
    const money = (one, two) => ({
      charges: euros(one),
      income: euros(two),
      gap: euros(Math.abs(one - two)),
    });
    if (charges || income) {
      const code = charges === income ? "balanced" : charges > income ? "income_short" : "charges_short";
      sentences.push(say(words, code, money(charges, income)));
    }
    if (totals.charges_in_kind !== totals.income_in_kind) {
      const both = money(totals.charges_in_kind, totals.income_in_kind);
      sentences.push(say(words, "in_kind_differs", both));
    }
    if (unread) sentences.push(say(words, "unread"));
    return sentences.join(" ");
  }

  function write(place, text) {
    if (place.textContent !== text) place.textContent = text;
  }

  function shown(params) {
    const figures = Object.entries(params).map(([name, value]) => [
      name === "suggestion" ? "figure" : name,
      typeof value === "number" ? figure(value) : value,
    ]);
    return Object.fromEntries(figures);
  }

  function faultOf(field, { typed, details }, words, label) {
    if (field.fault && field.fault !== "empty") return say(words, field.fault, shown(field.params));
    const detail = details[field.line];
    if (detail === undefined || typed[field.line] === undefined) return "";
    if (detail === typed[field.line]) return "";
    const params = { line: label, typed: euros(typed[field.line]), detail: euros(detail) };
    return say(words, "detail_differs", params);
  }

  // A fault is shown when the person leaves the field, and leaves as soon as it is mended.
  function mark(form, fields, result, words, leaving) {
    for (const field of fields) {
      const { input } = field;
      const text = faultOf(field, result, words, input.dataset.label || field.line);
      const place = form.querySelector(`[data-fault-of="${CSS.escape(input.name)}"]`);
      const left = leaving && (input === leaving || leaving.dataset.parent === field.line);
      if (text && !left && !input.hasAttribute("aria-invalid")) continue;
      if (place) write(place, text);
      if (text) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }

  const waiting = new WeakMap();

  function refresh(form, leaving) {
    const words = JSON.parse(form.dataset.words || "{}");
    const fields = read(form);
    const result = compute(fields);
    const { totals } = result;
    for (const place of form.querySelectorAll("[data-total]")) {
      place.setAttribute("aria-live", "off");
      write(place, euros(totals[place.dataset.total] || 0));
    }
    for (const place of form.querySelectorAll("[data-share-of]")) {
      place.setAttribute("aria-live", "off");
      const key = place.dataset.shareOf;
      const one = fields.find((field) => field.request === key);
      const own = key === "subsidies" || key === "self_financing" ? totals[key] : 0;
      write(place, percent(one ? one.cents || 0 : own, totals.income));
    }
    mark(form, fields, result, words, leaving);
    clearTimeout(waiting.get(form));
    const unread = fields.some((field) => field.fault && field.fault !== "empty");
    const speak = () => {
      for (const place of form.querySelectorAll("[data-balance]")) {
        place.setAttribute("aria-live", "polite");
        write(place, balance(words, totals, unread));
      }
    };
    waiting.set(form, setTimeout(speak, QUIET));
  }

  function heard(event) {
    const form = event.target.closest && event.target.closest("form[data-budget]");
    if (form) refresh(form, event.type === "change" ? event.target : null);
  }

  function all() {
    document.querySelectorAll("form[data-budget]").forEach((form) => refresh(form, null));
  }

  window.faireBudget = { parse, refresh };
  document.addEventListener("input", heard);
  document.addEventListener("change", heard);
  document.addEventListener("reset", () => setTimeout(all));
  document.addEventListener("htmx:load", all);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
