#!/usr/bin/env bash
# Prépare une machine : « python » fait l'environnement .venv depuis le verrou, « navigateur » trouve ou installe Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."

dire() { printf '%s\n' "$*" >&2; }

installer() {  # paquets Debian, si l'on en a le droit
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        dire "Installation de : $*"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    else
        dire "Il manque : $*. Les installer (par exemple : sudo apt-get install $*), puis recommencer."
        exit 1
    fi
}

trouver_python() {
    for nom in python3.13 python3.12 python3.11 python3; do
        if command -v "$nom" >/dev/null && "$nom" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$nom"
            return
        fi
    done
    dire "Python 3.11 ou plus récent est nécessaire."
    exit 1
}

python_pret() {
    local python
    python=$(trouver_python)
    dire "Préparation de l'environnement Python (une minute environ, la première fois)."
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        installer python3-venv
    fi
    [ -x .venv/bin/pip ] || "$python" -m venv --clear .venv
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
    .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
}

navigateur_pret() {
    local nom
    for nom in chromium-headless-shell chromium chromium-browser; do
        command -v "$nom" >/dev/null && return
    done
    # Sans ses fenêtres, Chromium ouvre une page deux fois plus vite ; tous les systèmes ne l'offrent pas à part.
    [ "$(id -u)" != 0 ] || apt-get update -qq || true
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
        installer chromium-headless-shell
    else
        installer chromium
    fi
}

case "${1:-}" in
    python) python_pret ;;
    navigateur) navigateur_pret ;;
    *) dire "Usage : scripts/preparer.sh python|navigateur"; exit 2 ;;
esac
