/* A page that the browser brings back as it was left may show what the visitor has shut out since. It is loaded anew, and
   nothing of it is seen until then. */

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.documentElement.hidden = true;
  location.reload();
});
