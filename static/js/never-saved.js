/* Tells the site's other open pages that there is another never-list now: what they keep aside was made with the old one. */

new BroadcastChannel("never-list").postMessage("saved");
