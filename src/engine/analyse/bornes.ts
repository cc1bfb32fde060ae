/**
 * Scenarios at each boundary of a file: for each comparison of each rule, cases where it alone decides
 * whether the rule
 * holds, at the threshold and one unit on each side; around each scenario, the two cells between which the
 * decision changes;
 * each parameter change; each needed fact missing. What they expect is what the file decides now.
 */
import type { Valeur } from '#src/engine/cel/unites.ts';
import type { JeuCompile, RegleCompilee } from '#src/engine/jeu-compile.ts';
import type { Feuille, Normale } from '#src/engine/conditions.ts';
import { OPERATEURS, estUneFeuille, feuilles, valeurDeLOperande } from '#src/engine/conditions.ts';
import { Jour, ajouterJours } from '#src/engine/dates.ts';
import type { DeclarationDeFait, Scenario, TypeDeFait, ValeurJson } from '#src/engine/format.ts';
import { Nombre } from '#src/engine/nombre.ts';
import type { ParametresEnVigueur } from '#src/engine/parametres.ts';
import { estApplicable } from '#src/engine/versions.ts';
import { datesDeChangement } from '#src/engine/parametres.ts';
import { abstraire, sontEgaux } from './abstrait.ts';
import { voisins } from './cellules.ts';
import { pasDe } from './concretisation.ts';
import { datesDesEpoques } from './epoques.ts';
import { entier } from './formes.ts';
import { faitsLus, lusPar } from './lectures.ts';
import type { Cas, Observation } from './observation.ts';
import { attenduDe, observer } from './observation.ts';
import { enScenario, valeurEnClair } from './phrases.ts';
import { Recherche } from './recherche.ts';

/** Pairs of neighbouring cells kept around the scenarios, per fact and change of decision. */
const BASES_MAX = 40;

const dejaFaits = new WeakMap<JeuCompile, readonly Scenario[]>();

/** Scenarios at the boundaries, titled in French, without two on the same case. */
export function scenariosAuxBornes(jeu: JeuCompile): readonly Scenario[] {
  const connus = dejaFaits.get(jeu) ?? genererScenarios(jeu);
  dejaFaits.set(jeu, connus);
  return connus;
}

function genererScenarios(jeu: JeuCompile): Scenario[] {
  const recolte = new Recolte(jeu);
  for (const date of datesDesEpoques(jeu)) {
    const recherche = new Recherche(jeu, date);
    for (const regle of jeu.regles)
      for (const feuille of feuilles(regle.condition))
        bornesDeLaComparaison(recherche, regle, feuille, recolte);
    bornesVoisines(recherche, recolte);
  }
  changementsDeParametres(jeu, recolte);
  faitsAbsents(jeu, recolte);
  return recolte.scenarios;
}

class Recolte {
  readonly scenarios: Scenario[] = [];
  readonly #vus = new Set<string>();
  readonly #jeu: JeuCompile;

  constructor(jeu: JeuCompile) {
    this.#jeu = jeu;
    for (const { date, etantDonne } of jeu.fichier.scenarios) this.#vus.add(cleDuCas(jeu, date, etantDonne));
  }

