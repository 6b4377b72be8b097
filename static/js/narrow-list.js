/* A long list of boxes, narrowed by typing. What is chosen stays where it is, shown or not. */

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function narrow(box, list) {
  const words = fold(box.querySelector("input").value).split(/\s+/).filter(Boolean);
  const choices = [...list.querySelectorAll(".choice-box")];
  for (const choice of choices) choice.hidden = !words.every((word) => fold(choice.textContent).includes(word));
  for (const group of list.querySelectorAll(".never__group, details")) {
    group.hidden = !group.querySelector(".choice-box:not([hidden])");
    if (words.length && group.matches("details")) group.open = true;
  }
  const count = choices.filter((choice) => !choice.hidden).length;
  box.querySelector("[role=status]").textContent = words.length ? `${count} tags` : "";
}

for (const box of document.querySelectorAll("[data-narrow]")) {
  const list = document.getElementById(box.dataset.narrow);
  box.hidden = false;
  box.addEventListener("input", () => narrow(box, list));
  // Enter would send the form before it is chosen.
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}
