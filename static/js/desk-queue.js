/* Answers a queue of the desk by single keys, and brings the next without a new page.

   Without this script every button sends its form and the next page comes as any other. */

const queue = document.getElementById("queue");
const said = document.getElementById("queue-said");
let isBusy = false;

function show(html) {
  queue.innerHTML = html;
  const parts = queue.firstElementChild;
  said.textContent = parts.dataset.said.trim();
  queue.querySelector(".queue__heading")?.focus();
}

/** Send a form as its button would; the answer is what comes next. */
async function send(form, button) {
  if (isBusy) return;
  isBusy = true;
  queue.setAttribute("aria-busy", "true");
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  try {
    const response = await fetch(form.action, { method: "POST", body: data, headers: { "X-Fragment": "queue" } });
    if (response.redirected || !response.ok) throw new Error(response.status);
    show(await response.text());
  } catch {
    said.textContent = "The answer did not arrive: you may be signed out, or the site does not answer. Reload the page.";
  } finally {
    isBusy = false;
    queue.removeAttribute("aria-busy");
  }
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

/** Say which keys there are: one of another kind of question does nothing here, which could be taken for a fault. */
function tellKeys() {
  const told = [...queue.querySelectorAll("[aria-keyshortcuts]")].map((control) => {
    const label = control.labels?.[0] ?? control;
    return `${control.getAttribute("aria-keyshortcuts")} = ${label.firstChild.textContent.trim()}`;
  });
  if (told.length) said.textContent = `Keys here: ${told.join(", ")}.`;
}

/** The button or field that a key stands for; a button is pressed, a field is gone to. */
function useKey(event) {
  if (event.key === "Escape" && queue.contains(event.target)) {
    queue.querySelector(".queue__heading")?.focus();
    return;
  }
  if (!document.body.classList.contains("has-keys") || event.repeat || isTyping(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const control = queue.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!control) {
    if (/^[a-z]$/i.test(event.key)) tellKeys();
    return;
  }
  event.preventDefault();
  if (control.matches("button")) control.click();
  else control.focus();
}

queue.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, event.submitter);
});
document.addEventListener("keydown", useKey);
