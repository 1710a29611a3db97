"use strict";
const all = () => document.querySelectorAll("details");

function openAll(isOpen) {
  for (const part of all()) part.open = isOpen;
}

/** Open what an address points to, and all that it lies in. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  const inner = target.matches("details") ? target : target.querySelector(":scope > details");
  for (let part = inner ?? target; part; part = part.parentElement?.closest("details")) part.open = true;
  (inner?.firstElementChild ?? target).focus({ preventScroll: true });
  target.scrollIntoView();
}

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...all()].filter((part) => !part.open);
  openAll(true);
});
addEventListener("afterprint", () => {
  for (const part of closed) part.open = false;
});
addEventListener("hashchange", openTarget);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (link && link.hash === location.hash) openTarget();
});
document.getElementById("open-all").addEventListener("click", () => openAll(true));
document.getElementById("close-all").addEventListener("click", () => openAll(false));
document.querySelector(".tools").hidden = false;
openTarget();
