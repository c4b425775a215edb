// The page works without this. With it, a record opens beside the list instead of on a page of its own.
"use strict";
(() => {
  const card = document.getElementById("card");
  const wide = window.matchMedia("(min-width: 761px)");

  const choose = (id) => {
    for (const row of document.querySelectorAll(".row")) {
      if (row.id === "row-" + id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    for (const dot of document.querySelectorAll(".dot")) {
      dot.classList.toggle("chosen", dot.dataset.row === id);
      if (dot.dataset.row === id) dot.parentNode.append(dot); // on top of the others, and its name too
    }
  };

  const open = async (url, push) => {
    const asked = new URL(url, location.href);
    asked.searchParams.set("part", "card");
    const answer = await fetch(asked);
    if (!answer.ok) { location.href = url; return; }
    card.innerHTML = await answer.text();
    const article = card.querySelector("article");
    document.title = article.dataset.title;
    card.scrollTop = 0;
    choose(new URL(url, location.href).pathname.split("/").pop());
    if (push) history.pushState({ url }, "", url);
  };

  if (card) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest(".row, .dot, .as-of li a");
      if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      open(link.getAttribute("href"), true);
    });
    window.addEventListener("popstate", () => location.reload());
    // A dot and its row belong together: pointing at one shows the other.
    for (const [from, to] of [[".row", "dot"], [".dot", "row"]]) {
      for (const one of document.querySelectorAll(from)) {
        const id = from === ".row" ? one.id.slice(4) : one.dataset.row;
        const other = () => to === "row" ? document.getElementById("row-" + id) : document.querySelector(`.dot[data-row="${id}"]`);
        one.addEventListener("pointerenter", () => other()?.classList.add("hot"));
        one.addEventListener("pointerleave", () => other()?.classList.remove("hot"));
      }
    }
  }
  const here = document.querySelector(".row[aria-current]");
  if (here && matchMedia("(min-width: 1100px)").matches) here.scrollIntoView({ block: "nearest" });
  document.querySelector("mark.lit")?.scrollIntoView({ block: "center" });
})();
