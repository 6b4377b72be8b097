/* A list under construction, kept in this browser alone. Without this script every control is a link to the list. */

const KEY = "list";
const FOLLOWS = "list-follows"; // the next page of the list shows the list under construction, changed by a link
const MOST = 100;

const button = document.getElementById("add-to-list");
const list = document.getElementById("shared-list");

const read = () => (localStorage.getItem(KEY) ?? "").split(",").filter((id) => /^\d+$/.test(id));
const write = (ids) => localStorage.setItem(KEY, ids.slice(0, MOST).join(","));
const addressOf = (ids) => `/list/?v=${ids.join(",")}`;
const count = (ids) => `${ids.length} video${ids.length === 1 ? "" : "s"}`;

/** On a video's page: add it, take it out again, and say what the list has. */
function offer(id) {
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = button.className;
  const [icon] = button.children;
  const use = icon.querySelector("use");
  const words = document.createElement("span");
  toggle.append(icon, words);

  const open = document.createElement("a");
  open.className = "more-link";
  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");

  const show = () => {
    const ids = read();
    const isThere = ids.includes(id);
    words.textContent = isThere ? "Take out of your list" : "Add to your list";
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, isThere ? "#minus" : "#plus"));
    open.hidden = ids.length === 0;
    open.href = addressOf(ids);
    open.textContent = `${count(ids)} · open list`;
    return count(ids);
  };

  toggle.addEventListener("click", () => {
    const ids = read();
    write(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
    status.textContent = `Your list: ${show()}`;
  });
  addEventListener("storage", show);
  button.replaceWith(toggle, open, status);
  show();
}

/** On a list: links that change the list under construction change what is kept; another list can become it. */
function follow(shown) {
  if (sessionStorage.getItem(FOLLOWS)) write(shown);
  sessionStorage.removeItem(FOLLOWS);

  const isOurs = () => read().join() === shown.join();
  const leave = () => isOurs() && sessionStorage.setItem(FOLLOWS, "yes");
  list.addEventListener("click", (event) => event.target.closest(".shared__edit a") && leave());
  list.addEventListener("submit", leave);
  if (isOurs() || shown.length === 0) return;

  const adopt = document.createElement("button");
  adopt.type = "button";
  adopt.className = "button shared__adopt";
  adopt.textContent = "Make it your list";
  adopt.addEventListener("click", () => {
    write(shown);
    adopt.replaceWith("This is your list now: videos are added to it.");
  });
  const place = document.createElement("p");
  place.className = "note shared__hint";
  place.setAttribute("role", "status");
  place.append(adopt);
  list.append(place);
}

if (button) offer(button.dataset.video);
if (list) follow(list.dataset.videos.split(",").filter(Boolean));
