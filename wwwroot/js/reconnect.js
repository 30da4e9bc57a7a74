// The page's own view of a lost connection. A restarted server has forgotten the page: it is loaded again by itself.
const modal = document.getElementById("components-reconnect-modal");
let waiting = false;

const serverAnswers = () => fetch("/alive", { cache: "no-store" }).then(r => r.status < 500, () => false);

async function reloadWhenBack() {
  if (waiting) return;
  waiting = true;
  while (!await serverAnswers()) await new Promise(done => setTimeout(done, 1000));
  location.reload();
}

async function retry() {
  try {
    if (!await Blazor.reconnect()) location.reload();
  } catch {
    reloadWhenBack();
  }
}

async function resume() {
  try {
    if (!await Blazor.resumeCircuit()) location.reload();
    else modal.close();
  } catch {
    location.reload();
  }
}

modal.addEventListener("components-reconnect-state-changed", event => {
  const state = event.detail.state;
  modal.dataset.state = state;
  if (state === "show" || state === "paused") { if (!modal.open) modal.showModal(); }
  else if (state === "hide") modal.close();
  else if (state === "failed") reloadWhenBack();
  else if (state === "rejected" || state === "resume-failed") location.reload();
});
modal.querySelector("[data-action=retry]").addEventListener("click", retry);
modal.querySelector("[data-action=resume]").addEventListener("click", resume);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && modal.dataset.state === "failed") retry();
});
