// Handing in: each chosen file is sent at once, with its progress. Without this script the button of the form keeps them.
const form = document.querySelector("form[data-portal-upload]");
const zone = form?.querySelector(".upload");
const input = zone?.querySelector("input[type=file]");
const queue = zone?.querySelector(".upload__files");
let busy = 0;

function line(file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  const word = document.createElement("span");
  word.className = "muted";
  word.textContent = zone.dataset.sending;
  item.append(name, bar, word);
  queue.append(item);
  return { item, name, bar, word };
}

function refuse({ item, name, bar, word }, sentence) {
  bar.remove();
  name.remove();
  word.className = "upload__problem";
  word.textContent = sentence.startsWith(name.textContent) ? sentence : `${name.textContent}: ${sentence}`;
  item.setAttribute("role", "alert");
}

// The answer holds the renewed list, and a sentence when this file was refused: that one stays with its file.
function renew(html, shown) {
  const answer = document.createElement("template");
  answer.innerHTML = html;
  const problems = [...answer.content.querySelectorAll(".field__error")];
  problems.forEach((problem) => problem.remove());
  document.getElementById("files").replaceChildren(answer.content);
  if (problems.length) {
    refuse(shown, problems.map((problem) => problem.textContent.trim()).join(" "));
  } else {
    shown.item.remove();
    forgetMissing();
  }
}

// A file is there now: what the page said of its absence no longer holds, at the field and in the summary above it.
function forgetMissing() {
  document.getElementById(`${input.id}_error`)?.remove();
  zone.closest(".field").classList.remove("field--invalid");
  input.removeAttribute("aria-invalid");
  input.setAttribute("aria-describedby", `${input.id}_helptext`);
  const summary = form.querySelector(".error-summary");
  summary?.querySelector(`a[href="#${input.id}"]`)?.closest("li").remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}

function send(file) {
  const shown = line(file);
  const limit = Number(zone.dataset.limit);
  if (limit && file.size > limit) {
    refuse(shown, zone.dataset.tooLarge);
    return Promise.resolve();
  }
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("documents", file);
  const request = new XMLHttpRequest();
  request.open("POST", zone.dataset.url);
  return new Promise((done) => {
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      shown.bar.value = (100 * event.loaded) / event.total;
      if (event.loaded === event.total) shown.word.textContent = zone.dataset.checking;
    });
    request.addEventListener("load", () => {
      if (request.status === 200 && !request.responseURL.includes("/no-link/")) {
        renew(request.responseText, shown);
      } else {
        refuse(shown, request.status === 409 ? request.responseText : zone.dataset.failed);
      }
      done();
    });
    request.addEventListener("error", () => {
      refuse(shown, zone.dataset.failed);
      done();
    });
    request.send(body);
  });
}

async function sendAll() {
  const files = [...input.files];
  if (!files.length) return;
  input.value = "";
  queue.replaceChildren();
  busy += 1;
  for (const file of files) await send(file);
  busy -= 1;
}

if (input) {
  zone.querySelector(".upload__keep").hidden = true;
  input.addEventListener("change", sendAll);
  zone.addEventListener("drop", sendAll);
  form.addEventListener(
    "submit",
    (event) => {
      if (!busy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      document.getElementById("live").textContent = zone.dataset.busy;
      window.alert(zone.dataset.busy);
    },
    true,
  );
}
