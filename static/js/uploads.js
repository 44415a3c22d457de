// The list below an upload field: what was chosen, what is too large, and a way to take one out again.
const units = ["B", "KB", "MB", "GB"];

function readable(bytes, language) {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size.toLocaleString(language, { maximumFractionDigits: unit ? 1 : 0 })} ${units[unit]}`;
}

function row(zone, input, file, index) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = file.name;
  const size = document.createElement("span");
  size.className = "muted nowrap";
  size.textContent = readable(file.size, document.documentElement.lang);
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "utrecht-button utrecht-button--subtle";
  remove.textContent = zone.dataset.remove;
  remove.setAttribute("aria-label", `${zone.dataset.remove}: ${file.name}`);
  remove.addEventListener("click", () => {
    const rest = new DataTransfer();
    [...input.files].filter((_, at) => at !== index).forEach((kept) => rest.items.add(kept));
    input.files = rest.files;
    show(zone, input);
    input.focus();
  });
  item.append(name, size);
  if (Number(zone.dataset.limit) && file.size > Number(zone.dataset.limit)) {
    const problem = document.createElement("span");
    problem.className = "upload__problem";
    problem.textContent = zone.dataset.tooLarge;
    item.append(problem);
  }
  item.append(remove);
  return item;
}

function show(zone, input) {
  const list = zone.querySelector(".upload__files");
  list.replaceChildren(...[...input.files].map((file, index) => row(zone, input, file, index)));
}

for (const zone of document.querySelectorAll(".upload")) {
  const input = zone.querySelector("input[type=file]");
  input.addEventListener("change", () => show(zone, input));
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("upload--over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("upload--over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const all = new DataTransfer();
    const dropped = [...event.dataTransfer.files];
    const kept = input.multiple ? [...input.files, ...dropped] : dropped.slice(0, 1);
    kept.forEach((file) => all.items.add(file));
    input.files = all.files;
    show(zone, input);
  });
}
