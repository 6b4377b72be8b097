/* Swaps a list of videos in place: choices, words, orders and pages lead on without a new page.

   Without this script, or where an answer is not the one awaited, every link and form works as any other. Each entry of the
   history remembers how far it was scrolled, which folds were open and which control was used last. */

const HEAD = "title, link[rel=canonical], link[rel=alternate], meta[name=robots], meta[name=description]";
const KEPT_PAGES = 10; // that a way back shows at once
const BUSY_AFTER_MS = 300;
const SETTLED_MS = 250;

const content = document.getElementById("content");
const search = document.querySelector(".site-header .search");
const status = document.createElement("p");
const kept = new Map(); // address -> page left behind
let shown = location.href; // what the content belongs to; on a way back the location is ahead of it
let used = ""; // id of the control used last
let request = null;
let settling = 0;

/** Whether this is another list, to be shown on this page. */
function isList(url) {
  return url.origin === location.origin && url.pathname === location.pathname && !url.hash;
}

/** Everything of a document that belongs to its list. */
function pageOf(list) {
  const form = list.querySelector(".site-header .search");
  return {
    head: [...list.head.querySelectorAll(HEAD)],
    fields: [...form.querySelectorAll("input[type=hidden]")],
    words: form.elements.q.defaultValue, // what was searched for, whatever is typed by now
    nodes: [...list.getElementById("content").childNodes],
  };
}

function show(page) {
  for (const element of document.head.querySelectorAll(HEAD)) element.remove();
  document.head.append(...page.head);
  for (const field of search.querySelectorAll("input[type=hidden]")) field.remove();
  search.prepend(...page.fields);
  search.elements.q.defaultValue = search.elements.q.value = page.words;
  content.replaceChildren(...page.nodes);
}

async function fetchPage(href, signal) {
  const response = await fetch(href, { signal, headers: { Accept: "text/html" } });
  const address = new URL(response.url);
  if (!response.ok || !isList(address)) throw new Error(`${href} is no list`);
  const list = new DOMParser().parseFromString(await response.text(), "text/html");
  return { ...pageOf(list), href: address.href };
}

function folds() {
  return [...content.querySelectorAll(".filters, .filters details")];
}

function place() {
  return { top: scrollY, open: folds().filter((fold) => fold.open).map((fold) => fold.id), used };
}

/** Write down in the history how this entry looks now. */
function remember() {
  clearTimeout(settling);
  if (shown === location.href) history.replaceState(place(), "");
}

/** Put the page that is shown now aside, as it is. */
function keep() {
  kept.delete(shown);
  kept.set(shown, { ...pageOf(document), place: place() });
  if (kept.size > KEPT_PAGES) kept.delete(kept.keys().next().value);
}

/** Folds that were there before stay as they were; new ones are as the page says. */
function setFolds(open, known) {
  for (const fold of folds()) if (known.includes(fold.id)) fold.open = open.includes(fold.id);
}

/** The control of that id, or what opens the fold that hides it; null if there is neither. */
function controlOf(id) {
  const control = id && document.getElementById(id);
  if (!control || control.checkVisibility()) return control || null;
  return control.closest("details:not([open])")?.querySelector("summary") ?? null;
}

function headingOf() {
  const heading = document.getElementById("results-total");
  heading.tabIndex = -1;
  return heading;
}

/** What has come: a hand that is offered first, for it stands before the results. */
function announce() {
  const parts = ["help-now", "results-total"].map((id) => document.getElementById(id)?.textContent.trim());
  status.textContent = parts.filter(Boolean).join(". ");
}

/** Do something with the newest request only, and show that it takes time only when it does. */
async function ask(work) {
  request?.abort();
  const own = new AbortController();
  request = own;
  const waiting = setTimeout(() => content.setAttribute("aria-busy", "true"), BUSY_AFTER_MS);
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(waiting);
    if (request === own) content.removeAttribute("aria-busy");
  }
}

/** Go to another list. `control` is what was used; `fromTop` starts to read at the top of the results. */
async function visit(href, { control = null, fromTop = false } = {}) {
  used = control?.id ?? "";
  let page;
  try {
    page = await ask((signal) => fetchPage(href, signal));
  } catch (error) {
    if (error.name !== "AbortError") location.assign(href);
    return;
  }
  const { open } = place();
  const known = folds().map((fold) => fold.id);
  const before = control?.isConnected ? control.getBoundingClientRect().top : null;
  remember();
  keep();
  if (page.href !== location.href) history.pushState(null, "", page.href);
  shown = location.href;
  show(page);
  setFolds(open, known);
  const same = controlOf(used);
  if (fromTop) {
    document.getElementById("results").scrollIntoView({ behavior: "instant" });
    headingOf().focus({ preventScroll: true });
  } else if (same) {
    same.focus({ preventScroll: true });
    if (before !== null) scrollBy({ top: same.getBoundingClientRect().top - before, behavior: "instant" });
  } else {
    headingOf().focus();
  }
  remember();
  announce();
}

/** The history has moved on to another entry: show what belongs to it. */
async function revisit(remembered) {
  const href = location.href;
  const bare = (address) => address.split("#")[0];
  if (bare(href) !== bare(shown)) {
    keep();
    let page = kept.get(href);
    if (page) request?.abort();
    try {
      page ??= await ask((signal) => fetchPage(href, signal));
    } catch (error) {
      if (error.name !== "AbortError") location.reload();
      return;
    }
    shown = href;
    show(page);
    restore(page.place ?? remembered);
    (controlOf(used) ?? headingOf()).focus({ preventScroll: true });
    announce();
  } else {
    shown = href;
    restore(remembered);
  }
}

function restore(remembered) {
  used = remembered?.used ?? "";
  if (!remembered) return;
  setFolds(remembered.open, folds().map((fold) => fold.id));
  scrollTo({ top: remembered.top, behavior: "instant" });
}

function onClick(event) {
  const link = event.target.closest("a[href]");
  if (!link) return;
  remember();
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target) return;
  if (!link.closest("main, .search") || !isList(new URL(link.href))) return;
  event.preventDefault();
  visit(link.href, { control: link, fromTop: Boolean(link.closest(".pages")) });
}

function onSubmit(event) {
  const form = event.target;
  const address = new URL(form.action);
  if (event.defaultPrevented || form.method !== "get" || !isList(address)) return;
  event.preventDefault();
  address.search = new URLSearchParams(new FormData(form));
  visit(address.href, { control: form.contains(document.activeElement) ? document.activeElement : null });
}

status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);
history.scrollRestoration = "manual";
restore(history.state);
document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
// What was put aside may be on the never-list by now.
new BroadcastChannel("never-list").addEventListener("message", () => kept.clear());
addEventListener("popstate", (event) => revisit(event.state));
// "toggle" does not bubble.
content.addEventListener("toggle", remember, { capture: true });
addEventListener("scroll", () => {
  clearTimeout(settling);
  settling = setTimeout(remember, SETTLED_MS);
}, { passive: true });
