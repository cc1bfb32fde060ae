import {
  fusionner,
  fusionnerLignes,
  memeLigne,
  type FusionDeLignes,
  type Ligne,
  type LigneFusionnee,
  type Parti,
  type Trois,
} from '#src/kernel/fusion.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { champA, estGroupe, sectionsDe } from '#src/domain/formulaire/champs.ts';
import type { ChampGroupe, DefinitionDeFormulaire, Volet } from '#src/domain/formulaire/definition.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { brutDe, lireVolet, type Brut } from '#src/domain/formulaire/saisie/lire.ts';

/** Form a volet is typed in. */
export interface FormulaireDeVolet {
  readonly definition: DefinitionDeFormulaire;
  readonly volet: Volet;
  readonly perennite: Perennite;
  readonly contexte: ContexteJson;
}

/** A field, or a row of a list, that two people changed each in his way. */
export interface Dispute {
  /**
   * Path of the field; of a row, that of the list and its rank as it was opened; of a list as a whole, its
   * own.
   */
  readonly cle: string;
  /** Path it is shown under: rows are numbered as the person sees them. */
  readonly chemin: string;
  /** Texts by the end of their path, '' for the field itself; null for a row taken away. */
  readonly saisie: Ligne | null;
  readonly actuelle: Ligne | null;
}

/**
 * A choice between two values, and what was recorded when it was made: it says nothing of a value nobody saw.
 */
export interface ChoixDeDispute {
  readonly parti: Parti;
  readonly vue: Ligne | null;
}

/** What a volet becomes when it was saved by others since it was opened. */
export interface FusionDeVolet {
  /** To be recorded: all that is settled, and of what is not, what is recorded already. */
  readonly donnees: Readonly<Record<string, string>>;
  readonly disputes: readonly Dispute[];
  /**
   * Fields and lists not recorded as they were typed: they are compared again, from the value they were
   * opened with.
   */
  readonly enAttente: readonly string[];
  /** Fields taken over from others, or chosen theirs. */
  readonly repris: Readonly<Record<string, string>>;
  /** Lists whose rows are not those that were typed. */
  readonly lignes: Readonly<Record<string, readonly LigneFusionnee[]>>;
}

/**
 * Merges a volet three ways. Texts are compared as they are understood: « 1 234,5 » and « 1234,50 » are one
 * value.
 * @param choix what was chosen, by {@link Dispute.cle}
 */
export function fusionnerVolet(
  formulaire: FormulaireDeVolet,
  { ouvertes, saisies, actuelles }: Trois<Brut>,
  choix: Readonly<Record<string, ChoixDeDispute>> = {},
): FusionDeVolet {
  const { definition, volet, perennite, contexte } = formulaire;
  const compris = (brut: Brut): Record<string, string> =>
    brutDe(definition, volet, perennite, lireVolet(definition, volet, perennite, brut, contexte).donnees);
  const trois = { ouvertes: compris(ouvertes), saisies: compris(saisies), actuelles: compris(actuelles) };
  const partiDe = (cle: string, actuelle: Ligne | null): Parti | undefined => {
    const fait = Object.hasOwn(choix, cle) ? choix[cle] : undefined;
    return fait && memeLigne(fait.vue, actuelle) ? fait.parti : undefined;
  };
  const listes = groupesDe(formulaire).map(({ chemin, groupe }) =>
    fusionnerListe(chemin, groupe, trois, partiDe),
  );
  const dansUneListe = (champ: string): boolean =>
    listes.some(({ chemin }) => champ.startsWith(`${chemin}.`));
  const champs = [...new Set(Object.values(trois).flatMap((brut) => Object.keys(brut)))].filter(
    (champ) => !dansUneListe(champ),
  );
  const simples = fusionnerChamps(champs, trois, partiDe, definition, compris);
  const donnees = {
    ...simples.donnees,
    ...(Object.assign(
      {},
      ...listes.map(({ chemin, lignes }) =>
        enTextes(
          chemin,
          lignes.map(({ ligne }) => ligne),
        ),
      ),
    ) as Record<string, string>),
  };
  const reprises = champs.filter(
    (champ) => !simples.enAttente.includes(champ) && (trois.saisies[champ] ?? '') !== (donnees[champ] ?? ''),
  );
  return {
    donnees,
    disputes: [...simples.disputes, ...listes.flatMap(({ disputes }) => disputes)],
    enAttente: [
      ...simples.enAttente,
      ...listes.filter(({ disputes }) => disputes.length > 0).map(({ chemin }) => chemin),
    ],
    repris: Object.fromEntries(reprises.map((champ) => [champ, donnees[champ] ?? ''])),
    lignes: Object.fromEntries(
      listes
        .filter(({ disputes, change }) => disputes.length === 0 && change)
        .map(({ chemin, lignes }) => [chemin, lignes]),
    ),
  };
}

