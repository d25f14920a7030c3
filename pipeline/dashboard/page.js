// Constant: nothing of a speech ever enters this file.
if (!window.dubanReady) {
  window.dubanReady = true;
  // Links between pages are followed as the browser's Back button is: without loading the program anew.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".stHtml a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const there = new URL(link.href);
    if (there.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    if ("picks" in link.dataset) {
      const picked = [...document.querySelectorAll(".duban-ledger .duban-pick:checked")].map((box) => box.value);
      if (!picked.length) return;
      there.searchParams.set("pick", picked.join(","));
    }
    history.pushState({}, "", there);
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    if (!("stay" in link.dataset)) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
  });
  // One box ticks all rows of the page.
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".duban-bar .duban-pick")) return;
    document.querySelectorAll(".duban-ledger .duban-pick").forEach((box) => (box.checked = event.target.checked));
  });
  // Escape closes the opened row.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.target.closest("input, textarea, [role=listbox], [role=dialog]")) return;
    document.querySelector(".duban-detail .duban-close")?.click();
  });
  // What a link leads to is brought into view once.
  let shown = null;
  new MutationObserver(() => {
    const focus = document.querySelector("[data-focus]");
    if (shown === (focus?.id ?? null)) return;
    shown = focus?.id ?? null;
    focus?.scrollIntoView({ block: focus.dataset.focus });
  }).observe(document.body, { childList: true, subtree: true });
}
