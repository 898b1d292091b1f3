/* Makes smoother what works without it: the slider of dates, and the names of networks under the pointer. */
(() => {
  "use strict";

  /* The slider. The row of links stays; a range above it steps through the same dates and swaps what depends on
     the date out of the same page, so that there is one way to draw and the address always says where we are. */
  const PARTS = ["now-words", "now-figures", "sky", "top", "ways"];

  function slider(nav) {
    const links = [...nav.querySelectorAll("ol a")];
    if (links.length < 2 || !window.htmx) return;
    const range = document.createElement("input");
    const play = document.createElement("button");
    range.type = "range";
    range.min = "0";
    range.max = String(links.length - 1);
    range.step = "1";
    range.id = "time-range";
    range.setAttribute("aria-labelledby", "timeline-title");
    play.type = "button";
    range.style.setProperty("--steps", links.length);
    nav.append(play, range);

    const at = () => links.findIndex((a) => a.hasAttribute("aria-current"));
    let shown = Math.max(0, at());
    let timer = 0;
    let wanted = shown;
    let busy = false;
    let playing = false;

    function mark(i) {
      range.value = String(i);
      range.setAttribute("aria-valuetext", links[i].dataset.title);
      links.forEach((a, n) => {
        a.closest("li").classList.toggle("past", n <= i);
        if (n === i) a.setAttribute("aria-current", "date");
        else a.removeAttribute("aria-current");
      });
    }

    async function go(i, push) {
      wanted = i;
      mark(i);
      if (busy) return;
      busy = true;
      while (shown !== wanted) {
        const next = wanted;
        const address = links[next].href;
        try {
          await htmx.ajax("GET", address, {
            source: nav, target: "#sky", select: "#sky", swap: "outerHTML",
          });
        } catch (fault) {
          location.assign(address);
          return;
        }
        shown = next;
        if (push) history.replaceState(null, "", address);
      }
      busy = false;
    }

    function stop() {
      playing = false;
      clearTimeout(timer);
      play.textContent = "Play";
      play.setAttribute("aria-label", "Play: move through all dates");
    }

    function tick() {
      if (!playing) return;
      if (wanted >= links.length - 1) return stop();
      go(wanted + 1, true).then(() => { timer = setTimeout(tick, 750); });
    }

    play.addEventListener("click", () => {
      if (playing) return stop();
      playing = true;
      play.textContent = "Pause";
      play.setAttribute("aria-label", "Pause");
      if (wanted >= links.length - 1) go(0, true).then(() => { timer = setTimeout(tick, 900); });
      else tick();
    });
    range.addEventListener("input", () => {
      if (playing) stop();
      clearTimeout(timer);
      mark(Number(range.value));
      timer = setTimeout(() => go(Number(range.value), true), 60);
    });
    nav.addEventListener("click", (event) => {
      const link = event.target.closest("ol a");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
      event.preventDefault();
      stop();
      go(links.indexOf(link), true);
    });
    stop();
    mark(shown);
  }

  /* What the drawing does not hold but the date changes: words, figures, the dates in the header and the links. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const text = event.detail.xhr && event.detail.xhr.responseText;
    if (!text || event.detail.target.id !== "sky") return;
    const fresh = new DOMParser().parseFromString(text, "text/html");
    for (const id of PARTS) {
      const [old, now] = [document.getElementById(id), fresh.getElementById(id)];
      if (id !== "sky" && old && now) old.replaceChildren(...now.childNodes);
    }
    document.title = fresh.title;
  });

  /* The name and figures of what is pointed at or focused, at once and beside it; the title stays for others. */
  function card(look) {
    let box = null;
    const hide = () => { if (box) { box.remove(); box = null; } };
    const show = (link, x, y) => {
      const title = link.querySelector("title");
      const words = (title && title.textContent) || link.dataset.title;
      if (!words) return;
      if (title) { link.dataset.title = words; link.setAttribute("aria-label", words); title.remove(); }
      if (!box) { box = document.createElement("div"); box.className = "sky-card"; box.setAttribute("aria-hidden", "true"); look.append(box); }
      box.textContent = words;
      const room = look.getBoundingClientRect();
      const left = Math.min(Math.max(0, x - room.left + 14), Math.max(0, room.width - box.offsetWidth - 4));
      const top = y - room.top + 18;
      box.style.left = `${left}px`;
      box.style.top = `${top + box.offsetHeight > room.height ? y - room.top - box.offsetHeight - 12 : top}px`;
    };
    look.addEventListener("pointermove", (event) => {
      const link = event.target.closest(".sky a");
      if (link) show(link, event.clientX, event.clientY); else hide();
    });
    look.addEventListener("pointerleave", hide);
    look.addEventListener("focusin", (event) => {
      const link = event.target.closest(".sky a");
      if (!link) return;
      const room = link.getBoundingClientRect();
      show(link, room.left + room.width / 2, room.top + room.height / 2);
    });
    look.addEventListener("focusout", hide);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  }

  const enhance = (root) => root.querySelectorAll("[data-sky]").forEach((look) => {
    if (!look.dataset.ready) { look.dataset.ready = "1"; card(look); }
  });
  document.addEventListener("htmx:afterSettle", () => enhance(document));
  document.querySelectorAll("[data-timeline]").forEach(slider);
  enhance(document);
  const errors = document.querySelector(".errors");
  if (errors) errors.focus();
})();