  ajouter(titre: string, date: string, cas: Cas, observation: Observation): void {
    const cle = cleDuCas(this.#jeu, date, cas);
    if (this.#vus.has(cle) || !attenduDe(observation)) return;
    this.#vus.add(cle);
    this.scenarios.push(
      enScenario(this.#jeu, `BORNE-${this.scenarios.length + 1}`, titre, date, cas, observation),
    );
  }
}

function cleDuCas(jeu: JeuCompile, date: string, cas: Cas): string {
  return JSON.stringify([date, [...jeu.faits.keys()].map((nom) => cas[nom] ?? null)]);
}

/** A value a comparison is tried at, and how it reads. */
interface Position {
  readonly valeur: Valeur;
  readonly enClair: string;
}

function bornesDeLaComparaison(
  recherche: Recherche,
  { declaration, condition }: RegleCompilee,
  feuille: Feuille,
  recolte: Recolte,
): void {
  const { jeu, date } = recherche;
  const { parametres } = jeu.instantane(date);
  const libelle =
    jeu.faits.get(feuille.fait)?.libelle ?? jeu.fichier.faitsDerives[feuille.fait]?.libelle ?? feuille.fait;
  for (const { valeur, enClair } of positionsDe(jeu, feuille, parametres)) {
    const abstraite = abstraire(valeur);
    const reponse = recherche.poser(
      {
        symbolique: (lecteur) => {
          const lue = lecteur.valeur(feuille.fait);
          return (
            lue !== undefined &&
            sontEgaux(lecteur.chemin, lue, abstraite) &&
            depend(condition, feuille, (autre) => lecteur.tient(autre))
          );
        },
        concrete: (observation) =>
          observation.genre === 'decide' &&
          OPERATEURS.equal(observation.valeur(feuille.fait), valeur) &&
          depend(condition, feuille, (autre) =>
            OPERATEURS[autre.operateur](observation.valeur(autre.fait), valeurDeLOperande(autre, parametres)),
          ),
        lit: lusPar(condition),
      },
      ESSAIS_PAR_BORNE,
    );
    if (reponse.genre === 'cas')
      recolte.ajouter(`${declaration.id} : ${libelle} ${enClair}`, date, reponse.cas, reponse.observation);
  }
}

const ESSAIS_PAR_BORNE = 300;

/** Does this comparison alone decide whether the condition holds? */
function depend(condition: Normale, feuille: Feuille, tient: (autre: Feuille) => boolean): boolean {
  const avec = (reponse: boolean): boolean =>
    evaluer(condition, (autre) => (autre === feuille ? reponse : tient(autre)));
  return avec(true) && !avec(false);
}

function evaluer(condition: Normale, tient: (feuille: Feuille) => boolean): boolean {
  if (estUneFeuille(condition)) return tient(condition);
  return condition.groupe === 'all'
    ? condition.conditions.every((enfant) => evaluer(enfant, tient))
    : condition.conditions.some((enfant) => evaluer(enfant, tient));
}

/** The threshold and one unit on each side, or each value of the domain. */
function positionsDe(jeu: JeuCompile, feuille: Feuille, parametres: ParametresEnVigueur): Position[] {
  const declaration = jeu.faits.get(feuille.fait) ?? jeu.fichier.faitsDerives[feuille.fait];
  if (!declaration) return [];
  const { type, valeurs, libelles } = declaration;
  if (type === 'booleen')
    return [true, false].map((valeur) => ({ valeur, enClair: `= ${valeurEnClair(type, valeur)}` }));
  if (valeurs) return valeurs.map((valeur) => ({ valeur, enClair: `= ${libelles?.[valeur] ?? valeur}` }));
  const operande = valeurDeLOperande(feuille, parametres);
  const seuils: readonly Valeur[] = Array.isArray(operande) ? operande : [operande];
  return seuils.flatMap((seuil) => autourDuSeuil(type, seuil));
}

function autourDuSeuil(type: TypeDeFait, seuil: Valeur): Position[] {
  const ecrire = (valeur: Valeur, ou: string): Position => ({
    valeur,
    enClair: `${ou} (${valeurEnClair(type, String(valeur))})`,
  });
  const [dessous, egal, dessus] = ['juste en dessous du seuil', 'au seuil', 'juste au-dessus du seuil'];
  if (seuil instanceof Nombre) {
    const decaler = (pas: number): Nombre => seuil.plus(pasDe(type).fois(entier(pas), Nombre), Nombre);
    return [ecrire(decaler(-1), dessous), ecrire(seuil, egal), ecrire(decaler(1), dessus)];
  }
  if (seuil instanceof Jour)
    return [
      ecrire(ajouterJours(seuil, -1), dessous),
      ecrire(seuil, egal),
      ecrire(ajouterJours(seuil, 1), dessus),
    ];
  return [ecrire(seuil, egal)];
}

/** Around each scenario, both cells of each change of decision, once per fact and change. */
function bornesVoisines(recherche: Recherche, recolte: Recolte): void {
  const { jeu, date } = recherche;
  recherche.reperer();
  const faits = faitsLus(jeu, [
    ...jeu.derives.map(({ nom }) => nom),
    ...jeu.regles.flatMap(({ condition }) => lusPar(condition)),
  ]);
  const vus = new Set<string>();
  for (const base of recherche.bases.slice(0, BASES_MAX)) {
    const depart = recherche.observer(base);
    if (!attenduDe(depart)) continue;
    for (const { fait, cas } of voisins(jeu, recherche.coupures, base, faits)) {
      const arrivee = recherche.observer(cas);
      const cle = `${fait}:${empreinteDe(depart)}→${empreinteDe(arrivee)}`;
      if (vus.has(cle) || empreinteDe(depart) === empreinteDe(arrivee) || !attenduDe(arrivee)) continue;
      vus.add(cle);
      const declaration = jeu.faits.get(fait);
      const nom = `« ${declaration?.libelle ?? fait} »`;
      recolte.ajouter(`${nom} avant la borne : ${resumer(depart)}`, date, base, depart);
      const nouvelle = ecrireFait(declaration, cas[fait] ?? null);
      recolte.ajouter(`${nom} = ${nouvelle} : ${resumer(arrivee)}`, date, cas, arrivee);
    }
  }
}

function ecrireFait(declaration: DeclarationDeFait | undefined, valeur: ValeurJson | null): string {
  return valeur === null
    ? 'non renseigné'
    : (declaration?.libelles?.[String(valeur)] ?? valeurEnClair(declaration?.type ?? 'texte', valeur));
}

/** What decides, without the computed amounts. */
function empreinteDe(observation: Observation): string {
  switch (observation.genre) {
    case 'decide':
      return `${observation.etat}|${observation.regles.join()}`;
    case 'incomplet':
      return `manquants|${observation.manquants.join()}`;
    case 'refus':
    case 'defaut':
      return observation.genre;
  }
}

function resumer(observation: Observation): string {
  if (observation.genre === 'decide') return `issue ${observation.issues.join(', ')}`;
  return observation.genre === 'incomplet' ? `il manque ${observation.manquants.join(', ')}` : 'cas refusé';
}

/** The eve and the day of each parameter change, on a scenario whose decision or results change. */
function changementsDeParametres(jeu: JeuCompile, recolte: Recolte): void {
  const { version, applicable } = jeu.fichier;
  for (const date of datesDeChangement(jeu.chronologies)) {
    const veille = ajouterJours(new Jour(date), -1).iso;
    if (![veille, date].every((jour) => estApplicable({ version, applicable }, jour))) continue;
    for (const { etantDonne } of jeu.fichier.scenarios) {
      const [avant, apres] = [observer(jeu, veille, etantDonne), observer(jeu, date, etantDonne)];
      if (JSON.stringify(attenduDe(avant)) === JSON.stringify(attenduDe(apres))) continue;
      recolte.ajouter(
        `Veille du changement de paramètre du ${valeurEnClair('date', date)}`,
        veille,
        etantDonne,
        avant,
      );
      recolte.ajouter(
        `Jour du changement de paramètre : ${valeurEnClair('date', date)}`,
        date,
        etantDonne,
        apres,
      );
    }
  }
}

/** Each fact missing from a scenario that needs it, and from one that does not. */
function faitsAbsents(jeu: JeuCompile, recolte: Recolte): void {
  for (const [nom, { libelle, informatif }] of jeu.faits) {
    if (informatif) continue;
    const vus = new Set<string>();
    for (const { date, etantDonne } of jeu.fichier.scenarios) {
      if ((etantDonne[nom] ?? null) === null) continue;
      const cas = { ...etantDonne, [nom]: null };
      const observation = observer(jeu, date, cas);
      const cle = empreinteDe(observation);
      if (vus.has(cle)) continue;
      vus.add(cle);
      recolte.ajouter(`Sans « ${libelle} » : ${resumer(observation)}`, date, cas, observation);
    }
  }
}
