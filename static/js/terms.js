/* Escape puts away what a term unfolds, until pointer and focus have left it. */

const OPEN = ".term:hover, .term:focus-within";

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll(OPEN)) term.dataset.dismissed = "";
});

function comeBack() {
  for (const term of document.querySelectorAll(".term[data-dismissed]")) {
    if (!term.matches(OPEN)) delete term.dataset.dismissed;
  }
}

addEventListener("pointerover", comeBack);
addEventListener("focusin", comeBack);
addEventListener("focusout", () => queueMicrotask(comeBack));
