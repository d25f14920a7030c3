"use strict";
const form = document.querySelector("form");
const articles = [...document.querySelectorAll("article")];
const value = (id) => document.getElementById(id).value;
function filter() {
  const words = value("words").trim();
  let shown = 0;
  for (const one of articles) {
    const fits = ["document", "sort", "rule"].every((key) => value(key) === "*" || one.dataset[key] === value(key));
    one.hidden = !(fits && (!words || one.textContent.includes(words)));
    shown += !one.hidden;
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector("article:not([hidden])");
  }
  document.getElementById("shown").textContent = shown;
}
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
