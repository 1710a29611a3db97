"use strict";
const all = () => document.querySelectorAll("details");

function openAll(isOpen) {
  for (const part of all()) part.open = isOpen;
}

/** Open the part of this name, and all that it lies in, and go there. */
function openPart(name) {
  const target = document.getElementById(name);
  if (!target) return;
  const inner = target.matches("details") ? target : target.querySelector(":scope > details");
  for (let part = inner ?? target; part; part = part.parentElement?.closest("details")) part.open = true;
  (inner?.firstElementChild ?? target).focus({ preventScroll: true });
  target.scrollIntoView();
}

const openAddress = () => openPart(location.hash.slice(1));

/** A link to where one is already brings no event; in a notebook's frame it would lead to the notebook. */
function follow(event) {
  const link = event.target.closest?.("a[href^='#']");
  if (!link) return;
  const isFramed = location.protocol === "about:";
  if (isFramed) event.preventDefault();
  if (isFramed || link.hash === location.hash) openPart(link.hash.slice(1));
}

let closed = [];
addEventListener("beforeprint", () => {
  closed = [...all()].filter((part) => !part.open);
  openAll(true);
});
addEventListener("afterprint", () => {
  for (const part of closed) part.open = false;
});
addEventListener("hashchange", openAddress);
document.addEventListener("click", follow);
document.getElementById("open-all").addEventListener("click", () => openAll(true));
document.getElementById("close-all").addEventListener("click", () => openAll(false));
document.querySelector(".tools").hidden = false;
openAddress();
