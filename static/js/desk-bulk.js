/* Ticking many videos: ranges by shift, all by one box, and the number of those ticked. Without this script the same
   form says "all on this page" and "everything that matches". */

const form = document.getElementById("bulk-form");

/** The fields that each edit needs; the others are put away. */
const NEEDED = {
  "add-tag": ["tag"],
  "remove-tag": ["tag"],
  "replace-tag": ["tag", "new_tag"],
  "check-none": ["tag"],
  "set-creator": ["creator"],
};

function offerFields() {
  const kind = form.elements.kind;
  const show = () => {
    const needed = NEEDED[kind.value] ?? [];
    for (const field of form.querySelectorAll("[data-field]:not([data-field=kind])")) {
      field.hidden = !needed.includes(field.dataset.field);
    }
  };
  kind.addEventListener("change", show);
  show();
}

function followTicks() {
  const boxes = [...form.querySelectorAll("input[name=video]")];
  const all = form.querySelector("[data-all]");
  const label = form.querySelector("[data-ticked]");
  const announcement = form.querySelector("[data-announcement]");
  let last = null;
  all.hidden = false;

  const show = () => {
    const count = boxes.filter((box) => box.checked).length;
    label.textContent = `(${count} of ${boxes.length})`;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    return count;
  };
  const changed = () => {
    form.querySelector("input[name=scope][value=ticked]").checked = true;
    announcement.textContent = `${show()} ticked`;
  };

  form.addEventListener("click", (event) => {
    const place = boxes.indexOf(event.target);
    if (place < 0) return;
    if (event.shiftKey && last !== null) {
      const [from, to] = [Math.min(place, last), Math.max(place, last)];
      for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
    }
    last = place;
    changed();
  });
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    changed();
  });
  show();
}

if (form) {
  offerFields();
  followTicks();
}
