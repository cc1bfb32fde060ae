/**
 * A version of a rule file as readable French: decision table, dated parameters, formulas, facts, sources,
 * questions.
 * Pure, from the closed file alone; the result is plain JSON for any screen.
 */
import type { FichierClos } from '#src/engine/cloture.ts';
import { Jour, ajouterJours } from '#src/engine/dates.ts';
import type { DeclarationDeFait, Issue, Parametre } from '#src/engine/format.ts';
import { appuiDe, questionsEnClair, sourcesEnClair } from './appuis.ts';
import { conditionEnMots, conditionSurUneLigne } from './conditions.ts';
import { formuleEnMots } from './formules.ts';
import { messageEnMots } from './messages.ts';
import type { Noms } from './noms.ts';
import { nomsDe } from './noms.ts';
import type {
  CalculRendu,
  FaitRendu,
  FichierRendu,
  IssueRendue,
  ParametreRendu,
  RegleRendue,
  ScenarioRendu,
} from './types.ts';
import { enumerer, optionsDe, periodeEnMots, phrase, uniteDe, valeurEnMots } from './valeurs.ts';

export { appuiDe, CERTITUDES, sourcesEnClair } from './appuis.ts';
export { comparaisonTraceeEnMots, conditionSurUneLigne } from './conditions.ts';
export type * from './types.ts';
export {
  entreGuillemets,
  enumerer,
  optionsDe,
  periodeEnMots,
  phrase,
  uniteDe,
  valeurEnMots,
} from './valeurs.ts';

/**
 * Renders a closed file. Never throws on a file that conforms to its schema: what cannot be told in French
 * stays as written.
 */
export function rendre(clos: FichierClos): FichierRendu {
  const noms = nomsDe(clos);
  const issues = new Map(Object.entries(clos.decision.issues));
  const { du, au, dateDeReference } = clos.applicable;
  return {
    id: clos.id,
    version: clos.version,
    titre: clos.titre,
    resume: resumeEnMots(noms, clos.resume),
    validite: validiteEnMots(clos.applicable),
    applicable: { du, au },
    dateDeReference,
    strategie: strategieEnMots(clos, issues),
    issues: [...issues].map(([code, issue]) => issueEnMots(code, issue)),
    messages: Object.keys(clos.messages.fr).map((cle) => ({
      cle,
      quoi: messageEnMots(noms, clos.messages.fr, cle).quoi,
    })),
    regles: clos.regles.map(
      (regle): RegleRendue => ({
        id: regle.id,
        titre: regle.titre,
        conditions: conditionEnMots(clos, noms, regle.conditions),
        issue: issueEnMots(regle.issue, issues.get(regle.issue)),
        message: messageEnMots(noms, clos.messages.fr, regle.message),
        champs: regle.champs.map((nom) => noms.get(nom)?.libelle ?? nom),
        appui: appuiDe(clos, regle),
      }),
    ),
    siAucuneRegle:
      clos.decision.strategie === 'cumul'
        ? issueEnMots(clos.decision.siAucuneRegle, issues.get(clos.decision.siAucuneRegle))
        : null,
    parametres: Object.entries(clos.parametres).map(([nom, parametre]) =>
      parametreEnClair(clos, nom, parametre),
    ),
    calculs: Object.entries(clos.faitsDerives).map(
      ([nom, calcul]): CalculRendu => ({
        nom,
        libelle: calcul.libelle,
        unite: uniteDe(calcul.type),
        formule: formuleEnMots(
          noms,
          { genre: 'calcul', libelle: calcul.libelle, type: calcul.type, libelles: calcul.libelles },
          calcul.formule,
        ),
        siPossible: calcul.siPossible ? conditionEnMots(clos, noms, calcul.siPossible) : null,
        appui: appuiDe(clos, calcul),
      }),
    ),
    faits: Object.entries(clos.faits).map(([nom, fait]) => faitEnClair(clos, noms, nom, fait)),
    contraintes: (clos.contraintes ?? []).map(({ id, message }) => ({ id, message })),
    questions: questionsEnClair(clos),
    sources: sourcesEnClair(clos),
    scenarios: clos.scenarios.map(
      ({ id, titre, date, etantDonne, attendu }): ScenarioRendu => ({
        id,
        titre,
        date,
        faits: Object.entries(etantDonne).map(([nom, valeur]) => ({
          libelle: noms.get(nom)?.libelle ?? nom,
          valeur: valeurEnMots(noms.get(nom) ?? { libelle: nom, type: 'texte' }, valeur),
        })),
        issues: attendu.issues.map((code) => issues.get(code)?.libelle ?? code),
        regles: attendu.regles,
      }),
    ),
    fictives: Object.values(clos.parametres)
      .filter(({ valeurs }) => valeurs.some(({ certitude }) => certitude === 'fictif'))
      .map(({ libelle }) => libelle),
  };
}

