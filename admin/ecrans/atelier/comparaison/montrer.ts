import type {
  ComparaisonDeJeux,
  ComparaisonDeStructure,
  ParametreChange,
  SectionComparee,
} from '#src/engine/comparer/index.ts';
import { dateEnLettres, type FichierClos, type Parametre } from '#src/engine/index.ts';
import { valeurEnMots } from '#src/engine/rendu/index.ts';

const SECTIONS: Readonly<Record<SectionComparee, string>> = {
  regles: 'Règles',
  faits: 'Faits',
  contraintes: 'Contraintes entre faits',
  faitsDerives: 'Calculs',
  issues: 'Issues',
  questions: 'Questions',
  messages: 'Messages',
  sources: 'Sources',
  scenarios: 'Scénarios',
  invariants: 'Invariants',
};

/** A comparison in the words of the new version, or of the old one for what it no longer has. */
export function montrerComparaison(
  comparaison: ComparaisonDeJeux,
  nouveau: FichierClos,
  ancien?: FichierClos,
) {
  const { niveau, raisons, exacte, methode, enveloppe, avant, apres, parametres, sections, effets } =
    comparaison;
  const issues = new Map(
    [...Object.entries(ancien?.decision.issues ?? {}), ...Object.entries(nouveau.decision.issues)].map(
      ([code, { libelle }]) => [code, libelle],
    ),
  );
  const enClair = (texte: string): string =>
    texte.replace(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g, (code) => issues.get(code) ?? code);
  return {
    niveau,
    raisons,
    exacte,
    methode,
    enveloppe,
    avant: avant.version,
    apres: apres.version,
    parametres: montrerParametres(parametres, nouveau.parametres, ancien?.parametres ?? {}),
    sections: (Object.keys(SECTIONS) as SectionComparee[])
      .map((section) => ({ libelle: SECTIONS[section], ...sections[section] }))
      .filter(({ ajoutes, retires, modifies }) => ajoutes.length + retires.length + modifies.length > 0),
    effets: effets.map(({ avant: de, apres: vers, causes, temoin }) => ({
      avant: enClair(de),
      apres: enClair(vers),
      causes,
      date: dateEnLettres(temoin.date),
      cas: Object.entries(temoin.etantDonne)
        .map(([nom, valeur]) => {
          const fait = nouveau.faits[nom] ?? ancien?.faits[nom];
          return `${fait?.libelle ?? nom} : ${fait ? valeurEnMots(fait, valeur) : String(valeur)}`;
        })
        .join(' ; '),
    })),
  };
}

/** The same for a parameter file or a form, which judge no case. */
export function montrerStructure(
  { niveau, raisons, enveloppe, avant, apres, parametres, rubriques }: ComparaisonDeStructure,
  declares: { readonly nouveau: Parametres; readonly ancien: Parametres },
) {
  return {
    niveau,
    raisons,
    enveloppe,
    exacte: true,
    methode: '',
    avant: avant.version,
    apres: apres.version,
    parametres: montrerParametres(parametres, declares.nouveau, declares.ancien),
    sections: rubriques,
    effets: null,
  };
}

type Parametres = Readonly<Record<string, Parametre>>;
function montrerParametres(
  parametres: readonly ParametreChange[],
  nouveaux: Parametres,
  anciens: Parametres,
) {
  return parametres.map(({ nom, libelle, de, vers, du, au }) => {
    const declaration = nouveaux[nom] ?? anciens[nom];
    const dire = (valeur: string | boolean | null): string =>
      valeur === null
        ? 'aucune valeur'
        : declaration
          ? valeurEnMots(declaration, enJson(declaration.type, valeur))
          : String(valeur);
    return {
      libelle,
      de: dire(de),
      vers: dire(vers),
      periode:
        au === null
          ? `à partir du ${dateEnLettres(du)}`
          : `du ${dateEnLettres(du)} au ${dateEnLettres(au)} exclu`,
    };
  });
}

function enJson(type: string, valeur: string | boolean): string | number | boolean {
  return typeof valeur === 'string' && ['entier', 'mois', 'annee'].includes(type) && /^-?\d+$/.test(valeur)
    ? Number(valeur)
    : valeur;
}
