"""Conduit le formulaire comme une personne : ouvre un dépôt local, cherche un champ, écrit, choisit, enregistre.

Le dépôt local est le système de fichiers privé du navigateur (OPFS) : mêmes poignées que le sélecteur de dossier,
qui demande un geste qu'un navigateur sans écran ne peut pas faire.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

#: Le sélecteur de dossier rend la racine d'OPFS, dont la permission est toujours accordée.
PICKER = """window.showDirectoryPicker = () => navigator.storage.getDirectory();
FileSystemHandle.prototype.requestPermission = async () => 'granted';"""
FILL = """async (files) => {
  const root = await navigator.storage.getDirectory();
  await root.getDirectoryHandle('.git', {create: true});
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split('/'), name = parts.pop();
    let folder = root;
    for (const part of parts) folder = await folder.getDirectoryHandle(part, {create: true});
    const writable = await (await folder.getFileHandle(name, {create: true})).createWritable();
    await writable.write(text);
    await writable.close();
  }
}"""
READ = """async () => {
  const found = {};
  const walk = async (folder, base) => {
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === 'directory') await walk(handle, `${base}${name}/`);
      else found[base + name] = await (await handle.getFile()).text();
    }
  };
  await walk(await navigator.storage.getDirectory(), '');
  return found;
}"""


def files(project: Path) -> dict[str, str]:
    """Les référentiels d'un projet, par chemin depuis sa racine."""
    return {path.relative_to(project).as_posix(): path.read_text(encoding="utf-8") for path in sorted((project / "referentials").rglob("*.yml"))}


@dataclass
class Form:
    """Le formulaire, ouvert sur un dépôt local ; retient les adresses appelées et les erreurs."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, browser: Browser, address: str, data: dict[str, str]) -> Form:
        """Ouvre la page dans un navigateur anglais, et choisit le dépôt local."""
        page = browser.new_context(viewport={"width": 1300, "height": 1000}, locale="en-GB").new_page()
        form = cls(page, f"{address}edition/")
        page.on("request", lambda request: form.requests.append(request.url))
        page.on("pageerror", lambda error: form.errors.append(str(error)))
        page.on("console", lambda message: form.errors.append(message.text) if message.type == "error" else None)
        page.add_init_script(PICKER)
        page.goto(f"{form.address}licences/sveltia-cms.txt")
        page.evaluate(FILL, data)
        form.errors.clear()  # ce texte n'a pas d'icône
        page.goto(form.address)
        page.get_by_role("button", name="Travailler avec un dépôt local").click()
        page.get_by_role("button", name="Créer une entrée", exact=True).wait_for()
        return form

    def go(self, route: str) -> None:
        """Ouvre une entrée, ou une entrée neuve."""
        self.page.goto(f"{self.address}#/collections/{route}")
        self.page.locator("[data-key-path]").first.wait_for()

    def reach(self, key: str) -> Locator:
        """Le champ de ce chemin, une fois qu'on a défilé jusqu'à lui : les champs paraissent à l'approche."""
        found = self.page.locator(f'[data-key-path="{key}"]')
        self.page.mouse.move(600, 600)
        for _ in range(80):
            if found.count():
                break
            self.page.mouse.wheel(0, 900)
            self.page.wait_for_timeout(50)
        found.first.scroll_into_view_if_needed()
        return found.first

    def write(self, key: str, text: str) -> None:
        """Écrit dans un champ de texte, de nombre ou de date."""
        box = self.reach(key).locator("input, textarea").first
        box.fill(text)
        box.blur()

    def choose(self, key: str, name: str) -> None:
        """Choisit une valeur par son libellé, dans des boutons ou dans une liste déroulante."""
        found = self.reach(key)
        radio = found.get_by_role("radio", name=name, exact=True).or_(found.get_by_role("checkbox", name=name, exact=True))
        if radio.count():
            radio.first.click()
            return
        found.get_by_role("combobox").first.click()
        option = self.page.get_by_role("option", name=name, exact=True).first
        option.click()
        option.wait_for(state="hidden")

    def unfold(self, key: str) -> None:
        """Déplie le premier élément replié d'une liste."""
        self.reach(key).get_by_role("button", name="Développer").first.click()
        self.page.locator(f'[data-key-path="{key}.0.id"]').wait_for()

    def save(self) -> None:
        """Enregistre ; la page rend alors la main à la liste."""
        self.page.get_by_role("button", name="Enregistrer", exact=True).click()
        self.page.wait_for_url(lambda url: "/entries/" not in url and not url.endswith("/new"), timeout=10_000)

    def read(self) -> dict[str, str]:
        """Ce que le dépôt local contient à présent."""
        found: dict[str, str] = self.page.evaluate(READ)
        return found

    def close(self) -> None:
        """Ferme le navigateur de la personne."""
        self.page.context.close()