const GRAVITES = {
  bloquant: 'Bloquant',
  avertissement: 'Avertissement',
  information: 'Information',
} as const;
const ETATS = {
  'source-muette': 'Les textes ne tranchent pas',
  'decision-humaine': 'Une personne décide',
  decide: null,
} as const;

function issueEnMots(code: string, issue: Issue | undefined): IssueRendue {
  const { libelle = code, gravite = 'information', etat = 'decide', choix = {} } = issue ?? {};
  return {
    code,
    libelle,
    gravite,
    graviteEnClair: GRAVITES[gravite],
    etatEnClair: ETATS[etat],
    choix: Object.values(choix),
  };
}

function strategieEnMots({ decision }: FichierClos, issues: ReadonlyMap<string, Issue>): string {
  if (decision.strategie === 'unique') return 'Une règle et une seule s’applique à chaque cas.';
  const sinon = issues.get(decision.siAucuneRegle)?.libelle ?? decision.siAucuneRegle;
  return `Toutes les règles qui s’appliquent donnent leur constat ; quand aucune ne s’applique : « ${sinon} ».`;
}

function parametreEnClair(clos: FichierClos, nom: string, parametre: Parametre): ParametreRendu {
  const partages = new Set(
    parametre.valeurs.flatMap(({ sources }) =>
      sources.flatMap((source) => /^([a-z][a-z0-9-]*):/.exec(source)?.[1] ?? []),
    ),
  );
  return {
    nom,
    libelle: parametre.libelle,
    type: parametre.type,
    unite: uniteDe(parametre.type),
    partage: [...partages][0] ?? null,
    options: optionsDe(parametre),
    valeurs: parametre.valeurs.map((valeur, rang) => {
      const au = veille(parametre.valeurs[rang + 1]?.du ?? null);
      return {
        du: valeur.du,
        au,
        periode: periodeEnMots(valeur.du, au),
        texte: valeurEnMots(parametre, valeur.valeur),
        valeur: valeur.valeur,
        derniereVerification: valeur.derniereVerification,
        appui: appuiDe(clos, valeur),
      };
    }),
  };
}

function faitEnClair(clos: FichierClos, noms: Noms, nom: string, fait: DeclarationDeFait): FaitRendu {
  return {
    nom,
    libelle: fait.libelle,
    type: fait.type,
    unite: uniteDe(fait.type),
    domaine: domaineDe(fait),
    options: optionsDe(fait),
    min: fait.min ?? null,
    max: fait.max ?? null,
    origine: fait.origine,
    besoin: besoinDe(clos, noms, fait),
    informatif: fait.informatif ?? false,
  };
}

function domaineDe(fait: DeclarationDeFait): string {
  if (fait.referentiel !== undefined)
    return `Les codes du référentiel « ${fait.referentiel} », au jour de la décision`;
  if (fait.type === 'enum') return phrase(enumerer(optionsDe(fait).map(({ libelle }) => libelle)));
  if (fait.type === 'booleen') return 'Oui ou non';
  const [min, max] = [fait.min, fait.max].map((borne) =>
    borne === undefined ? null : valeurEnMots(fait, borne),
  );
  if (min && max) return `De ${min} à ${max}`;
  if (min) return `À partir de ${min}`;
  return max ? `Jusqu’à ${max}` : '';
}

function besoinDe(clos: FichierClos, noms: Noms, fait: DeclarationDeFait): string {
  if (fait.informatif) return 'Enregistré, sans effet sur la décision';
  if (fait.facultatif) return 'Facultatif';
  if (fait.requisAvec)
    return `Nécessaire avec : ${enumerer(fait.requisAvec.map((autre) => noms.get(autre)?.libelle ?? autre))}`;
  if (!fait.requisSi) return 'Toujours nécessaire';
  return `Nécessaire si ${conditionSurUneLigne(conditionEnMots(clos, noms, fait.requisSi))}`;
}

/**
 * A name of the file met in prose stands between brackets, by its label. A word without a capital inside is
 * left: it may be French.
 */
function resumeEnMots(noms: Noms, texte: string): string {
  return texte.replace(/\b[a-z]+[A-Z]\w*/g, (mot) => {
    const connu = noms.get(mot);
    return connu ? `[${connu.libelle}]` : mot;
  });
}

/** « Applicable depuis le 1er janvier 2015, sans date de fin. » */
export function validiteEnMots({ du, au }: Pick<FichierClos['applicable'], 'du' | 'au'>): string {
  return `Applicable ${periodeEnMots(du, veille(au))}${au === null ? ', sans date de fin' : ''}.`;
}

/** The last day included of a period whose end is excluded. */
function veille(au: string | null): string | null {
  return au === null ? null : ajouterJours(new Jour(au), -1).iso;
}
