"""La page du formulaire : le programme, sa configuration, et une politique qui n'ouvre que la forge réglée."""

from __future__ import annotations

from markupsafe import Markup, escape

#: Sans forge réglée, seul le dépôt local se choisit : l'autre bouton de la page d'accueil n'aurait rien à ouvrir.
_LOCAL_ONLY = Markup("<style>.buttons>.button.secondary{{display:none}}</style>\n").format()
#: Le programme s'installe dans la région principale, sous le titre qui lui manque (RGAA 9.1, 9.2) ; ses comptes pâles prennent la couleur du texte (3.2).
_PAGE = Markup(
    """<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<link rel="icon" href="../assets/images/marque.svg">
<link rel="cms-config-url" href="config.yml" type="text/yaml">
<style>body{{margin:0}}main>h1{{position:absolute;clip-path:inset(50%);inline-size:1px;block-size:1px;overflow:hidden}}.count{{color:inherit!important;opacity:1!important}}</style>
{style}<script src="sveltia-cms.js" defer></script>
</head>
<body>
<main><h1>{title}</h1><div id="nc-root"></div></main>
<noscript><p>Le formulaire demande JavaScript. Sans lui, les fichiers se modifient sur la forge : voir le guide du site interne.</p></noscript>
</body>
</html>
"""
)


def policy(origins: tuple[str, ...]) -> str:
    """La politique de sécurité du contenu : rien de tiers, hormis la forge."""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": " ".join(("'self'", "blob:", "data:", *origins)),
        "manifest-src": "blob:",
        "worker-src": "'self' blob:",
        "frame-src": "'self' blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def page(title: str, origins: tuple[str, ...], *, local_only: bool) -> bytes:
    """La page HTML."""
    return _PAGE.format(policy=policy(origins), title=escape(title), style=_LOCAL_ONLY if local_only else "").encode()