type Textes = Readonly<Record<string, string>>;
type PartiDe = (cle: string, actuelle: Ligne | null) => Parti | undefined;

/**
 * Fields outside lists. A field that another one would hide, the two being typed by two people, makes a
 * dispute of that other one.
 */
function fusionnerChamps(
  champs: readonly string[],
  trois: Trois<Textes>,
  partiDe: PartiDe,
  definition: DefinitionDeFormulaire,
  compris: (brut: Brut) => Textes,
) {
  const { saisies, actuelles } = trois;
  const { gardes, disputes } = fusionner(champs, trois);
  const partis = new Map(disputes.map((champ) => [champ, partiDe(champ, { '': actuelles[champ] ?? '' })]));
  const forces = new Set<string>();
  for (;;) {
    const miens = champs.filter((champ) =>
      forces.has(champ)
        ? partiDe(champ, { '': actuelles[champ] ?? '' }) === 'mienne'
        : gardes.includes(champ) || partis.get(champ) === 'mienne',
    );
    const donnees = Object.fromEntries(
      champs.map((champ) => [champ, (miens.includes(champ) ? saisies[champ] : actuelles[champ]) ?? '']),
    );
    const lues = compris(donnees);
    const caches = champs.filter((champ) => donnees[champ] !== '' && (lues[champ] ?? '') === '');
    const enCause = caches
      .flatMap((champ) => declencheurDe(definition, champ) ?? [])
      .filter((champ) => !forces.has(champ) && (saisies[champ] ?? '') !== (actuelles[champ] ?? ''));
    if (enCause.length > 0) {
      for (const champ of enCause) forces.add(champ);
      continue;
    }
    const ouverts = champs.filter(
      (champ) =>
        (forces.has(champ) || partis.has(champ)) &&
        partiDe(champ, { '': actuelles[champ] ?? '' }) === undefined,
    );
    const retenus = caches.filter((champ) =>
      ouverts.some((ouvert) => declencheurDe(definition, champ) === ouvert),
    );
    return {
      donnees: { ...donnees, ...Object.fromEntries(retenus.map((champ) => [champ, actuelles[champ] ?? ''])) },
      enAttente: [...ouverts, ...retenus],
      disputes: ouverts.map(
        (champ): Dispute => ({
          cle: champ,
          chemin: champ,
          saisie: { '': saisies[champ] ?? '' },
          actuelle: { '': actuelles[champ] ?? '' },
        }),
      ),
    };
  }
}

/** Path of the field that shows or hides another. */
function declencheurDe(definition: DefinitionDeFormulaire, chemin: string): string | undefined {
  const situe = champA(definition, chemin);
  if (!situe || estGroupe(situe.champ) || situe.champ.montrerSi === undefined) return undefined;
  return `${situe.section.id}.${situe.champ.montrerSi.champ}`;
}

interface ListeFusionnee {
  readonly chemin: string;
  readonly lignes: readonly LigneFusionnee[];
  readonly disputes: readonly Dispute[];
  /** Its rows are not those that were typed. */
  readonly change: boolean;
}

