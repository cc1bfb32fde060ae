import { z } from 'zod';
import { montrerConstat } from '#admin/definition/refus.ts';
import { ETATS_DE_DECISION, optionDe } from '#admin/definition/libelles.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable, SaisieInvalide } from '#src/kernel/refus.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { valeurTracee } from '#src/kernel/decision/mots.ts';
import { controlerTexte } from '#src/domain/politique/porte/controle.ts';
import {
  fichiersDeRegles,
  chronologie,
  lireBrouillon,
  lireVersion,
} from '#src/domain/politique/consultation/lectures.ts';
import {
  compiler,
  dateEnLettres,
  ErreurDuMoteur,
  evaluateurDirect,
  FaitRefuse,
  type ConditionTracee,
  type FichierClos,
  type JeuCompile,
  type Trace,
  type ValeurJson,
} from '#src/engine/index.ts';
import { CERTITUDES, comparaisonTraceeEnMots, rendre, valeurEnMots } from '#src/engine/rendu/index.ts';
import { ecrireSaisie, lireSaisie } from '#src/engine/text-edit/index.ts';
import { changementsProches } from '#src/engine/voisinage/index.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import { GROUPES } from '#admin/definition/groupes.ts';

const BROUILLON = 'brouillon:';

/** The file to try: a published version by its hash, or a draft. */
async function fichierDe(unite: UniteDeLecture, version: string): Promise<FichierClos> {
  if (!version.startsWith(BROUILLON)) {
    const { genre, canonique } = await lireVersion(unite, version);
    if (genre !== 'regles') throw new Introuvable('Fichier de règles');
    return unite.registre.avecReferentiels(JSON.parse(canonique) as FichierClos, null);
  }
  const brouillon = await lireBrouillon(unite, version.slice(BROUILLON.length));
  const { clos } = await controlerTexte(unite, brouillon, { sansAnalyse: true });
  if (!clos)
    throw new SaisieInvalide(
      'Ce brouillon ne se lit pas encore comme un fichier de règles : corrigez-le, enregistrez-le, puis essayez-le.',
    );
  return clos;
}

/** The what-if page: a file, a version of it, the facts to give. A recorded decision gives its own. */
async function donneesDeLEssai(unite: UniteDeLecture, parametres: Readonly<Record<string, string>>) {
  const decision =
    parametres['decision'] === undefined
      ? null
      : await unite.em.findOne(Decision, { id: parametres['decision'] });
  const jeu = decision?.jeu ?? parametres['jeu'] ?? null;
  const vide = await pageVide(unite, jeu);
  if (jeu === null) return vide;
  const { versions, enVigueur } = await versionsDe(unite, jeu);
  const version = decision?.empreinte ?? parametres['version'] ?? enVigueur ?? versions[0]?.empreinte;
  if (version === undefined) return { ...vide, versions };
  return {
    ...vide,
    versions,
    version,
    date: decision?.dateReference ?? vide.date,
    ...questionnaire(await fichierDe(unite, version), decision?.faits ?? {}),
  };
}

/** The page before a file and a version are chosen. */
async function pageVide(unite: UniteDeLecture, jeu: string | null) {
  const fichiers = await fichiersDeRegles(unite);
  const valeurs: Readonly<Record<string, string>> = {};
  return {
    fichiers: fichiers
      .filter(({ genre }) => genre === 'regles')
      .map((fichier) => ({ jeu: fichier.jeu, titre: fichier.titre })),
    jeu,
    versions: [],
    version: null,
    titre: '',
    dateDeReference: '',
    date: unite.aujourdhui.toString(),
    faits: [],
    valeurs,
    scenarios: [],
  };
}

const SUITE_DU_NUMERO: Readonly<Partial<Record<string, string>>> = {
  'en-vigueur': ' – en vigueur',
  programmee: ' – programmée',
};

/** What can be tried of a file, drafts first, and which version is in force. */
async function versionsDe(unite: UniteDeLecture, jeu: string) {
  const { brouillons, versions } = await chronologie(unite, 'regles', jeu);
  return {
    versions: [
      ...brouillons.map(({ id, numero, auteur }) => ({
        empreinte: BROUILLON + id,
        libelle: `${numero} – brouillon de ${auteur.nom ?? 'quelqu’un'}`,
      })),
      ...versions.map(({ empreinte, numero, etat }) => ({
        empreinte,
        libelle: `${numero}${SUITE_DU_NUMERO[etat] ?? ''}`,
      })),
    ],
    enVigueur: versions.find(({ etat }) => etat === 'en-vigueur')?.empreinte,
  };
}

/** The facts a file asks for, as they are typed, and the scenarios that fill them. */
function questionnaire(clos: FichierClos, donnes: Readonly<Record<string, ValeurJson | null>>) {
  const { faits, dateDeReference, titre } = rendre(clos);
  const saisie = (valeurs: Readonly<Record<string, ValeurJson | null>>) =>
    Object.fromEntries(faits.map(({ nom, type }) => [nom, ecrireSaisie(type, valeurs[nom])]));
  return {
    titre,
    dateDeReference,
    faits: faits.filter(({ informatif }) => !informatif),
    valeurs: saisie(donnes),
    scenarios: clos.scenarios.map((scenario) => ({
      id: scenario.id,
      titre: scenario.titre,
      date: scenario.date,
      valeurs: saisie(scenario.etantDonne),
    })),
  };
}

const SAISIE = z.looseObject({ version: z.string(), date: z.string() });

