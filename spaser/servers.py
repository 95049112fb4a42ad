"""Les réglages d'un serveur web, à copier : sécurité, cache, compression, adresses des fiches remplacées, site interne hors des moteurs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from spaser.model import GENRES
from spaser.model.base import Audience
from spaser.publication import Edition

#: Le site n'a ni script ni style dans ses pages ; la recherche exécute du WebAssembly, et la carte peut demander son fond à l'IGN.
CSP = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self'",
    "img-src": "'self' data: https://data.geopf.fr",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
POLICY = "; ".join(f"{name} {value}" for name, value in CSP.items())
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Strict-Transport-Security": "max-age=31536000",
}
COMPRESSED = "text/css text/plain text/csv text/calendar text/javascript application/javascript application/json application/atom+xml image/svg+xml"
NO_INDEX = "noindex, nofollow"
#: Une page se revérifie à chaque fois ; ce qui l'habille change avec une édition, l'index de recherche porte son empreinte.
PAGES_CACHE, ASSETS_CACHE, INDEX_CACHE = "no-cache", "public, max-age=3600", "public, max-age=31536000, immutable"
#: Le formulaire d'édition a sa propre politique, dans sa page.
FORM = "/edition/"


def redirects(edition: Edition) -> Iterator[tuple[str, str]]:
    """Les fiches retirées et celle qui remplace chacune. Une fiche retirée garde sa page ; l'adresse ne sert que si la page a disparu."""
    for kind, genre in GENRES.items():
        held = edition.entrees[kind]
        for entry in held.values():
            if entry.retire_le and entry.remplace_par in held:
                yield f"/{genre.url}/{entry.id}/", f"/{genre.url}/{entry.remplace_par}/"


def nginx(edition: Edition, folder: str) -> str:
    """Deux blocs : la table des adresses remplacées, puis le serveur."""
    moved = "".join(f"    {old} {new};\n" for old, new in redirects(edition))
    headers = "".join(f'    add_header {name} "{value}" always;\n' for name, value in _headers(edition.audience))
    return f"""# nginx : à placer dans conf.d/. Engendré par « spaser serveur nginx ».
map $uri $fiche_remplacante {{
    default "";
{moved}}}
map $uri $cache_de_la_page {{
    default "{PAGES_CACHE}";
    ~^/pagefind/(fragment|index)/ "{INDEX_CACHE}";
    ~^/assets/ "{ASSETS_CACHE}";
}}
{_nginx_policy()}server {{
    listen 443 ssl;
    server_name {host(edition)};
    # ssl_certificate et ssl_certificate_key : à compléter.
    root {folder};
    index index.html;
    error_page 404 /404.html;
    charset utf-8;
    gzip on;
    gzip_types {COMPRESSED};
    add_header Cache-Control $cache_de_la_page always;
    add_header Content-Security-Policy $politique always;
{headers}    location / {{
        try_files $uri $uri/ @absente;
    }}
    location @absente {{
        if ($fiche_remplacante) {{ return 301 $fiche_remplacante; }}
        return 404;
    }}
    location ~ /\\. {{ deny all; }}
}}
"""


def _nginx_policy() -> str:
    return f'map $uri $politique {{\n    default "{POLICY}";\n    ~^{FORM} "";\n}}\n'


#: Une page qui existe se sert telle quelle.
APACHE_GUARD = (
    'RewriteCond "%{DOCUMENT_ROOT}%{REQUEST_URI}" -f [OR]',
    'RewriteCond "%{DOCUMENT_ROOT}%{REQUEST_URI}" -d',
    'RewriteRule "^" "-" [L]',
)


def apache(edition: Edition, folder: str) -> str:
    """Un hôte virtuel."""
    moved = "".join(f'        RewriteRule "^{old}$" "{new}" [R=301,L]\n' for old, new in redirects(edition))
    guard = "".join(f"        {line}\n" for line in APACHE_GUARD)
    headers = "".join(f'    Header always set {name} "{value}"\n' for name, value in _headers(edition.audience))
    return f"""# Apache 2.4 : modules headers, rewrite, deflate, ssl. Engendré par « spaser serveur apache ».
<VirtualHost *:443>
    ServerName {host(edition)}
    # SSLCertificateFile et SSLCertificateKeyFile : à compléter.
    DocumentRoot "{folder}"
    DirectoryIndex index.html
    ErrorDocument 404 /404.html
    AddDefaultCharset utf-8
    AddOutputFilterByType DEFLATE text/html {COMPRESSED}
{headers}    Header always set Content-Security-Policy "{POLICY}" "expr=! %{{REQUEST_URI}} =~ m#^{FORM}#"
    Header always set Cache-Control "{PAGES_CACHE}"
    <LocationMatch "^/assets/">
        Header always set Cache-Control "{ASSETS_CACHE}"
    </LocationMatch>
    <LocationMatch "^/pagefind/(fragment|index)/">
        Header always set Cache-Control "{INDEX_CACHE}"
    </LocationMatch>
    <LocationMatch "/\\.">
        Require all denied
    </LocationMatch>
    <Directory "{folder}">
        Options -Indexes
        AllowOverride None
        Require all granted
    </Directory>
    <IfModule mod_rewrite.c>
        RewriteEngine On
{guard}{moved}    </IfModule>
</VirtualHost>
"""


def caddy(edition: Edition, folder: str) -> str:
    """Un site ; Caddy obtient lui-même son certificat."""
    moved = "".join(f"        redir {old} {new} permanent\n" for old, new in redirects(edition))
    headers = "".join(f'        {name} "{value}"\n' for name, value in _headers(edition.audience))
    return f"""# Caddy 2. Engendré par « spaser serveur caddy ».
{host(edition)} {{
    root * {folder}
    encode zstd gzip
    header {{
{headers}        Cache-Control "{PAGES_CACHE}"
    }}
    @pages not path {FORM}*
    header @pages Content-Security-Policy "{POLICY}"
    @habillage path /assets/*
    header @habillage Cache-Control "{ASSETS_CACHE}"
    @recherche path /pagefind/fragment/* /pagefind/index/*
    header @recherche Cache-Control "{INDEX_CACHE}"
    @cachee path_regexp /\\.
    respond @cachee 403
    @absente not file {{path}} {{path}}/index.html
    route @absente {{
{moved}    }}
    file_server
    handle_errors {{
        rewrite * /404.html
        file_server
    }}
}}
"""


WRITERS: dict[str, Callable[[Edition, str], str]] = {"nginx": nginx, "apache": apache, "caddy": caddy}


def host(edition: Edition) -> str:
    """Le nom du serveur, d'après l'adresse du site."""
    buyer = edition.collectivite
    address = (buyer.url_interne or "https://interne.exemple.example") if edition.audience == "interne" else buyer.url_public
    return urlsplit(address).hostname or "localhost"


def _headers(audience: Audience) -> list[tuple[str, str]]:
    return [*HEADERS.items(), *([("X-Robots-Tag", NO_INDEX)] if audience == "interne" else [])]
