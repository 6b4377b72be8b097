/* Shows a site's answer as soon as it is there. Without this script the same page has a link "Refresh". */

const INTERVAL_MS = 2000;

/** Ask for the page again, not while nobody looks, and show the new one once it no longer waits. */
async function watch() {
  if (document.hidden) {
    document.addEventListener("visibilitychange", watch, { once: true });
    return;
  }
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (response.redirected || (response.ok && !(await response.text()).includes("data-waits"))) {
      location.reload();
      return;
    }
  } catch {
    // The site does not answer; it is asked again.
  }
  setTimeout(watch, INTERVAL_MS);
}

if (document.querySelector("[data-waits]")) setTimeout(watch, INTERVAL_MS);
