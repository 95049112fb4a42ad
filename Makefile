# Les commandes du projet. « make » seul en donne la liste.
SHELL := /bin/bash
.DEFAULT_GOAL := aide
PRET := .venv/.pret
BIN := .venv/bin
AUDIENCE ?= publique
ADRESSE ?= 127.0.0.1:8000
TAILLE ?= M
TOURS ?= 5
CONFIG := $(if $(filter interne,$(AUDIENCE)),mkdocs.interne.yml,mkdocs.yml)
export NO_MKDOCS_2_WARNING := 1

.PHONY: aide site archive test test-rapide matrice servir verifier formater generer style verrou sbom bench propre

aide:  ## cette liste
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

site: $(PRET)  ## installe ce qu'il faut et bâtit les deux sites dans build/
	@$(BIN)/spaser construire

archive: $(PRET)  ## l'édition hors ligne du site public, en zip (ANNEE=2027)
	@$(BIN)/spaser construire --audience publique && $(BIN)/spaser archiver --annee $(or $(ANNEE),$(error donner l'année : make archive ANNEE=2027))

test: $(PRET) navigateur  ## installe ce qu'il faut et passe tous les tests (MATRICE=1 : la matrice d'axe aussi)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/pytest $(if $(MATRICE),-m "")

test-rapide: $(PRET)  ## les tests sans navigateur
	@$(BIN)/pytest tests/data tests/code

matrice: $(PRET) navigateur  ## axe sur chaque sorte de page, apparence, largeur et état
	@$(BIN)/pytest -m matrice tests/site

servir: $(PRET)  ## aperçu qui se met à jour (AUDIENCE=interne pour le site interne)
	@$(BIN)/mkdocs serve -f $(CONFIG) -a $(ADRESSE)

verifier: $(PRET)  ## contrôle les référentiels
	@$(BIN)/spaser verifier

formater: $(PRET)  ## met les référentiels au format canonique
	@$(BIN)/spaser formater

generer: $(PRET)  ## réécrit schémas et tables tirés des modèles
	@$(BIN)/spaser generer

style: $(PRET)  ## met le code en forme
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

verrou: $(PRET)  ## recalcule requirements.lock d'après pyproject.toml
	@$(BIN)/pip install -q uv && $(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q -o requirements.lock

sbom: $(PRET)  ## écrit build/sbom.cdx.json, la liste de tout ce dont le produit dépend (CycloneDX)
	@$(BIN)/python scripts/sbom.py build/sbom.cdx.json

bench: $(PRET)  ## mesure ce produit à côté de MkDocs et de Hugo (TAILLE=S, M ou L, TOURS=5)
	@$(BIN)/python scripts/banc.py --taille $(TAILLE) --tours $(TOURS)

propre:  ## enlève tout ce qui se refait
	@rm -rf .venv build .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

.PHONY: navigateur
navigateur:
	@scripts/preparer.sh navigateur

$(PRET): requirements.lock pyproject.toml scripts/preparer.sh
	@scripts/preparer.sh python
	@touch $@
