/* Folds stay as they were: after a choice in the filters (with the chosen option at the same height), a reload, a way back. */

const KEY = "filters-place";
const filters = document.querySelector("[data-keep-place]");
const folds = filters ? [filters, ...filters.querySelectorAll("details")] : [];

function openFolds() {
  return folds.filter((fold) => fold.open).map((fold) => fold.id);
}

/** The place left behind by the choice that led to this very address, once; else null. */
function takePlace() {
  const place = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  return place?.href === location.href ? place : null;
}

function leavePlace(event) {
  const link = event.target.closest("a[rel=nofollow]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const place = { href: link.href, open: openFolds(), option: link.id, top: link.getBoundingClientRect().top };
  sessionStorage.setItem(KEY, JSON.stringify(place));
}

function restore() {
  const place = takePlace();
  // The history entry remembers for reloads and ways back, and there the browser restores the scroll position itself.
  const remembered = history.state?.folds;
  const open = remembered ?? place?.open;
  if (open) for (const fold of folds) fold.open = open.includes(fold.id);
  const option = place && !remembered && document.getElementById(place.option);
  if (!option) return;
  scrollBy({ top: option.getBoundingClientRect().top - place.top, behavior: "instant" });
  option.focus({ preventScroll: true });
}

if (filters) {
  restore();
  filters.addEventListener("click", leavePlace);
  // "toggle" does not bubble.
  filters.addEventListener("toggle", () => history.replaceState({ folds: openFolds() }, ""), { capture: true });
}
