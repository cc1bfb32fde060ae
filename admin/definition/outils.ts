import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import { montrerConstat } from '#admin/definition/refus.ts';
import type { Cellule } from '#admin/definition/types/champ.ts';
import type { DecisionMontree } from '#admin/definition/types/decision.ts';
import type { ActionDeTable, TableDeFiche } from '#admin/definition/types/fiche.ts';
import { JEUX } from '#admin/definition/libelles.ts';
import type { Commande, UniteDeLecture } from '#src/kernel/commande.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { valeurTracee } from '#src/kernel/decision/mots.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { lireJour } from '#src/engine/saisie/index.ts';
import { dateFr, veille } from '#src/kernel/francais.ts';

export const RACINE = '/gestion';

export const adresse = (ressource: string, id: string, action = 'show'): string =>
  `${RACINE}/resources/${ressource}/records/${id}/${action}`;
/** Filters of a list as its address carries them. */
export const parametresDeListe = (filtres: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(filtres).map(([nom, valeur]) => [`filters.${nom}`, valeur]));
export const adresseListe = (ressource: string, filtres: Readonly<Record<string, string>> = {}): string => {
  const requete = new URLSearchParams(parametresDeListe(filtres)).toString();
  return `${RACINE}/resources/${ressource}${requete ? `?${requete}` : ''}`;
};
export const adresseAction = (
  ressource: string,
  action: string,
  depart: Readonly<Record<string, string>> = {},
): string => {
  const requete = new URLSearchParams(depart).toString();
  return `${RACINE}/resources/${ressource}/actions/${action}${requete ? `?${requete}` : ''}`;
};

/** An action of a table, open or closed by what its command would answer about the record. */
export async function acteDeTable<Fiche extends object>(
  unite: UniteDeLecture,
  libelle: string,
  href: string,
  commande: Pick<Commande<z.ZodType, unknown, Fiche>, 'droit' | 'condition'>,
  fiche?: Fiche,
): Promise<ActionDeTable> {
  return { libelle, href, pourquoi: (await pourquoi(unite, commande, fiche)) ?? undefined };
}

/** Cells of a table, by kind of value. */
export const texte = (valeur: unknown, href?: string): Cellule => ({ genre: 'texte', valeur, href });
export const date = (valeur: unknown): Cellule => ({ genre: 'date', valeur });
export const instant = (valeur: Date | string | null | undefined): Cellule => ({
  genre: 'instant',
  valeur: valeur instanceof Date ? valeur.toISOString() : valeur,
});
export const etp = (valeur: unknown): Cellule => ({ genre: 'etp', valeur });
export const euro = (valeur: unknown): Cellule => ({ genre: 'euro', valeur });
export const booleen = (valeur: boolean): Cellule => ({ genre: 'booleen', valeur });
export const lien = (libelle: string, ressource: string, id: string): Cellule => ({
  genre: 'texte',
  valeur: libelle,
  libelle,
  href: adresse(ressource, id),
});
export const etat = (option: { libelle: string; ton: Cellule['ton'] }): Cellule => ({
  genre: 'texte',
  valeur: option.libelle,
  ...option,
});

/** The last day included of a period whose end is excluded: what a person means by « jusqu'au ». */
export const dernierJour = (finExclue: string | null): string | null =>
  finExclue === null ? null : veille(finExclue);

/** « du 01/01/2026 au 31/12/2026 », the last day included. */
export function periode({ du, au }: { readonly du: string; readonly au: string | null }): string {
  const fin = dernierJour(au);
  return fin ? `du ${dateFr(du)} au ${dateFr(fin)}` : `depuis le ${dateFr(du)}`;
}

/**
 * The form asks for the last day; the command takes the first day without. A text that is no day goes on as
 * it is, to be refused there.
 */
export function lendemainSaisi(dernier: unknown): unknown {
  const lu = typeof dernier === 'string' ? lireJour(dernier) : null;
  return lu && 'jour' in lu ? Temporal.PlainDate.from(lu.jour).add({ days: 1 }).toString() : dernier;
}

/** A recorded decision as the screens show it. */
function montrerDecision(registre: UniteDeLecture['registre'], decision: Decision): DecisionMontree {
  return {
    id: decision.id,
    titre: JEUX[decision.jeu] ?? decision.jeu,
    jeu: decision.jeu,
    version: decision.versionRegle,
    empreinte: decision.empreinte,
    date: decision.dateReference,
    etat: decision.etat,
    constats: decision.constats.map(montrerConstat),
    calculs: calculsLus(registre, decision.empreinte, decision.calculs),
    manquants: decision.manquants,
    fictif: decision.constats.some(({ certitude }) => certitude === 'fictif')
      ? 'Prix plafond fictif : ce montant n’a pas de valeur.'
      : undefined,
  };
}

/** What a decision worked out, in the words and the units of the rule file it was made by. */
function calculsLus(
  registre: UniteDeLecture['registre'],
  empreinte: string,
  calculs: Readonly<Record<string, string>>,
): DecisionMontree['calculs'] {
  const derives = registre.reglesParEmpreinte(empreinte)?.faitsDerives ?? {};
  return Object.entries(calculs).map(([nom, valeur]) => ({
    libelle: derives[nom]?.libelle ?? nom,
    valeur: valeurTracee(derives[nom], valeur),
  }));
}

/** Decisions recorded about a subject, the latest first. */
export async function decisionsSur(
  { em, registre }: UniteDeLecture,
  sujetType: string,
  sujetId: string,
): Promise<DecisionMontree[]> {
  const decisions = await em.find(
    Decision,
    { sujetType, sujetId },
    { orderBy: { priseLe: 'desc', id: 'asc' }, limit: 20 },
  );
  const libelles = await libellesDesIssues(em, decisions);
  return decisions.map((decision) => ({
    ...montrerDecision(registre, decision),
    issues: decision.issues.map((issue) => libelles.get(`${decision.empreinte}/${issue}`) ?? issue),
  }));
}

/** Outcomes in the words of the rule file each decision was made by. */
async function libellesDesIssues(
  em: UniteDeLecture['em'],
  decisions: readonly Decision[],
): Promise<Map<string, string>> {
  const empreintes = [...new Set(decisions.map(({ empreinte }) => empreinte))];
  if (empreintes.length === 0) return new Map();
  const versions = await em.execute<
    { empreinte: string; issues: Readonly<Record<string, { libelle: string }>> | null }[]
  >(
    "select empreinte, canonique::jsonb -> 'decision' -> 'issues' as issues from version_regle where empreinte in (?)",
    [empreintes],
  );
  return new Map(
    versions.flatMap(({ empreinte, issues }) =>
      Object.entries(issues ?? {}).map(([code, { libelle }]) => [`${empreinte}/${code}`, libelle] as const),
    ),
  );
}

/** A table of related records. */
export function table(
  titre: string,
  colonnes: readonly string[],
  lignes: TableDeFiche['lignes'],
  vide: string,
  reste: Partial<TableDeFiche> = {},
): TableDeFiche {
  return { titre, colonnes, lignes, vide, ...reste };
}
