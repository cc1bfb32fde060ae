/** The parts of an explanation that come from the closed file, the facts and the stored trace alone. */
import type { Decision } from '#src/kernel/decision/decision.ts';
import { declarationDe, entreGuillemets, estUnGroupe, valeurTracee } from '#src/kernel/decision/mots.ts';
import type {
  Alternative,
  AppuiExplique,
  CalculExplique,
  ConditionExpliquee,
  ConstatExplique,
  Explication,
  FaitExplique,
  IssueExpliquee,
  NonExamine,
  ParametreExplique,
  RegleExaminee,
} from '#src/domain/suivi/explication/types.ts';
import { examiner, type Examen } from '#src/engine/examen.ts';
import {
  compiler,
  dateEnLettres,
  ErreurDuMoteur,
  type ConditionTracee,
  type FichierClos,
  type Trace,
} from '#src/engine/index.ts';
import { comparaisonTraceeEnMots, rendre, type Appui, type FichierRendu } from '#src/engine/rendu/index.ts';
import { changementsProches } from '#src/engine/voisinage/index.ts';

/** What is needed of a stored decision. */
export type DecisionLue = Pick<
  Decision,
  'etat' | 'issues' | 'constats' | 'faits' | 'calculs' | 'manquants' | 'dateReference'
> & { readonly trace: Trace };

export type Parties = Pick<
  Explication,
  | 'titre'
  | 'issues'
  | 'constats'
  | 'manquants'
  | 'resultats'
  | 'faits'
  | 'parametres'
  | 'calculs'
  | 'regles'
  | 'nonExamine'
  | 'fictives'
  | 'dateDeReference'
>;

/** A decision in words, by the file it was taken with. */
export function expliquerParLeFichier(clos: FichierClos, decision: DecisionLue): Parties {
  const rendu = rendre(clos);
  const { trace, faits, calculs } = decision;
  const examen = examiner(clos, trace, Object.keys(calculs));
  const connus = (nom: string): unknown => faits[nom] ?? trace.derives[nom] ?? trace.parametres[nom]?.valeur;
  const { lus: lusIci } = examiner(clos, trace, Object.keys(calculs), connus);
  const parametres = parametresDe(clos, rendu, trace, lusIci);
  return {
    titre: clos.titre,
    dateDeReference: clos.applicable.dateDeReference,
    issues: decision.issues.map((code) => issueDe(rendu, code)),
    constats: decision.constats.map((constat) => constatDe(rendu, constat)),
    manquants: decision.manquants.map((nom) => clos.faits[nom]?.libelle ?? nom),
    resultats: Object.entries(calculs).map(([nom, valeur]) => ({
      nom,
      libelle: clos.faitsDerives[nom]?.libelle ?? nom,
      valeur: valeurTracee(clos.faitsDerives[nom], valeur),
    })),
    faits: rendu.faits
      .filter(({ nom }) => (faits[nom] ?? null) !== null && examen.lus.has(nom))
      .map(
        ({ nom, libelle, origine }): FaitExplique => ({
          nom,
          libelle,
          origine,
          valeur: valeurTracee(clos.faits[nom], faits[nom] ?? null),
        }),
      ),
    parametres: parametres.filter(({ nom }) => examen.lus.has(nom)),
    calculs: rendu.calculs
      .filter(({ nom }) => (trace.derives[nom] ?? null) !== null && examen.lus.has(nom))
      .map(
        ({ nom, libelle, formule, appui }): CalculExplique => ({
          nom,
          libelle,
          formule: formule.cas,
          valeur: valeurTracee(clos.faitsDerives[nom], trace.derives[nom] ?? null),
          appui: appuiExplique(rendu, appui),
        }),
      ),
    regles: trace.regles.map(
      ({ regle, issue, declenchee, condition }): RegleExaminee => ({
        regle,
        titre: rendu.regles.find(({ id }) => id === regle)?.titre ?? regle,
        issue: issueDe(rendu, issue).libelle,
        declenchee,
        condition: conditionDe(clos, examen, condition),
      }),
    ),
    nonExamine: {
      faits: faitsNonExamines(rendu, decision, examen),
      parametres: parametresNonExamines(parametres, examen),
      regles: reglesNonExaminees(rendu, decision, examen),
    },
    fictives: parametres
      .filter(({ nom, appui }) => examen.lus.has(nom) && appui.certitude === 'fictif')
      .map(({ libelle }) => libelle),
  };
}

