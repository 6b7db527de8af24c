// Says on the button how many people are ticked: "Aanbieden aan 2 mensen"; a tick may stand for more (data-many). Without this the button says less and does the same.
for (const group of document.querySelectorAll("[data-count]")) {
  const form = group.form, button = form.querySelector("button:not([name])"), plain = button.textContent;
  const tell = () => {
    const many = [...group.querySelectorAll("input:checked")].reduce((sum, one) => sum + Number(one.dataset.many ?? 1), 0);
    button.textContent = many ? `${group.dataset.count} ${many} ${many === 1 ? "persoon" : "mensen"}` : plain;
  };
  group.addEventListener("change", tell);
  tell();
}
