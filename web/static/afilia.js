/* Small improvements; every page works without this file. */
(() => {
  "use strict";

  // A form is sent once: a second press while the first is on its way does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.keep) return; // kept and sent by the page's own script
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 5000); // a download leaves the page as it is
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // The way out replaces the page, so that the back button does not return here; Esc three times does the same.
  const exit = document.querySelector("a[data-leave]");
  if (exit) {
    const leave = (event) => {
      event.preventDefault();
      location.replace(exit.href);
    };
    let presses = [];
    exit.addEventListener("click", leave);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      presses = [...presses.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
      if (presses.length >= 3) leave(event);
    });
  }

  // Passwords can be looked at while they are typed.
  document.querySelectorAll("input[data-reveal]").forEach((input) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.addEventListener("change", () => { input.type = box.checked ? "text" : "password"; });
    label.className = "reveal";
    label.append(box, " ", input.dataset.reveal);
    input.after(label);
  });

  // A file that is too large is told at once, not after it has been sent.
  document.querySelectorAll("input[type=file][data-most]").forEach((input) => {
    input.addEventListener("change", () => {
      const large = [...input.files].some((file) => file.size > Number(input.dataset.most));
      input.setCustomValidity(large ? input.dataset.tooLarge : "");
      if (large) input.reportValidity();
    });
  });

  // What a visit keeps on this telephone goes when somebody signs out, and after half a day in any case.
  const HALF_A_DAY = 12 * 3600 * 1000;
  const forget = (isOver) => Object.keys(localStorage).filter((name) => name.startsWith("afilia-visit:"))
    .filter((name) => isOver(Number(localStorage.getItem(name).split(".")[0]))).forEach((name) => localStorage.removeItem(name));
  try {
    forget((at) => Date.now() - at > HALF_A_DAY);
    document.addEventListener("submit", (event) => {
      if (!event.defaultPrevented && "signOut" in event.target.dataset) forget(() => true);
    });
  } catch { /* a browser that keeps nothing */ }

  // Long work goes on by itself, one stretch for each request.
  document.querySelector("form[data-goes-on]")?.requestSubmit();

  // A refused form says so first to those who listen, and the back button finds its page without asking to send it again.
  const refused = document.querySelector(".error-summary");
  refused?.focus();
  if (refused && document.querySelector("main form[method=post]")?.action === location.href) {
    history.replaceState(null, "", location.href);
  }
})();
