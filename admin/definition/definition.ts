import type { EntityName, FilterQuery } from '@mikro-orm/core';
import type { z } from 'zod';
import type { Genre, Option } from '#admin/definition/types/champ.ts';
import type { DecisionMontree } from '#admin/definition/types/decision.ts';
import type { FicheMontree, LienDeFiche } from '#admin/definition/types/fiche.ts';
import type { ChampFormulaire, ValeurSaisie } from '#admin/definition/types/formulaire.ts';
import type { Avis } from '#admin/definition/types/page.ts';
import type { Commande, Envoi, UniteDeLecture } from '#src/kernel/commande.ts';
import type { Registre } from '#src/kernel/registre.ts';
import type { ActionDe, Ressource as RessourceDroits } from '#src/kernel/droits/table.ts';

/** Resources of the rights table that somebody may read. */
type RessourceLisible = { [R in RessourceDroits]: 'lire' extends ActionDe<R> ? R : never }[RessourceDroits];

/** Values of a record, as plain data: dates `AAAA-MM-JJ`, instants ISO 8601, references by their id. */
export type Params = Readonly<Record<string, unknown>>;

/**
 * A field of a resource: what may be shown, sorted and filtered. What is not declared does not exist for the
 * screens.
 */
export interface ChampDeRessource {
  readonly libelle: string;
  readonly genre: Genre;
  /** The choices; a function where a referential in force gives them. */
  readonly options?: readonly Option[] | ((jour: DuJour) => readonly Option[]);
  /** Resource a `reference` points to. */
  readonly ressource?: string;
  readonly aide?: string;
  /** Value worked out from other fields and the day at the Caf; not sortable. */
  readonly calcul?: {
    readonly depuis: readonly string[];
    readonly valeur: (params: Params, aujourdhui: string) => unknown;
  };
  /** Filter that is not a plain comparison of the column. */
  readonly filtre?: (valeur: string, aujourdhui: string, registre: Registre) => FilterQuery<object>;
  /** The stored date is the first day without: people are shown, and filter on, the last day included. */
  readonly finExclue?: boolean;
  /** Path to sort by when it is not the field itself, e.g. `partenaire.nom`; `null` forbids sorting. */
  readonly tri?: string | null;
}

/** What rules today at the reader's. */
export interface DuJour {
  readonly registre: Pick<Registre, 'referentiel'>;
  readonly aujourdhui: string;
}
export const duJour = ({
  registre,
  aujourdhui,
}: Pick<UniteDeLecture, 'registre' | 'aujourdhui'>): DuJour => ({
  registre,
  aujourdhui: aujourdhui.toString(),
});

/** A field with the choices of the day. */
export const champDuJour = ({ options, ...champ }: ChampDeRessource, jour: DuJour) => ({
  ...champ,
  options: typeof options === 'function' ? options(jour) : options,
});

/** A record as the lists read it. */
export interface Fiche {
  readonly id: string;
  readonly titre: string;
  readonly params: Params;
}

/** The other resources, and where the back-office is. */
export interface Ailleurs {
  readonly catalogue: ReadonlyMap<string, Ressource>;
  readonly racine: string;
}

export interface ContexteFiche<E> {
  readonly unite: UniteDeLecture;
  readonly ailleurs: Ailleurs;
  readonly fiche: E;
  readonly id: string;
  /** Query of the form's address: what it is about within the record. Empty elsewhere. */
  readonly depart: Readonly<Record<string, string>>;
}

/**
 * A group of records that no column tells: asked of the list by a filter, never shown. Counters lead to it.
 */
export function groupe(
  choix: Readonly<
    Record<
      string,
      {
        readonly libelle: string;
        readonly filtre: (aujourdhui: string, registre: Registre) => FilterQuery<object>;
      }
    >
  >,
): ChampDeRessource {
  return {
    libelle: 'Suivi',
    genre: 'choix',
    tri: null,
    options: Object.entries(choix).map(([valeur, { libelle }]) => ({ valeur, libelle })),
    calcul: { depuis: ['id'], valeur: () => null },
    filtre: (valeur, aujourdhui, registre) => choix[valeur]?.filtre(aujourdhui, registre) ?? {},
  };
}

