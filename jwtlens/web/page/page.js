"use strict";

// The terminal of the page would send ctrl+v on as a key. In a browser it pastes.
const isPaste = (event) => (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "v";
document.addEventListener("keydown", (event) => { if (isPaste(event)) event.stopImmediatePropagation(); }, true);

document.addEventListener("DOMContentLoaded", () => {
  const again = document.getElementById("again");
  again.addEventListener("click", () => location.reload());

  // What is typed goes to the screen as soon as there is one, and after a look at another tab; then to the button.
  const focus = () => {
    const { classList } = document.body;
    if (classList.contains("-closed")) again.focus();
    else if (classList.contains("-first-byte")) document.querySelector(".xterm-helper-textarea")?.focus();
  };
  new MutationObserver(focus).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  window.addEventListener("focus", focus);
});
