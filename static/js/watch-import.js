/* Keeps the numbers of a running import fresh. Without this script the same page has a link "Refresh". */

const INTERVAL_MS = 3000;
const numbers = document.querySelector("#import-numbers[data-state-url]");

function show(place, text) {
  // Only what is new: a screen reader speaks whenever the announcement is written.
  if (place.textContent !== text) place.textContent = text;
}

function showState({ state, done, total, texts }) {
  for (const place of numbers.querySelectorAll("[data-text]")) show(place, texts[place.dataset.text]);
  numbers.querySelector(".run-state").dataset.state = state;
  const bar = numbers.querySelector("progress");
  if (bar && total) Object.assign(bar, { max: total, value: done });
}

function note(text) {
  show(numbers.querySelector("[data-note]"), text);
}

/** Ask once, then again later; not while nobody looks, and no more once the import has come to rest. */
async function watch() {
  if (document.hidden) {
    document.addEventListener("visibilitychange", watch, { once: true });
    return;
  }
  try {
    const response = await fetch(numbers.dataset.stateUrl, { headers: { Accept: "application/json" } });
    if (response.redirected || [403, 404].includes(response.status)) {
      note("You are no longer logged in here, or may not see this: refresh the page.");
      return;
    }
    if (!response.ok) throw new Error(response.status);
    const run = await response.json();
    showState(run);
    note(run.is_live ? "Fresh every 3 seconds." : "It has come to rest: refresh to see all of it.");
    if (!run.is_live) return;
  } catch {
    note("The site does not answer; trying again.");
  }
  setTimeout(watch, INTERVAL_MS);
}

if (numbers) watch();
