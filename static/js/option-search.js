/* <option-search label="Search in Sounds">: a box that narrows the list of options after it while one types. */

/** Lower case and without accents, so that what is typed quickly is found. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

class OptionSearch extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return; // put back into the page
    const input = document.createElement("input");
    input.type = "search";
    input.className = "option-search__input";
    input.placeholder = this.getAttribute("label");
    input.autocomplete = "off";
    input.setAttribute("aria-label", this.getAttribute("label"));
    input.addEventListener("input", () => this.narrow(input.value));
    this.none = document.createElement("p");
    this.none.className = "note";
    this.none.setAttribute("role", "status");
    this.append(input, this.none);
  }

  narrow(typed) {
    const words = folded(typed).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const option of this.nextElementSibling.children) {
      const label = folded(option.querySelector(".option__label").textContent);
      option.hidden = !words.every((word) => label.includes(word));
      if (!option.hidden) found += 1;
    }
    this.none.textContent = found ? "" : "None is called so.";
  }
}

customElements.define("option-search", OptionSearch);