function issueDe(rendu: FichierRendu, code: string): IssueExpliquee {
  const { libelle, gravite, graviteEnClair } = rendu.issues.find((issue) => issue.code === code) ?? {
    libelle: code,
    gravite: 'information' as const,
    graviteEnClair: 'Information',
  };
  return { libelle, gravite, graviteEnClair };
}

function appuiExplique(
  { questions }: FichierRendu,
  { sources, certitude, certitudeEnClair, question }: Appui,
): AppuiExplique {
  const posee = questions.find(({ id }) => id === question);
  return {
    sources,
    certitude,
    certitudeEnClair,
    question: posee ? { texte: posee.texte, a: posee.a, reponse: posee.reponse } : null,
  };
}

const SANS_APPUI: AppuiExplique = {
  sources: [],
  certitude: 'explicite',
  certitudeEnClair: '',
  question: null,
};

function constatDe(
  rendu: FichierRendu,
  { regle, issue, gravite, message, commentCorriger }: DecisionLue['constats'][number],
): ConstatExplique {
  const connue = rendu.regles.find(({ id }) => id === regle);
  const { libelle, graviteEnClair } = issueDe(rendu, issue);
  return {
    regle,
    gravite,
    graviteEnClair,
    message,
    corriger: commentCorriger,
    issue: libelle,
    titre: connue?.titre ?? regle,
    etatEnClair: rendu.issues.find(({ code }) => code === issue)?.etatEnClair ?? null,
    appui: connue ? appuiExplique(rendu, connue.appui) : SANS_APPUI,
  };
}

function parametresDe(
  clos: FichierClos,
  rendu: FichierRendu,
  { parametres }: Trace,
  lusIci: ReadonlySet<string>,
): ParametreExplique[] {
  return Object.entries(parametres).map(([nom, { libelle, valeur, du }]) => {
    const datee = rendu.parametres
      .find((parametre) => parametre.nom === nom)
      ?.valeurs.find((candidate) => candidate.du === du);
    return {
      nom,
      libelle,
      du,
      duEnClair: dateEnLettres(du),
      pourCeCas: lusIci.has(nom),
      valeur: valeurTracee(clos.parametres[nom], valeur),
      appui: datee ? appuiExplique(rendu, datee.appui) : SANS_APPUI,
    };
  });
}

function conditionDe(clos: FichierClos, examen: Examen, condition: ConditionTracee): ConditionExpliquee {
  const commun = { resultat: condition.resultat, atteinte: examen.atteintes.has(condition) };
  if (!estUnGroupe(condition))
    return { ...commun, texte: comparaisonTraceeEnMots(clos, condition), conditions: [] };
  return {
    ...commun,
    texte: condition.groupe === 'all' ? 'Toutes ces conditions' : 'Au moins une de ces conditions',
    conditions: condition.conditions.map((membre) => conditionDe(clos, examen, membre)),
  };
}

function faitsNonExamines(
  { faits }: FichierRendu,
  { faits: donnes, manquants }: DecisionLue,
  { lus }: Examen,
): NonExamine[] {
  return faits.flatMap(({ nom, libelle, informatif, besoin }): NonExamine[] => {
    if ((donnes[nom] ?? null) === null)
      return manquants.includes(nom) ? [] : [{ libelle, pourquoi: `Non renseigné. ${besoin}.` }];
    if (lus.has(nom)) return [];
    if (informatif) return [{ libelle, pourquoi: 'Enregistré avec la décision, sans effet sur elle.' }];
    return [
      {
        libelle,
        pourquoi:
          manquants.length > 0
            ? 'La décision est suspendue : aucune règle n’a été examinée.'
            : 'Aucune condition examinée ne porte sur cette information.',
      },
    ];
  });
}

