/* One key for each thing that is done to a word. Without this script the same is done with its links and buttons. */

const list = document.querySelector("[data-words]");
const status = document.querySelector("[data-status]");
const count = document.querySelector("[data-ignored]");
const ignored = []; // the last one last: { row, next, back }

const rows = () => [...list.querySelectorAll(".word")];
const current = () => document.activeElement?.closest(".word");
const focus = (row) => row?.querySelector(".word__name").focus();

function move(step) {
  const all = rows();
  const place = all.indexOf(current());
  focus(all[place < 0 ? 0 : Math.min(Math.max(place + step, 0), all.length - 1)]);
}

function send(url) {
  const csrf = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const headers = { Accept: "application/json", "X-CSRFToken": csrf };
  return fetch(url, { method: "POST", headers, redirect: "error" });
}

/** Ignore the word of this row and go on with the next; where that fails, the form is sent as without this script. */
async function ignore(row) {
  const form = row.querySelector("form");
  const name = row.querySelector(".word__name").textContent;
  try {
    const response = await send(form.action);
    if (!response.ok) throw new Error(response.status);
    const { back } = await response.json();
    const next = row.nextElementSibling ?? row.previousElementSibling;
    ignored.push({ row, next: row.nextElementSibling, back });
    const mayMove = row.contains(document.activeElement) || document.activeElement === document.body;
    row.remove();
    count.textContent = Number(count.textContent) + 1;
    if (mayMove) focus(next);
    status.textContent = `Ignored: ${name}.`;
    if (!rows().length) location.reload();
  } catch {
    form.submit();
  }
}

async function takeBack() {
  const last = ignored.pop();
  if (!last) return;
  try {
    const response = await send(last.back);
    if (!response.ok) throw new Error(response.status);
    list.insertBefore(last.row, last.next?.isConnected ? last.next : null);
    focus(last.row);
    count.textContent = Number(count.textContent) - 1;
    status.textContent = `Listed again: ${last.row.querySelector(".word__name").textContent}.`;
  } catch {
    ignored.push(last);
    status.textContent = "It could not be taken back: open the list of ignored words.";
  }
}

function onKey(event) {
  if (!document.body.classList.contains("has-keys")) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.repeat) return; // a key that is held down ignores one word, not all
  else if (event.key === "u") takeBack();
  else if (["s", "n", "i"].includes(event.key)) current()?.querySelector(`[data-key=${event.key}]`).click();
  else return;
  event.preventDefault();
}

function onSubmit(event) {
  event.preventDefault();
  ignore(event.target.closest(".word"));
}

document.querySelector("[data-keys]").hidden = false;
document.addEventListener("keydown", onKey);
list.addEventListener("submit", onSubmit);
