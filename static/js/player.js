/* Plays in place. Nothing is asked of another host before the click; without this script the same control is a link. */

const player = document.querySelector(".player[data-embed-url]");

/** Put the one frame in the poster's place, from the given second on. */
function play(startSeconds) {
  const address = new URL(player.dataset.embedUrl);
  if (startSeconds > 0) address.searchParams.set("start", startSeconds);

  const frame = document.createElement("iframe");
  frame.className = "player__frame";
  frame.title = player.dataset.title;
  // The site's own referrer policy would hide the origin, without which YouTube refuses to play.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.allow = "autoplay; encrypted-media; picture-in-picture; fullscreen";
  frame.src = address;
  player.replaceChildren(frame);
  frame.focus();
}

if (player) {
  const link = player.querySelector(".player__play");
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(link.querySelector(".player__button"));
  button.addEventListener("click", () => play(0));
  link.replaceWith(button);

  for (const chapter of document.querySelectorAll(".chapter")) {
    chapter.addEventListener("click", (event) => {
      // A click that asks for a new tab or window keeps its meaning.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      play(Number(chapter.dataset.start));
      player.scrollIntoView({ block: "nearest" });
    });
  }
}
