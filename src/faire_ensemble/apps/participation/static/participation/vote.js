// The voting pages work without this: it adds the running total, and reads a code from the
// address of a QR code (after #, which no server ever sees).
"use strict";
(() => {
  const form = document.querySelector("form[data-vote]");
  if (!form) return;
  const code = form.querySelector("#code");
  if (code) {
    const given = decodeURIComponent(location.hash.slice(1));
    if (/^[0-9A-Za-z-]{12,20}$/.test(given) && !code.value) {
      code.value = given.replace(/(.{4})(?=.)/g, "$1-");
      history.replaceState(null, "", location.pathname + location.search);
    }
    return;
  }
  const total = form.querySelector("[data-total]");
  if (!total) return;
  const money = form.dataset.vote === "knapsack";
  const written = amount => money
    ? new Intl.NumberFormat("fr-FR", {style: "currency", currency: "EUR", maximumFractionDigits: 0}).format(amount)
    : String(amount);
  const count = () => {
    const limit = Number(total.dataset.limit);
    let sum = 0;
    for (const field of form.querySelectorAll("[data-cost]:checked")) sum += Number(field.dataset.cost);
    for (const field of form.querySelectorAll(".vote-figure")) sum += Number(field.value) || 0;
    const over = sum > limit;
    total.hidden = false;
    total.classList.toggle("over", over);
    total.textContent = `${total.dataset.label} ${written(sum)} · ` +
      `${over ? total.dataset.over : total.dataset.left} ${written(Math.abs(limit - sum))}`;
  };
  form.addEventListener("input", count);
  count();
})();