const parametresNonExamines = (parametres: readonly ParametreExplique[], { lus }: Examen): NonExamine[] =>
  parametres
    .filter(({ nom }) => !lus.has(nom))
    .map(({ libelle }) => ({
      libelle,
      pourquoi: 'Aucune condition examinée ne porte sur cette information.',
    }));

/** Rules not looked at, whole or in part: a group stops at the condition that settles it. */
function reglesNonExaminees(
  { regles }: FichierRendu,
  { trace, manquants }: DecisionLue,
  { atteintes }: Examen,
): NonExamine[] {
  return regles.flatMap(({ id, titre }): NonExamine[] => {
    const tracee = trace.regles.find(({ regle }) => regle === id);
    if (!tracee)
      return [
        {
          libelle: titre,
          pourquoi:
            manquants.length > 0
              ? 'Il manque des informations : la règle n’a pas été examinée.'
              : 'La règle n’a pas été examinée.',
        },
      ];
    const feuilles = feuillesDe(tracee.condition);
    const laissees = feuilles.filter((feuille) => !atteintes.has(feuille)).length;
    if (laissees === 0) return [];
    return [
      {
        libelle: titre,
        pourquoi: `${laissees === 1 ? 'Une condition' : `${laissees} conditions`} sur ${feuilles.length} ${laissees === 1 ? 'n’a' : 'n’ont'} pas compté : une autre avait suffi à conclure.`,
      },
    ];
  });
}

const feuillesDe = (condition: ConditionTracee): ConditionTracee[] =>
  estUnGroupe(condition) ? condition.conditions.flatMap(feuillesDe) : [condition];

/** Other outcomes within reach of one fact changed alone, by the version of that day; or why none is told. */
export function alternativesDe(
  clos: FichierClos,
  { etat, faits, dateReference }: DecisionLue,
): Pick<Explication, 'alternatives' | 'sansAlternative'> {
  if (etat === 'faits-manquants')
    return {
      alternatives: [],
      sansAlternative: 'Il manque des informations : complétez-les avant de chercher une autre issue.',
    };
  try {
    const parIssue = new Map<string, Alternative>();
    for (const { fait, de, vers, issues } of changementsProches(compiler(clos), dateReference, faits)) {
      const issue = issues.map((code) => clos.decision.issues[code]?.libelle ?? code).join(', ');
      const declaration = declarationDe(clos, fait);
      const [libelle, avant, apres] = [
        declaration?.libelle ?? fait,
        valeurTracee(declaration, de),
        valeurTracee(declaration, vers),
      ];
      const phrase = `Avec ${entreGuillemets(apres)} au lieu de ${entreGuillemets(avant)} pour ${entreGuillemets(libelle)}, l’issue serait ${entreGuillemets(issue)}.`;
      const connue = parIssue.get(issue);
      parIssue.set(issue, {
        issue,
        changements: [...(connue?.changements ?? []), { fait: libelle, de: avant, vers: apres, phrase }],
      });
    }
    const alternatives = [...parIssue.values()];
    return {
      alternatives,
      sansAlternative:
        alternatives.length === 0
          ? 'Aucun fait, changé seul, ne donne une autre issue parmi les valeurs essayées.'
          : null,
    };
  } catch (erreur) {
    if (!(erreur instanceof ErreurDuMoteur)) throw erreur;
    return {
      alternatives: [],
      sansAlternative: `Le fichier de cette version ne peut plus être évalué par l’application : ${erreur.message}`,
    };
  }
}
