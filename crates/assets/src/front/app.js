// What a page gains with JavaScript; every page works without it. No library but htmx, no inline code.

(() => {
  "use strict";

  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // --- Quick exit: the button, or three presses of Shift alone within three seconds -----------------

  const leave = () => {
    document.documentElement.hidden = true;
    const signOut = find("form[data-bt-sign-out]");
    if (signOut) navigator.sendBeacon(signOut.action, new URLSearchParams(new FormData(signOut)));
    const link = find("[data-bt-exit]");
    window.location.replace(link ? link.href : "about:blank");
  };

  let presses = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < 3000), now];
    if (presses.length === 3 && find("[data-bt-exit]")) leave();
  });

  // A capital letter typed with Shift is no press of Shift alone.
  document.addEventListener("keydown", (event) => {
    if (event.shiftKey && event.key !== "Shift") presses = [];
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-bt-exit]")) {
      event.preventDefault();
      leave();
    }
  });

  // A page brought back by "Back" is asked for again: it may belong to a session that ended.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  // --- A form is sent once --------------------------------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.btSent) {
      event.preventDefault();
      return;
    }
    form.dataset.btSent = "yes";
    form.setAttribute("aria-busy", "true");
    // A refused or lost answer leaves the page where it is: let the person try again.
    setTimeout(() => {
      delete form.dataset.btSent;
      form.removeAttribute("aria-busy");
    }, 8000);
  });

  // --- Focus and announcements ----------------------------------------------------------------------

  const announce = (text) => {
    const region = find("#bt-live");
    if (!region || !text) return;
    region.textContent = "";
    requestAnimationFrame(() => { region.textContent = text; });
  };

  const settle = (root) => {
    const summary = find("[data-bt-error-summary]", root);
    if (summary) summary.focus();
  };

  document.addEventListener("DOMContentLoaded", () => {
    settle(document);
    all("[data-bt-roll]").forEach(count);
    if (window.matchMedia("(min-width: 48rem)").matches) all(".bt-filters > details").forEach((part) => { part.open = true; });
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const swapped = event.detail.target;
    settle(swapped);
    announce(find("[data-bt-announce]", swapped)?.textContent.trim());
    all("[data-bt-roll]").forEach(count);
    if (!document.activeElement || document.activeElement === document.body) {
      const heading = find("h1, h2", swapped);
      if (heading) {
        heading.tabIndex = -1;
        heading.focus();
      }
    }
  });

  // Links of the error summary lead to the field itself, not only to its place on the page.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-bt-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (find("label[for='" + field.id + "'], legend", field.closest("fieldset, .bt-field")) || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });

  // --- Filters: the list follows the choice; without this the button does it -------------------------

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-bt-filters]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });

  document.addEventListener("htmx:configRequest", (event) => {
    // Empty filters stay out of the address.
    const sent = event.detail.formData;
    if (event.detail.verb === "get") [...sent.entries()].forEach(([name, value]) => { if (value === "") sent.delete(name); });
  });

  // --- Roll call: a tap on the name goes to the next mark ---------------------------------------------

  const count = (roll) => {
    const counters = all("[data-bt-count]", roll);
    counters.forEach((counter) => {
      const marked = all("input[type=radio]:checked", roll).filter((mark) => mark.value === counter.dataset.btCount);
      counter.textContent = String(marked.length);
    });
    const missing = find("[data-bt-missing]", roll);
    if (missing) {
      const rows = all("[data-bt-roll-row]", roll);
      missing.textContent = String(rows.filter((row) => !find("input[type=radio]:checked", row)).length);
    }
  };

  document.addEventListener("click", (event) => {
    const cycle = event.target.closest("[data-bt-cycle]");
    if (cycle) {
      const marks = all("input[type=radio]", cycle.closest("[data-bt-roll-row]"));
      const next = marks[(marks.findIndex((mark) => mark.checked) + 1) % marks.length];
      next.checked = true;
      next.dispatchEvent(new Event("change", { bubbles: true }));
      announce(find(".bt-in-full", next.labels[0])?.textContent);
      return;
    }
    const everyone = event.target.closest("[data-bt-mark-empty]");
    if (everyone) {
      event.preventDefault();
      const roll = everyone.closest("[data-bt-roll]");
      all("[data-bt-roll-row]", roll)
        .filter((row) => !find("input[type=radio]:checked", row))
        .forEach((row) => {
          const mark = all("input[type=radio]", row).find((m) => m.value === everyone.dataset.btMarkEmpty);
          if (!mark) return;
          mark.checked = true;
          mark.dispatchEvent(new Event("change", { bubbles: true }));
        });
      announce(find("[data-bt-tally]", roll)?.textContent.replace(/\s+/g, " ").trim());
    }
  });

  document.addEventListener("change", (event) => {
    const roll = event.target.closest("[data-bt-roll]");
    if (roll) count(roll);
  });

  // --- What is written is not lost by leaving the page ------------------------------------------------

  const changed = (event) => {
    const form = event.target.form;
    if (form?.matches(".bt-form")) form.dataset.btChanged = "yes";
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);

  const unsaved = () => all("form[data-bt-changed]").filter((form) => !form.dataset.btSent);

  window.addEventListener("beforeunload", (event) => {
    if (unsaved().length > 0 && !document.documentElement.hidden) event.preventDefault();
  });

  // --- The session ends: say so two minutes before, and let it be extended ----------------------------

  const meta = find("meta[name='bt-session-seconds']");
  const dialog = find("#bt-session-dialog");
  if (meta && dialog) {
    let ends = Date.now() + Number(meta.content) * 1000;
    const watch = setInterval(() => {
      const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
      find("[data-bt-session-left]", dialog).textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
      if (seconds <= 120 && !dialog.open) dialog.showModal();
      if (seconds === 0) {
        clearInterval(watch);
        ended();
      }
    }, 1000);
    // Nothing of a file stays on the screen. What was typed is sent, kept by the server, and offered again after signing in.
    const ended = () => {
      const written = unsaved()[0];
      if (!written) {
        window.location.reload();
        return;
      }
      document.body.classList.add("bt-covered");
      find("[data-bt-keep-session]", dialog).hidden = true;
      find("[data-bt-session-ended]", dialog).hidden = false;
      const send = find("[data-bt-session-send]", dialog);
      send.addEventListener("click", () => written.requestSubmit());
      send.focus();
    };
    dialog.addEventListener("cancel", (event) => { if (document.body.classList.contains("bt-covered")) event.preventDefault(); });
    dialog.addEventListener("submit", async (event) => {
      const form = event.target;
      if (!form.matches("[data-bt-keep-session]")) return;
      event.preventDefault();
      delete form.dataset.btSent;
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok || answer.redirected) {
        window.location.reload();
        return;
      }
      ends = Date.now() + Number(meta.content) * 1000;
      dialog.close();
    });
  }

  // --- Small things ---------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-bt-print]")) window.print();
    // An open menu closes when one looks elsewhere.
    all("details[data-bt-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = find("details[data-bt-menu][open]");
    if (menu) {
      menu.open = false;
      find("summary", menu).focus();
    }
  });
})();
