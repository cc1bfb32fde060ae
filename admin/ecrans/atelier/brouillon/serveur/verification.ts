import { Deferred } from '#admin/definition/ecran.ts';
import { calculsVus } from '#admin/ecrans/atelier/brouillon/serveur/calculs.ts';
import {
  contenuDesParametres,
  contenuDuFormulaire,
  contenuDuReferentiel,
  type ContenuEnMots,
} from '#admin/ecrans/atelier/commun/rendre.ts';
import { motsDuJour } from '#admin/ecrans/atelier/commun/serveur.ts';
import type { MotsDuJour } from '#admin/ecrans/atelier/commun/rendre-formulaire.ts';
import { compter } from '#src/kernel/francais.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Controle, TexteAControler } from '#src/domain/politique/porte/controle.ts';
import { preparerControleDeBrouillon } from '#src/domain/politique/porte/numeros.ts';
import type {
  Decision,
  FichierClos,
  FichierDeParametres,
  FichierDeReferentiel,
  FichierDeRegles,
  JeuCompile,
  Scenario,
} from '#src/engine/index.ts';
import { compiler, ErreurDuMoteur, evaluateurDirect, FichierInvalide } from '#src/engine/index.ts';
import { rendre, valeurEnMots, type FichierRendu } from '#src/engine/rendu/index.ts';
import { A_RELIRE, ecrireSaisie, type EditedFile } from '#src/engine/text-edit/index.ts';

/**
 * How far the checks go: `forme` leaves the analysis out, which takes most of their time, and is shown first.
 */
export type EtapeDeVerification = 'forme' | 'tout';

/**
 * Everything the page of a draft shows of a text: checks with their places, and what its forms edit. Computed
 * once the reading is done.
 */
export async function verifier(
  unite: UniteDeLecture,
  fichier: TexteAControler,
  etape: EtapeDeVerification = 'tout',
) {
  const controler = await preparerControleDeBrouillon(unite, fichier, { sansAnalyse: etape === 'forme' });
  const mots = motsDuJour(unite);
  return new Deferred(async () => {
    const debut = performance.now();
    const controle = await controler();
    const jeu = controle.clos && compilerSiPossible(controle.clos);
    const formulaires = formulairesDe(fichier, controle, jeu, mots);
    return {
      valide: controle.valide,
      analyseFaite: etape === 'tout' || controle.clos === null,
      anomalies: controle.anomalies.map(({ controle: nature, message, regle, ligne, colonne }) => ({
        controle: nature,
        message,
        regle: regle ?? null,
        ligne: ligne ?? null,
        colonne: colonne ?? null,
      })),
      resume: resumeDe(controle),
      analyse: controle.analyse,
      formulaires,
      dureeMs: Math.round(performance.now() - debut),
    };
  });
}

function resumeDe({ comptes, analyse }: Controle): string {
  if (!comptes) return '';
  const { regles, reglesVisitees, scenarios, scenariosReussis, points, pointsCites } = comptes;
  const cellules = analyse
    ? `, analyse ${analyse.exacte ? 'exacte' : 'par échantillon'} sur ${compter(analyse.cellules, 'cellule')}`
    : '';
  return `${scenariosReussis} scénarios réussis sur ${scenarios}, ${reglesVisitees} règles visitées sur ${regles}, ${pointsCites} points de source cités sur ${points}${cellules}.`;
}

/** What the forms of the page show of a text that can be read. */
type FormulairesVus = ReturnType<typeof desRegles>;

function formulairesDe(
  { genre, texte }: TexteAControler,
  { clos }: Controle,
  jeu: JeuCompile | null,
  mots: MotsDuJour,
): FormulairesVus | null {
  if (clos) return desRegles(JSON.parse(texte) as FichierDeRegles, clos, jeu);
  if (genre === 'parametres') return autreGenre(texte, (lu) => desParametres(lu as FichierDeParametres));
  if (genre === 'formulaire')
    return autreGenre(texte, (lu) => sansRegle(contenuDuFormulaire(lu as DefinitionDeFormulaire, mots)));
  return genre === 'referentiel'
    ? autreGenre(texte, (lu) => sansRegle(contenuDuReferentiel(lu as FichierDeReferentiel)))
    : null;
}

/**
 * What the forms show of a text that may have anything: nothing, as long as it has not the shape they read.
 */
function autreGenre(texte: string, lire: (lu: unknown) => FormulairesVus | null): FormulairesVus | null {
  try {
    return lire(JSON.parse(texte));
  } catch {
    return null;
  }
}

const SANS_REGLE = { faits: [], regles: [], scenarios: [] };

function desParametres(fichier: FichierDeParametres): FormulairesVus | null {
  const contenu = contenuDesParametres(fichier);
  return {
    ...SANS_REGLE,
    contenu,
    parametres: editables(fichier, contenu.parametres),
    citations: citationsDe(contenu.sources),
    questions: contenu.questions,
  };
}

function sansRegle(
  contenu: ReturnType<typeof contenuDuFormulaire> | ReturnType<typeof contenuDuReferentiel>,
): FormulairesVus {
  return {
    ...SANS_REGLE,
    contenu,
    parametres: [],
    citations: citationsDe(contenu.rendu.sources),
    questions: contenu.rendu.questions,
  };
}

