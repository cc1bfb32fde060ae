import { dateFr } from '#src/kernel/francais.ts';
import { Decimal } from 'decimal.js';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { lisibleCommune } from '#src/domain/territoire/commune/dire.ts';
import {
  colonnesDe,
  estGroupe,
  estMontre,
  estNombre,
  exigence,
  sectionsDe,
} from '#src/domain/formulaire/champs.ts';
import type {
  ChampDeSaisie,
  ChampGroupe,
  ChampNombre,
  DefinitionDeFormulaire,
  LigneDEstimation,
  Section,
  Volet,
} from '#src/domain/formulaire/definition.ts';
import { libelleDe, type ContexteJson } from '#src/domain/formulaire/options.ts';
import {
  completer,
  estIncomplet,
  totaliser,
  type DonneesDeVolet,
  type Totaux,
  type ValeurDeSection,
} from '#src/domain/formulaire/saisie/donnees.ts';
import type { ValeurDeChamp } from '#src/domain/formulaire/saisie/valeurs.ts';

/** A declaration for reading: labelled and written by its definition, the same in both spaces. */
export interface SectionLue {
  readonly id: string;
  readonly titre: string;
  readonly volet: Volet;
  readonly lignes: readonly { readonly chemin: string; readonly libelle: string; readonly valeur: string }[];
  readonly tableau: TableauLu | null;
  readonly groupes: readonly (TableauLu & { readonly titre: string })[];
}
/** Header cells, then one text per cell; `total` is the last row of a table of amounts. */
export interface TableauLu {
  readonly colonnes: readonly string[];
  readonly lignes: readonly (readonly string[])[];
  readonly total: readonly string[] | null;
}

interface ALire {
  readonly definition: DefinitionDeFormulaire;
  readonly perennite: Perennite;
  readonly activite: DonneesDeVolet;
  readonly finances: DonneesDeVolet;
  readonly contexte: ContexteJson;
}

export function lireSections({ definition, perennite, activite, finances, contexte }: ALire): SectionLue[] {
  const valeurs = completer(definition, perennite, { ...activite.valeurs, ...finances.valeurs });
  const totaux = totaliser(definition, perennite, valeurs);
  const illisibles = { ...activite.illisibles, ...finances.illisibles };
  const ecrire = (champ: ChampDeSaisie, valeur: unknown): string =>
    ecrireLisible(definition, champ, (valeur ?? null) as ValeurDeChamp, contexte);
  const aLire = sectionsDe(definition, perennite).map((section) => ({
    ...section,
    champs: section.champs.filter(
      (champ) => !exigence(champ) || (valeurs[section.id]?.[champ.id] ?? null) !== null,
    ),
  }));
  return aLire
    .filter(({ champs }) => champs.length > 0)
    .map((section) => {
      const donnees = valeurs[section.id] ?? {};
      return {
        id: section.id,
        titre: section.titre,
        volet: section.volet,
        tableau:
          section.presentation === 'tableau'
            ? tableauDe(definition, perennite, section, donnees, totaux, illisibles)
            : null,
        lignes:
          section.presentation === 'tableau'
            ? []
            : section.champs
                .filter((champ): champ is ChampDeSaisie => !estGroupe(champ) && estMontre(champ, donnees))
                .flatMap((champ) =>
                  lignesDe(definition, perennite, section, champ, donnees[champ.id], totaux, ecrire),
                ),
        groupes: section.champs
          .filter(estGroupe)
          .map((groupe) => groupeLu(groupe, donnees[groupe.id], ecrire)),
      };
    });
}

type Ecrire = (champ: ChampDeSaisie, valeur: unknown) => string;

function lignesDe(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  section: Section,
  champ: ChampDeSaisie,
  valeur: unknown,
  totaux: Totaux,
  ecrire: Ecrire,
) {
  const chemin = `${section.id}.${champ.id}`;
  const colonnes = colonnesDe(definition, perennite, champ);
  if (!colonnes) return [{ chemin, libelle: champ.libelle, valeur: ecrire(champ, valeur) }];
  const parties = (valeur ?? {}) as Readonly<Record<string, unknown>>;
  return [
    ...colonnes.map(({ id, libelle }) => ({
      chemin: `${chemin}.${id}`,
      libelle: `${champ.libelle} – ${libelle}`,
      valeur: ecrire(champ, parties[id]),
    })),
    {
      chemin,
      libelle: `${champ.libelle} – ${definition.perennites[perennite]?.ventilation?.total ?? ''}`,
      valeur: ecrire(champ, totaux[section.id]?.[champ.id]),
    },
  ];
}

