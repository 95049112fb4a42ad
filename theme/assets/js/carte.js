// La carte : nos contours, un cercle par commune de siège, son aire dit le nombre. Elle n’a pas d’état à elle :
// elle montre les lignes de la liste, et un cercle choisi est un filtre comme un autre.
import "../vendor/leaflet.js";
import { annoncer } from "./site.js";
import { el, lireJson, pluriel } from "./elements.js";

const { L } = globalThis;
/** Le rayon d’un cercle d’une structure, et du plus grand cercle, en pixels : ceux du dessin (spaser/rendering/drawing.py). */
const UNITE = 4;
const MAXI = 34;
const IGN = "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}";
const CREDIT_IGN = '<a href="https://www.ign.fr/">IGN</a>, Plan IGN v2';

function feuilleDeStyle() {
  const lien = el("link", { rel: "stylesheet", href: new URL("../vendor/leaflet.css", import.meta.url).href });
  return new Promise((pret, echec) => {
    lien.addEventListener("load", pret, { once: true });
    lien.addEventListener("error", echec, { once: true });
    document.head.prepend(lien);
  });
}

const anneaux = (contour) => contour.map((anneau) => anneau.map(([longitude, latitude]) => [latitude, longitude]));

export class Carte {
  /** Remplace le dessin par la carte, de même taille. */
  static async ouvrir(zone, explorateur) {
    const { moteur } = explorateur;
    const [{ contours }] = await Promise.all([lireJson(moteur.adresse(moteur.entete.contours)), feuilleDeStyle()]);
    return new Carte(zone, explorateur, contours);
  }

  constructor(zone, explorateur, contours) {
    this.moteur = explorateur.moteur;
    this.choisir = (codes) => explorateur.changer({ choix: { ...explorateur.etat.choix, siege: codes } });
    this.fond = zone.querySelector("[data-fond]");
    this.etat = zone.querySelector("[data-carte-etat]");
    this.bouton = zone.querySelector("[data-ign]");
    this.cercles = new Map();
    this.#poser(contours);
    this.#cercler();
    this.bouton.hidden = false;
    this.bouton.addEventListener("click", () => this.#basculer());
    this.fond.addEventListener("keydown", (e) => this.#clavier(e));
    this.fond.carte = this;
  }

  #poser(contours) {
    const cadre = el("div", { className: "carte-fond__carte" });
    this.fond.replaceChildren(cadre);
    this.carte = L.map(cadre, { zoomControl: false, scrollWheelZoom: false, keyboard: false, dragging: !L.Browser.mobile, zoomSnap: 0.25, attributionControl: false, minZoom: 6, maxZoom: 15, fadeAnimation: false, zoomAnimation: false });
    L.control.zoom({ zoomInTitle: "Agrandir la carte", zoomOutTitle: "Réduire la carte", zoomInText: "+", zoomOutText: "−" }).addTo(this.carte);
    this.credits = L.control.attribution({ prefix: false }).addTo(this.carte);
    const traces = Object.values(contours).map(anneaux);
    if (traces.length) L.polygon(traces, { className: "carte__contour", interactive: false }).addTo(this.carte);
    const points = traces.flat(2);
    this.cadre = L.latLngBounds(points.length ? points : this.moteur.communes.points.filter(Boolean));
    this.carte.fitBounds(this.cadre, { padding: [6, 6], animate: false });
  }

  /** Un cercle par commune qui a un siège, les plus grands d’abord pour que les petits restent au-dessus. */
  #cercler() {
    const { codes, libelles, groupes, lignes } = this.moteur.colonnes.siege;
    const totaux = new Uint32Array(codes.length);
    for (const groupe of lignes) totaux[groupes[groupe][0]]++;
    this.unite = Math.min(UNITE, MAXI / Math.sqrt(Math.max(1, ...totaux)));
    codes.forEach((code, rang) => {
      const point = this.moteur.pointDe(code);
      if (point) this.cercles.set(code, { rang, nom: libelles[rang], point, nombre: 0, lignes: [], pose: null });
    });
  }

  /** Montre ce que montre la liste. Les communes hors du filtre « siège » restent, en retrait, pour qu’on puisse les choisir. */
  montrer({ lignes, comptes, etat }) {
    this.choix = etat.choix.siege ?? new Set();
    const { siege } = this.moteur.colonnes;
    const parSiege = siege.codes.map((code) => this.cercles.get(code));
    for (const cercle of this.cercles.values()) cercle.lignes = [];
    let ailleurs = 0;
    for (const ligne of lignes) {
      const cercle = parSiege[siege.groupes[siege.lignes[ligne]][0]];
      if (cercle) cercle.lignes.push(ligne);
      else ailleurs++;
    }
    for (const [code, cercle] of this.cercles) this.#regler(code, cercle, comptes.siege[cercle.rang]);
    this.#ordonner();
    const reste = ailleurs ? ` ${pluriel(ailleurs, "structure a son siège", "structures ont leur siège")} hors de la carte.` : "";
    this.etat.textContent = `${pluriel(lignes.length - ailleurs, "structure")} dans ${pluriel([...this.cercles.values()].filter((c) => c.lignes.length).length, "commune")}.${reste}`;
  }