/**
 * One list. While one of its rows is in dispute nothing typed in it is recorded; too long once merged, one of
 * the two lists is chosen.
 */
function fusionnerListe(
  chemin: string,
  groupe: ChampGroupe,
  trois: Trois<Textes>,
  partiDe: PartiDe,
): ListeFusionnee {
  const listes = {
    ouvertes: lignesDe(trois.ouvertes, chemin),
    saisies: lignesDe(trois.saisies, chemin),
    actuelles: lignesDe(trois.actuelles, chemin),
  };
  const cleDe = (ouverte: number): string => `${chemin}.${ouverte}`;
  const fusion = fusionnerLignes(listes, ({ ouverte, actuelle }) => partiDe(cleDe(ouverte), actuelle));
  const telles = (lignes: readonly Ligne[], saisies: boolean): LigneFusionnee[] =>
    lignes.map((ligne, rang) => ({ ligne, saisie: saisies ? rang : null }));
  if (fusion.disputes.length > 0) {
    // All of them, those chosen already included: the list is recorded as a whole or not at all.
    const { disputes } = fusionnerLignes(listes);
    return {
      chemin,
      change: false,
      lignes: telles(listes.actuelles, false),
      disputes: disputes.map(({ ouverte, rang, saisie, actuelle }) => ({
        cle: cleDe(ouverte),
        chemin: `${chemin}.${rang}`,
        saisie,
        actuelle,
      })),
    };
  }
  if (!tropLongue(fusion, groupe))
    return {
      chemin,
      disputes: [],
      lignes: fusion.lignes,
      change: !memeListe(
        fusion.lignes.map(({ ligne }) => ligne),
        listes.saisies,
      ),
    };
  const [saisie, actuelle] = [enTextes('', listes.saisies), enTextes('', listes.actuelles)];
  const parti = partiDe(chemin, actuelle);
  if (parti === undefined)
    return {
      chemin,
      change: false,
      lignes: telles(listes.actuelles, false),
      disputes: [{ cle: chemin, chemin, saisie, actuelle }],
    };
  return parti === 'mienne'
    ? { chemin, change: false, disputes: [], lignes: telles(listes.saisies, true) }
    : { chemin, change: true, disputes: [], lignes: telles(listes.actuelles, false) };
}

const tropLongue = ({ lignes }: FusionDeLignes, { maximum }: ChampGroupe): boolean => lignes.length > maximum;
const memeListe = (une: readonly Ligne[], autre: readonly Ligne[]): boolean =>
  une.length === autre.length && une.every((ligne, rang) => memeLigne(ligne, autre[rang] ?? null));

function groupesDe({
  definition,
  perennite,
  volet,
}: FormulaireDeVolet): { readonly chemin: string; readonly groupe: ChampGroupe }[] {
  return sectionsDe(definition, perennite, volet).flatMap((section) =>
    section.champs.filter(estGroupe).map((groupe) => ({ chemin: `${section.id}.${groupe.id}`, groupe })),
  );
}

/** The rows of a list among the texts of a form, which are numbered from 0. */
function lignesDe(textes: Textes, chemin: string): Ligne[] {
  const lignes: Record<string, string>[] = [];
  for (const [champ, texte] of Object.entries(textes)) {
    if (!champ.startsWith(`${chemin}.`)) continue;
    const [rang = '', colonne = ''] = champ.slice(chemin.length + 1).split('.');
    (lignes[Number(rang)] ??= {})[colonne] = texte;
  }
  return lignes;
}

function enTextes(chemin: string, lignes: readonly Ligne[]): Record<string, string> {
  const debut = chemin === '' ? '' : `${chemin}.`;
  return Object.fromEntries(
    lignes.flatMap((ligne, rang) =>
      Object.entries(ligne).map(([colonne, texte]) => [`${debut}${rang}.${colonne}`, texte]),
    ),
  );
}