function tableauDe(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  section: Section,
  donnees: Readonly<Record<string, ValeurDeSection>>,
  totaux: Totaux,
  illisibles: Readonly<Record<string, string>>,
): TableauLu {
  const ventilation = definition.perennites[perennite]?.ventilation;
  const colonnes = ventilation?.colonnes ?? [];
  const propres = totaux[section.id] ?? {};
  const montant = (valeur: unknown): string =>
    valeur === null || valeur === undefined ? '' : ecrireNombre('euro', String(valeur));
  const saisi = (valeur: unknown, chemin: string): string => {
    const texte = illisibles[`${section.id}.${chemin}`];
    return texte === undefined ? montant(valeur) : `« ${texte} » illisible`;
  };
  const total = (cle: string): string =>
    estIncomplet(section.id, cle, illisibles)
      ? `${montant(propres[cle])} (incomplet)`.trim()
      : montant(propres[cle]);
  return {
    colonnes: ['Compte', ...colonnes.map(({ libelle }) => libelle), ventilation?.total ?? 'Montant'],
    lignes: section.champs.filter(estNombre).map((champ) => {
      const reparti = colonnesDe(definition, perennite, champ) !== null;
      const parties = reparti ? ((donnees[champ.id] ?? {}) as Readonly<Record<string, unknown>>) : {};
      return [
        champ.libelle,
        ...colonnes.map(({ id }) => saisi(parties[id], `${champ.id}.${id}`)),
        reparti ? total(champ.id) : saisi(propres[champ.id], champ.id),
      ];
    }),
    total:
      section.total === undefined
        ? null
        : [section.total, ...colonnes.map(({ id }) => total(id)), total('total')],
  };
}

function groupeLu(
  groupe: ChampGroupe,
  valeur: unknown,
  ecrire: Ecrire,
): TableauLu & { readonly titre: string } {
  const lignes = (Array.isArray(valeur) ? valeur : []) as readonly Readonly<Record<string, ValeurDeChamp>>[];
  const montres = groupe.champs.filter(
    (champ) => lignes.some((ligne) => (ligne[champ.id] ?? null) !== null) || champ.requis,
  );
  return {
    titre: groupe.libelle,
    colonnes: montres.map(({ libelle }) => libelle),
    lignes: lignes.map((ligne) => montres.map((champ) => ecrire(champ, ligne[champ.id]))),
    total: null,
  };
}

function ecrireLisible(
  definition: DefinitionDeFormulaire,
  champ: ChampDeSaisie,
  valeur: ValeurDeChamp,
  contexte: ContexteJson,
): string {
  if (valeur === null) return '';
  if (typeof valeur === 'boolean') return valeur ? 'Oui' : 'Non';
  if (estNombre(champ))
    return `${ecrireNombre(champ.type, String(valeur))}${champ.unite === undefined ? '' : ` ${champ.unite}`}`;
  switch (champ.type) {
    case 'date':
      return ecrireDate(String(valeur));
    case 'choix':
      return libelleDe(definition, champ, String(valeur), contexte);
    case 'commune':
      return lisibleCommune(String(valeur));
    default:
      return String(valeur);
  }
}

export const ecrireDate = (date: string): string => dateFr(date);

/** An exact decimal as a French reader expects it: « 1 234,50 € » for euros, « 0,8 » otherwise. */
export function ecrireNombre(type: LigneDEstimation['type'] | ChampNombre['type'], valeur: string): string {
  const nombre = valeur as Intl.StringNumericLiteral;
  return type === 'euro' ? `${EUROS.format(nombre)} €` : DECIMAUX.format(nombre);
}
/** Made once: making one costs more than a hundred numbers written. */
const EUROS = new Intl.NumberFormat('fr-FR', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const DECIMAUX = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 10 });

const UNITES: Readonly<Record<LigneDEstimation['type'], string>> = {
  euro: '',
  etp: ' Etp',
  mois: ' mois',
  heure: ' h',
  'euro-par-heure': ' € par heure',
  place: ' places',
  decimal: '',
  taux: '',
};

/**
 * A figure of a sum with its unit, digits that end nowhere cut and told as such: « 45 000,00 € », « ≈ 23
 * 333,33 € », « 43 % ».
 */
export function ecrireMesure(type: LigneDEstimation['type'], valeur: string): string {
  if (type === 'taux') return `${ecrireNombre('decimal', new Decimal(valeur).times(100).toFixed())} %`;
  const decimales = type === 'euro' ? 2 : 4;
  const exact = new Decimal(valeur);
  const environ = exact.decimalPlaces() > decimales ? '≈ ' : '';
  return `${environ}${ecrireNombre(type, exact.toDecimalPlaces(decimales, Decimal.ROUND_HALF_UP).toFixed())}${UNITES[type]}`;
}