  /** Ne touche que ce qui change : un cercle écrit est un cercle que le navigateur repeint. */
  #regler(code, cercle, nombre) {
    if (!nombre) {
      cercle.pose?.remove();
      cercle.pose = null;
      cercle.nombre = 0;
      return;
    }
    const rayon = this.unite * Math.sqrt(nombre);
    cercle.pose ??= this.#neuf(code, cercle, rayon);
    const trace = cercle.pose.getElement();
    if (cercle.nombre !== nombre) {
      if (cercle.nombre) cercle.pose.setRadius(rayon);
      trace.setAttribute("aria-label", `${cercle.nom}\u00a0: ${pluriel(nombre, "structure")}`);
    }
    cercle.nombre = nombre;
    const choisie = String(this.choix.has(code));
    if (trace.getAttribute("aria-pressed") !== choisie) trace.setAttribute("aria-pressed", choisie);
    trace.classList.toggle("carte__cercle--retrait", this.choix.size > 0 && choisie === "false");
  }

  #neuf(code, cercle, rayon) {
    const pose = L.circleMarker(cercle.point, { radius: rayon, className: "carte__cercle", bubblingMouseEvents: false }).addTo(this.carte);
    const trace = pose.getElement();
    for (const [nom, valeur] of Object.entries({ role: "button", tabindex: "-1", "data-commune": code })) trace.setAttribute(nom, valeur);
    pose.on("click", () => this.#basculerCommune(code));
    pose.bindTooltip(() => trace.getAttribute("aria-label"), { direction: "top", offset: [0, -4] });
    return pose;
  }

  /** Choisir un cercle ne garde que ses structures ; le choisir encore les rend toutes. La liste s’ouvre, le focus y va. */
  #basculerCommune(code) {
    const deja = this.choix.size === 1 && this.choix.has(code);
    this.choisir(new Set(deja ? [] : [code]));
    document.querySelector("[data-compte]").focus({ preventScroll: true });
    document.querySelector(".exploration__tete").scrollIntoView({ block: "nearest" });
  }

  // — Clavier : une seule halte ; les flèches vont d’un cercle à l’autre, du nord au sud —

  #ordonner() {
    this.duNord ??= [...this.cercles.values()].sort((a, b) => b.point[0] - a.point[0] || a.point[1] - b.point[1]);
    this.ordre = this.duNord.filter(({ pose }) => pose).map(({ pose }) => pose.getElement());
    const courant = this.ordre.includes(document.activeElement) ? document.activeElement : this.ordre[0];
    for (const trace of this.ordre) {
      const voulu = trace === courant ? "0" : "-1";
      if (trace.getAttribute("tabindex") !== voulu) trace.setAttribute("tabindex", voulu);
    }
  }

  #clavier(e) {
    const ici = this.ordre.indexOf(e.target);
    if (ici < 0) return;
    if (e.key === "Enter" || e.key === " ") {
      e.preventDefault();
      this.#basculerCommune(e.target.dataset.commune);
      return;
    }
    const suivante = { ArrowDown: ici + 1, ArrowRight: ici + 1, ArrowUp: ici - 1, ArrowLeft: ici - 1, Home: 0, End: this.ordre.length - 1 }[e.key];
    const trace = this.ordre[suivante];
    if (!trace) return;
    e.preventDefault();
    e.target.setAttribute("tabindex", "-1");
    trace.setAttribute("tabindex", "0");
    trace.focus();
  }

  // — Le plan de l’IGN, seulement si on le demande —

  #basculer() {
    const oui = this.bouton.getAttribute("aria-pressed") !== "true";
    this.plan ??= L.tileLayer(IGN, { attribution: CREDIT_IGN, maxNativeZoom: 18 });
    if (oui) this.plan.addTo(this.carte);
    else this.plan.remove();
    this.bouton.setAttribute("aria-pressed", String(oui));
    this.fond.classList.toggle("carte-fond--plan", oui);
    annoncer(oui ? "Plan de l’IGN affiché." : "Plan de l’IGN retiré.");
  }

  /** Les identifiants des structures que montrent les cercles posés et choisis : ceux de la liste. */
  ids() {
    return [...this.cercles.values()].filter(({ pose }) => pose).flatMap(({ lignes }) => lignes.map((ligne) => this.moteur.ids[ligne]));
  }
}