interface ActionCommune<Schema extends z.ZodType, Resultat> {
  /** Name in the address: letters and digits. */
  readonly nom: string;
  readonly libelle: string;
  /** Its right and its condition say whether the action is open; nothing else does. */
  readonly commande: Commande<Schema, Resultat>;
  /** Title of the form when it is not the label. */
  readonly titre?: string;
  readonly bouton?: string;
  readonly danger?: boolean;
  /** The action a reader most likely comes for: filled button. */
  readonly principale?: boolean;
  /**
   * Said after success. A plain sentence is followed by the mails that leave; a function says itself what
   * left. An outcome that is no good news takes another tone.
   */
  readonly succes: string | ((resultat: Resultat, envois: readonly Envoi[]) => string | Avis);
  /** Where to go after success: a record of a resource, or stay by default on the record (or its list). */
  readonly vers?: (resultat: Resultat) => { readonly ressource: string; readonly id: string };
}

/** An action on one record. */
export interface ActionDeFiche<E, Schema extends z.ZodType = z.ZodType, Resultat = unknown>
  extends ActionCommune<Schema, Resultat> {
  readonly intro?: string | ((contexte: ContexteFiche<E>) => string | Promise<string>);
  readonly champs:
    | readonly ChampFormulaire[]
    | ((contexte: ContexteFiche<E>) => readonly ChampFormulaire[] | Promise<readonly ChampFormulaire[]>);
  /** First values of the form; by default the record's values of the same names. */
  readonly valeurs?: (
    contexte: ContexteFiche<E>,
  ) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
  /**
   * What the command's condition is about, when it is not the record alone. @throws Refus when that is no
   * longer there
   */
  readonly sujet?: (contexte: ContexteFiche<E>) => object | Promise<object>;
  /** The record no longer calls for it, or not yet: not shown at all. Never a matter of rights. */
  readonly absente?: (contexte: ContexteFiche<E>) => boolean | Promise<boolean>;
  /** Reached from within the record's page, never offered at its head. */
  readonly horsEntete?: boolean;
  readonly decisions?: (contexte: ContexteFiche<E>) => Promise<readonly DecisionMontree[]>;
  /** Name under which the command receives the record's identifier; `id` by default. */
  readonly cible?: string;
  /** Input of the command from the form's values (with `version`), when they are not it already. */
  readonly saisie?: (valeurs: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

export interface ContexteListe {
  readonly unite: UniteDeLecture;
  /** Query of the form's address: values to start from, e.g. the parent record. */
  readonly depart: Readonly<Record<string, string>>;
}

/** An action of a list, such as « Créer… ». */
export interface ActionDeListe<Schema extends z.ZodType = z.ZodType, Resultat = unknown>
  extends ActionCommune<Schema, Resultat> {
  readonly intro?: string;
  readonly champs:
    | readonly ChampFormulaire[]
    | ((contexte: ContexteListe) => readonly ChampFormulaire[] | Promise<readonly ChampFormulaire[]>);
  readonly valeurs?: (
    contexte: ContexteListe,
  ) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
  readonly saisie?: (valeurs: Readonly<Record<string, unknown>>) => unknown;
  /** Reached from another record only, never offered above the list. */
  readonly horsListe?: boolean;
}

/** What a record's page shows beside the fields; each part is optional. */
export type ComplementDeFiche = Partial<
  Pick<
    FicheMontree,
    'etat' | 'alertes' | 'tables' | 'decisions' | 'chronologie' | 'texteBrut' | 'suite' | 'actions'
  >
> & {
  readonly surtitre?: string;
  readonly titre?: string;
};

export interface DefinitionRessource<E extends object> {
  /** Identifier in the address, plural, with hyphens: `contrats-service`. */
  readonly id: string;
  readonly entite: EntityName<E>;
  /** Resource of the rights table: who reads, and which fields. */
  readonly droit: RessourceLisible;
  readonly libelle: string;
  readonly singulier: string;
  /** Menu group; `null` keeps the resource out of the menu. */
  readonly groupe: string | null;
  readonly description?: string;
  /** Primary key; `id` (uuid) by default. */
  readonly cle?: { readonly nom: string; readonly uuid: boolean };
  readonly titre: {
    readonly depuis: readonly string[];
    readonly texte: (params: Params, jour: DuJour) => string;
  };
  readonly champs: Readonly<Record<string, ChampDeRessource>>;
  readonly liste: readonly string[];
  readonly filtres?: readonly string[];
  readonly recherche?: { readonly libelle: string; readonly champs: readonly string[] };
  readonly tri: { readonly champ: string; readonly sens: 'asc' | 'desc' };
  /**
   * Groups of fields of the record's page; one `siRemplie` is left out while all its fields are empty, one
   * `repliee` opens on demand.
   */
  readonly sections?: readonly {
    readonly titre: string;
    readonly intro?: string;
    readonly champs: readonly string[];
    readonly siRemplie?: boolean;
    readonly repliee?: boolean;
  }[];
  /**
   * Labels and addresses of the fields that are told from several tables: by record, for a whole page at
   * once.
   */
  readonly completer?: (
    unite: UniteDeLecture,
    fiches: readonly Fiche[],
    ailleurs: Ailleurs,
  ) => Promise<ReadonlyMap<string, Readonly<Record<string, LienDeFiche>>>>;
  readonly complement?: (contexte: ContexteFiche<E>) => Promise<ComplementDeFiche>;
  readonly actionsDeListe?: readonly ActionDeListe[];
  readonly actionsDeFiche?: readonly ActionDeFiche<E>[];
  /** Screens that stand in place of the generic one, by action: `{ show: 'decision' }`. */
  readonly ecrans?: Readonly<Record<string, string>>;
}

/** A resource once declared: its record type is known to its own functions alone. */
export type Ressource = Omit<DefinitionRessource<object>, 'entite' | 'dossier' | 'actionsDeFiche'> & {
  readonly entite: EntityName<object>;
  readonly complement?: (contexte: ContexteFiche<object>) => Promise<ComplementDeFiche>;
  readonly actionsDeFiche: readonly ActionDeFiche<object>[];
  readonly actionsDeListe: readonly ActionDeListe[];
  readonly cle: { readonly nom: string; readonly uuid: boolean };
};

/**
 * Declares a resource of the back-office.
 * @throws Error at start when a name is wrong: an undeclared field in a list, two actions of one name
 */
export function definirRessource<E extends object>(definition: DefinitionRessource<E>): Ressource {
  const { champs, liste, filtres = [], sections = [], tri } = definition;
  const cites = [...liste, ...filtres, ...sections.flatMap((section) => section.champs), tri.champ];
  for (const nom of cites) {
    if (!Object.hasOwn(champs, nom))
      throw new Error(`admin resource ${definition.id}: field ${nom} is not declared`);
  }
  const noms = [...(definition.actionsDeListe ?? []), ...(definition.actionsDeFiche ?? [])].map(
    ({ nom }) => nom,
  );
  if (new Set(noms).size < noms.length)
    throw new Error(`admin resource ${definition.id}: two actions have one name`);
  // The record type is the resource's own affair: what loads a record gives it back to the same definition.
  return {
    cle: { nom: 'id', uuid: true },
    actionsDeListe: [],
    actionsDeFiche: [],
    ...definition,
  } as unknown as Ressource;
}

/** Declares an action on a record; the entity and the command give its functions their types. */
export function actionDeFiche<E extends object, Schema extends z.ZodType, Resultat>(
  _entite: EntityName<E>,
  action: ActionDeFiche<E, Schema, Resultat>,
): ActionDeFiche<E> {
  return action as unknown as ActionDeFiche<E>;
}

/** Declares an action of a list, its command's types inferred. */
export function actionDeListe<Schema extends z.ZodType, Resultat>(
  action: ActionDeListe<Schema, Resultat>,
): ActionDeListe {
  return action as unknown as ActionDeListe;
}

/** A value of a source; `comprise` when the text searched designates it and no other. */
export interface Proposition {
  readonly id: string;
  readonly libelle: string;
  readonly comprise: boolean;
}

/**
 * Values that are not records of ours, offered by a `reference` field whose `ressource` is `source:<nom>`;
 * its command reads a text as well as an id.
 */
export interface Source {
  readonly nom: string;
  readonly proposer: (texte: string) => readonly Proposition[];
  readonly libelle: (id: string) => string | null;
}

export type { ChampFormulaire, ValeurSaisie };
