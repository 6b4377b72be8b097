/* Suggests tags, creators and terms while one types into a search field: a combobox as WAI-ARIA 1.2 describes it. */

const PAUSE_MS = 150;
// Scripts in which one character can be a word.
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const KINDS = { tag: "tag", creator: "creator", term: "meaning" };

function isEnough(typed) {
  return typed.length >= 2 || DENSE.test(typed);
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function enhance(input) {
  const form = input.form;
  const list = element("div", { class: "suggestions", id: `${input.id}-suggestions`, role: "listbox" });
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  form.append(list);
  for (const [key, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(key, value);
  }
  let waiting = 0;
  let request = null;

  function activate(option) {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function active() {
    return list.querySelector("[aria-selected=true]");
  }

  function close() {
    clearTimeout(waiting);
    request?.abort();
    activate(null);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function open(suggestions) {
    const options = suggestions.map(({ kind, label, url }, place) =>
      element(
        "a",
        { class: "suggestion", id: `${list.id}-${place}`, role: "option", href: url, tabindex: "-1", "aria-selected": "false" },
        element("bdi", { class: "suggestion__label" }, label),
        " ",
        element("span", { class: "suggestion__kind" }, KINDS[kind] ?? kind),
      ),
    );
    list.replaceChildren(...options);
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  }

  async function suggest() {
    const typed = input.value.trim();
    if (!isEnough(typed)) return close();
    request?.abort();
    request = new AbortController();
    const address = new URL("suggest/", form.action);
    address.searchParams.set("q", typed);
    try {
      const response = await fetch(address, { signal: request.signal });
      const { suggestions } = await response.json();
      if (document.activeElement === input) open(suggestions);
    } catch {
      // Suggestions are a help: without them the form searches as ever.
    }
  }

  function move(step) {
    const options = [...list.children];
    // Before the first and after the last is what was typed.
    const stops = [null, ...options];
    const next = (stops.indexOf(active()) + step + stops.length) % stops.length;
    activate(stops[next]);
  }

  function onKey(event) {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) suggest();
      else move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active()) {
      active().click();
      close();
    } else {
      return;
    }
    event.preventDefault();
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, PAUSE_MS);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // A press would take the focus, and the list with it, before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", close);
}

for (const input of document.querySelectorAll("[data-suggests]")) enhance(input);