function desRegles(fichier: FichierDeRegles, clos: FichierClos, jeu: JeuCompile | null) {
  const rendu = rendre(clos);
  return {
    contenu: contenuDesRegles(rendu),
    parametres: editables(fichier, rendu.parametres),
    // A citation of a shared source belongs to its own file.
    citations: citationsDe(rendu.sources).filter(({ reference }) => !reference.includes(':')),
    questions: rendu.questions,
    faits: rendu.faits,
    regles: rendu.regles.map(({ id, titre, issue }) => ({
      id,
      titre,
      issue: issue.code,
      issueEnClair: issue.libelle,
    })),
    scenarios: scenariosVus(clos, rendu, jeu),
  };
}

const contenuDesRegles = (rendu: FichierRendu): ContenuEnMots => ({ genre: 'regles', rendu });

function citationsDe(sources: FichierRendu['sources']): { reference: string; libelle: string }[] {
  return sources.flatMap(({ nature, titre, points }) =>
    points.map(({ reference, resume }) => ({
      reference,
      libelle: `${reference} – ${resume} (${nature.toLowerCase()} « ${titre} »)`,
    })),
  );
}

function editables(fichier: EditedFile, rendus: FichierRendu['parametres']) {
  return rendus.map((rendu) => {
    const brut = fichier.parametres[rendu.nom];
    const partage = brut && 'partage' in brut ? brut.partage : null;
    return {
      ...rendu,
      partage,
      champs:
        !brut || 'partage' in brut
          ? []
          : brut.valeurs.map(({ du, valeur, sources, certitude, question, derniereVerification }) => ({
              du,
              valeur: ecrireSaisie(brut.type, valeur),
              sources,
              certitude,
              question: question ?? '',
              derniereVerification,
            })),
    };
  });
}

function scenariosVus(clos: FichierClos, { faits }: FichierRendu, jeu: JeuCompile | null) {
  const declares = new Map(Object.entries(clos.faits));
  return clos.scenarios.map((scenario) => {
    const jugement = jeu ? juger(jeu, scenario) : 'Le fichier doit d’abord être corrigé.';
    const decision = typeof jugement === 'string' ? null : jugement;
    const enClair = (forme: 'mots' | 'saisie') =>
      Object.fromEntries(
        faits.map(({ nom, type }) => {
          const valeur = scenario.etantDonne[nom] ?? null;
          const declaration = declares.get(nom) ?? { libelle: nom, type };
          return [
            nom,
            valeur === null
              ? ''
              : forme === 'mots'
                ? valeurEnMots(declaration, valeur)
                : ecrireSaisie(type, valeur),
          ];
        }),
      );
    return {
      ...scenario,
      issues: scenario.attendu.issues.map((code) => clos.decision.issues[code]?.libelle ?? code),
      obtenu: decision && {
        etat: decision.etat,
        issues: decision.issues,
        regles: decision.constats.map(({ regle }) => regle),
      },
      ecart: decision ? ecartDe(scenario, decision, clos) : String(jugement),
      aRelire: scenario.titre.startsWith(A_RELIRE),
      lus: enClair('mots'),
      saisis: enClair('saisie'),
      calculs: calculsVus(clos, decision, scenario.attendu.calculs),
    };
  });
}

export function compilerSiPossible(clos: FichierClos): JeuCompile | null {
  try {
    return compiler(clos);
  } catch (erreur) {
    if (erreur instanceof FichierInvalide) return null;
    throw erreur;
  }
}

/** The decision of a scenario, or the sentence of its refusal. */
export function juger(
  jeu: JeuCompile,
  { date, etantDonne }: Pick<Scenario, 'date' | 'etantDonne'>,
): Decision | string {
  try {
    return evaluateurDirect(jeu).juger(date, etantDonne);
  } catch (erreur) {
    if (erreur instanceof ErreurDuMoteur) return erreur.message;
    throw erreur;
  }
}

/** The first difference between what a scenario expects and what the engine decides, in words. */
function ecartDe({ attendu }: Scenario, decision: Decision, clos: FichierClos): string | null {
  if (decision.etat === 'faits-manquants' && attendu.etat !== 'faits-manquants')
    return `Il manque : ${decision.manquants.map((nom) => clos.faits[nom]?.libelle ?? nom).join(', ')}.`;
  if (!memes(attendu.issues, decision.issues))
    return `Obtenu : ${decision.issues.map((code) => `« ${clos.decision.issues[code]?.libelle ?? code} »`).join(', ') || 'aucune issue'}.`;
  const regles = decision.constats.map(({ regle }) => regle);
  if (!memes(attendu.regles, regles)) return `Règles obtenues : ${regles.join(', ') || 'aucune'}.`;
  const calcul = ecartDeCalcul(attendu.calculs, decision, clos);
  if (calcul !== null) return calcul;
  if (attendu.etat !== undefined && attendu.etat !== decision.etat) return `État obtenu : ${decision.etat}.`;
  return attendu.manquants && !memes(attendu.manquants, decision.manquants)
    ? `Il manque : ${decision.manquants.join(', ')}.`
    : null;
}

const memes = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join() === [...b].sort().join();

function ecartDeCalcul(
  attendus: Scenario['attendu']['calculs'] = {},
  decision: Decision,
  clos: FichierClos,
): string | null {
  const ecart = Object.entries(attendus).find(([nom, voulu]) => decision.calculs[nom] !== voulu);
  if (!ecart) return null;
  const [nom, voulu] = ecart;
  const calcul = calculsVus(clos, decision, attendus).find((vu) => vu.nom === nom);
  return `${calcul?.libelle ?? nom} : ${calcul?.obtenu ?? 'non calculé'} obtenu, ${calcul?.attendu ?? voulu} attendu.`;
}
