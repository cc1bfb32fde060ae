import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import type {
  Champ,
  ChampDeSaisie,
  ChampNombre,
  DefinitionDeFormulaire,
  Section,
  Volet,
} from '#src/domain/formulaire/definition.ts';
import { appuiDe, entreGuillemets, enumerer } from '#src/engine/rendu/index.ts';

/** What a section or a step is about. */
export const VOLETS: Readonly<Record<Volet | 'ensemble', string>> = {
  activite: 'Données d’activité',
  finances: 'Données financières',
  ensemble: 'Toute la déclaration',
};
const TYPES: Readonly<Record<Champ['type'], string>> = {
  entier: 'Nombre entier',
  decimal: 'Nombre',
  euro: 'Montant',
  etp: 'Etp',
  heure: 'Heures',
  place: 'Places',
  acte: 'Actes',
  date: 'Date',
  choix: 'Choix',
  booleen: 'Oui ou non',
  texte: 'Texte court',
  'texte-long': 'Texte',
  commune: 'Commune',
  groupe: 'Lignes à ajouter',
};

/** A section and its fields: who is asked what, for which declarations, on which source. */
export function sectionEnClair(definition: DefinitionDeFormulaire, section: Section) {
  const { id, titre, volet, aide, perennites, total, champs } = section;
  return {
    id,
    titre,
    volet: VOLETS[volet],
    aide: aide ?? '',
    total: total ?? '',
    demandee: pereniteEnMots(definition, perennites),
    appui: appuiDe(definition, section),
    champs: champs.flatMap((champ) =>
      champ.type === 'groupe'
        ? [
            champEnClair(definition, section, champ, champs, null),
            ...champ.champs.map((membre) =>
              champEnClair(definition, section, membre, champ.champs, champ.ligne),
            ),
          ]
        : [champEnClair(definition, section, champ, champs, null)],
    ),
  };
}

function champEnClair(
  definition: DefinitionDeFormulaire,
  section: Section,
  champ: Champ,
  freres: readonly Champ[],
  ligne: string | null,
) {
  return {
    id: champ.id,
    libelle: champ.libelle,
    infobulle: champ.infobulle,
    ligne,
    saisie: saisieEnMots(definition, champ, freres),
    options:
      champ.type === 'choix' && champ.liste !== undefined
        ? (definition.listes[champ.liste] ?? []).map(({ libelle }) => libelle)
        : [],
    besoin: besoinEnMots(definition, champ, freres),
    demande: pereniteEnMots(definition, champ.perennites ?? section.perennites),
    appui: appuiPropre(definition, section, champ),
  };
}

/** Its own support, where the field says more than its section. */
function appuiPropre(
  definition: DefinitionDeFormulaire,
  section: Section,
  { sources, certitude, question }: Champ,
) {
  if (sources === undefined && certitude === undefined && question === undefined) return null;
  return appuiDe(definition, {
    sources: sources ?? section.sources,
    certitude: certitude ?? section.certitude,
    ...(question === undefined ? {} : { question }),
  });
}

/** What may be typed: « Montant en euros, à partir de 0, réparti par période puis totalisé ». */
function saisieEnMots(definition: DefinitionDeFormulaire, champ: Champ, freres: readonly Champ[]): string {
  if (champ.type === 'groupe')
    return `${TYPES.groupe}, ${champ.maximum} au plus${champ.unique === undefined ? '' : `, chaque « ${libelleDe(champ.champs, champ.unique)} » une seule fois`}`;
  if (champ.type === 'date')
    return champ.apres === undefined
      ? TYPES.date
      : `Date, ${champ.apresOuEgal ? 'au plus tôt le même jour que' : 'après'} « ${libelleDe(freres, champ.apres)} »`;
  if (champ.type === 'choix')
    return champ.liste === undefined ? 'Choix parmi ce que la Caf a enregistré' : 'Choix';
  return estNombre(champ) ? nombreEnMots(definition, champ) : TYPES[champ.type];
}

const estNombre = (champ: ChampDeSaisie): champ is ChampNombre =>
  champ.type === 'entier' || champ.type === 'decimal' || champ.type === 'euro' || champ.type === 'etp';

function nombreEnMots(
  definition: DefinitionDeFormulaire,
  { type, unite, min, max, ventile }: ChampNombre,
): string {
  const mesure = type === 'euro' ? ' en euros' : unite !== undefined && type !== 'etp' ? ` (${unite})` : '';
  const nombre = (borne: string | number): string =>
    String(borne)
      .replace('.', ',')
      .replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const bornes =
    min !== undefined && max !== undefined
      ? `, de ${nombre(min)} à ${nombre(max)}`
      : min !== undefined
        ? `, à partir de ${nombre(min)}`
        : max !== undefined
          ? `, jusqu’à ${nombre(max)}`
          : '';
  const avecColonnes = ventile
    ? Object.values(definition.perennites)
        .filter(({ ventilation }) => ventilation)
        .map(({ libelle }) => libelle.toLowerCase())
    : [];
  return `${TYPES[type]}${mesure}${bornes}${avecColonnes.length > 0 ? ` ; par période puis en total (déclaration ${enumerer(avecColonnes, 'et')})` : ''}`;
}

function besoinEnMots(definition: DefinitionDeFormulaire, champ: Champ, freres: readonly Champ[]): string {
  if (champ.type === 'groupe') return 'Facultatif';
  const { requis, montrerSi } = champ;
  if (!montrerSi) return requis ? 'Obligatoire' : 'Facultatif';
  const maitre = freres.find(({ id }) => id === montrerSi.champ);
  const options =
    maitre?.type === 'choix' && maitre.liste !== undefined ? (definition.listes[maitre.liste] ?? []) : [];
  const valeurs = montrerSi.parmi.map((valeur) =>
    typeof valeur === 'boolean'
      ? valeur
        ? 'oui'
        : 'non'
      : entreGuillemets(options.find((option) => option.valeur === valeur)?.libelle ?? valeur),
  );
  return `${requis ? 'Obligatoire' : 'Facultatif'}, si « ${maitre?.libelle ?? montrerSi.champ} » est ${enumerer(valeurs)}`;
}

const libelleDe = (champs: readonly Champ[], id: string): string =>
  champs.find((champ) => champ.id === id)?.libelle ?? id;

/** Which declarations ask for it. */
function pereniteEnMots(
  definition: DefinitionDeFormulaire,
  perennites: readonly Perennite[] | undefined,
): string {
  const toutes = Object.keys(definition.perennites);
  if (!perennites || toutes.every((nom) => perennites.some((demandee) => demandee === nom))) return 'Toutes';
  return enumerer(
    perennites.map((nom) => definition.perennites[nom]?.libelle ?? nom),
    'et',
  );
}