/** Decides the case typed, explains it, and looks for what would change its outcome. Nothing is recorded. */
async function essayer(unite: UniteDeLecture, brut: Readonly<Record<string, unknown>>) {
  const debut = performance.now();
  const lue = SAISIE.safeParse(brut);
  if (!lue.success) throw new SaisieInvalide('Choisissez une version et une date.');
  const clos = await fichierDe(unite, lue.data.version);
  const { faits, refus } = faitsTypes(clos, brut);
  const date = lireSaisie('date', lue.data.date);
  if ('refus' in date || date.valeur === null)
    refus['date'] = 'refus' in date ? date.refus : 'Donnez la date de référence.';
  const vide = { refus: null, decision: null, trace: null, changements: [] };
  const fin = <Resultat extends object>(resultat: Resultat) => ({
    ...resultat,
    dureeMs: Math.round(performance.now() - debut),
  });
  if (Object.keys(refus).length > 0 || !('valeur' in date)) return fin({ ...vide, refus });
  try {
    const jeu = compiler(clos);
    const { decision, trace } = evaluateurDirect(jeu).evaluer(String(date.valeur), faits);
    return fin({
      refus: null,
      decision: decisionMontree(clos, decision),
      trace: traceEnMots(clos, trace),
      changements: changementsEnMots(jeu, String(date.valeur), faits),
    });
  } catch (erreur) {
    if (!(erreur instanceof ErreurDuMoteur)) throw erreur;
    return fin({
      ...vide,
      refus: { [erreur instanceof FaitRefuse ? (erreur.fait ?? '') : '']: erreur.message },
    });
  }
}

function faitsTypes(
  clos: FichierClos,
  brut: Readonly<Record<string, unknown>>,
): { faits: Record<string, ValeurJson | null>; refus: Record<string, string> } {
  const faits: Record<string, ValeurJson | null> = {};
  const refus: Record<string, string> = {};
  for (const [nom, { type }] of Object.entries(clos.faits)) {
    const tape = brut[`faits.${nom}`];
    const lu = lireSaisie(type, typeof tape === 'string' ? tape : '');
    if ('refus' in lu) refus[nom] = lu.refus;
    else if (lu.valeur !== null) faits[nom] = lu.valeur;
  }
  return { faits, refus };
}

type Jugee = ReturnType<ReturnType<typeof evaluateurDirect>['juger']>;

function decisionMontree(clos: FichierClos, { etat, issues, constats, calculs, manquants }: Jugee) {
  const { libelle, ton } = optionDe(ETATS_DE_DECISION, etat);
  return {
    etat,
    etatEnClair: libelle,
    ton,
    issues: issues.map((code) => clos.decision.issues[code]?.libelle ?? code),
    constats: constats.map(montrerConstat),
    calculs: Object.entries(calculs).map(([nom, valeur]) => {
      const derive = clos.faitsDerives[nom];
      return { libelle: derive?.libelle ?? nom, valeur: valeurTracee(derive, valeur) };
    }),
    manquants: manquants.map((nom) => clos.faits[nom]?.libelle ?? nom),
  };
}

function traceEnMots(clos: FichierClos, trace: Trace) {
  const regles = new Map(clos.regles.map((regle) => [regle.id, regle]));
  return {
    seuils: Object.entries(trace.parametres).map(([nom, { libelle, valeur, du, certitude, sources }]) => {
      const parametre = clos.parametres[nom];
      return {
        libelle,
        valeur: valeurTracee(parametre, valeur),
        du: dateEnLettres(du),
        certitude: CERTITUDES[certitude],
        sources,
      };
    }),
    derives: Object.entries(trace.derives).map(([nom, valeur]) => {
      const derive = clos.faitsDerives[nom];
      return {
        libelle: derive?.libelle ?? nom,
        valeur: valeur === null ? 'non calculé' : valeurTracee(derive, valeur),
      };
    }),
    regles: trace.regles.map(({ regle, issue, declenchee, condition }) => ({
      id: regle,
      titre: regles.get(regle)?.titre ?? regle,
      issue: clos.decision.issues[issue]?.libelle ?? issue,
      declenchee,
      condition: expliquer(clos, condition),
    })),
  };
}

interface ConditionExpliquee {
  readonly texte: string;
  readonly resultat: boolean;
  readonly conditions?: readonly ConditionExpliquee[];
}

function expliquer(clos: FichierClos, condition: ConditionTracee): ConditionExpliquee {
  if (!('groupe' in condition))
    return { texte: comparaisonTraceeEnMots(clos, condition), resultat: condition.resultat };
  return {
    texte: condition.groupe === 'all' ? 'Toutes ces conditions' : 'Au moins une de ces conditions',
    resultat: condition.resultat,
    conditions: condition.conditions.map((membre) => expliquer(clos, membre)),
  };
}

function changementsEnMots(
  jeu: JeuCompile,
  date: string,
  faits: Readonly<Record<string, ValeurJson | null>>,
) {
  const { fichier } = jeu;
  return changementsProches(jeu, date, faits).map(({ fait, de, vers, issues }) => {
    const declaration = fichier.faits[fait] ?? { libelle: fait, type: 'texte' as const };
    return {
      fait: declaration.libelle,
      de: valeurEnMots(declaration, de),
      vers: valeurEnMots(declaration, vers),
      issues: issues.map((code) => fichier.decision.issues[code]?.libelle ?? code).join(', '),
      champs: { [fait]: ecrireSaisie(declaration.type, vers) },
    };
  });
}

/** « Essayer un cas ». */
export const ecranEssai = definirEcran({
  nom: 'essai',
  libelle: 'Essayer un cas',
  groupe: GROUPES.regles,
  droit: ['VersionRegle', 'lire'],
  donnees: donneesDeLEssai,
  questions: { essayer },
});
