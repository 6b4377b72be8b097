/* Single keys at the desk can be turned off for good: who dictates or mistypes would set them off.

   `has-keys` on the page's body says whether they are on; the page's own script looks there at each key. */

const KEYS_OFF = "desk-keys-off"; // in the browser's own storage
const box = document.querySelector("[data-keys-switch]");

const show = () => document.body.classList.toggle("has-keys", box.checked);

box.checked = localStorage.getItem(KEYS_OFF) === null;
box.closest("label").hidden = false;
box.addEventListener("change", () => {
  if (box.checked) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, "1");
  show();
});
show();
