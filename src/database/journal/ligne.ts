/** What a change set says in the journal. */
import { ChangeSetType, type ChangeSet } from '@mikro-orm/core';
import { estJournalisee } from '#src/kernel/journal/donnees-personnelles.ts';
import type { Journal } from '#src/kernel/journal/journal.ts';
import { serialise } from './empreinte.ts';

/** What a unit of work did, gathered flush after flush and written once, just before the commit. */
export interface LigneDeJournal {
  readonly contexte: Readonly<ContexteDeLigne>;
  readonly entite: string;
  readonly entiteId: string;
  /** Partner the record belongs to: his people read what an agent did to it. */
  readonly partenaireId: string | null;
  readonly genre: Journal['genre'];
  readonly valeurs: readonly ValeurChangee[];
}
/** The command a line comes from, and the reason the actor gave. */
export interface ContexteDeLigne {
  readonly commande: string;
  motif: string | null;
  /** Account of the person the program acts for, at the shell; the actor's own otherwise. */
  acteurId?: string;
}
interface ValeurChangee {
  readonly champ: string;
  readonly avant: unknown;
  readonly apres: unknown;
}

/** Leaves that differ between two JSON values, by path: a draft saved again journals only what moved. */
function feuillesChangees(champ: string, avant: unknown, apres: unknown): ValeurChangee[] {
  if (estObjet(avant) && estObjet(apres)) {
    const cles = new Set([...Object.keys(avant), ...Object.keys(apres)]);
    return [...cles].flatMap((cle) => feuillesChangees(`${champ}.${cle}`, avant[cle], apres[cle]));
  }
  return serialise(normal(avant)) === serialise(normal(apres)) ? [] : [{ champ, avant, apres }];
}

/** Plain JSON of a property value: dates in ISO, references by their id. */
function normal(valeur: unknown): unknown {
  if (valeur instanceof Date) return valeur.toISOString();
  if (estObjet(valeur) && '__meta' in valeur && 'id' in valeur) return valeur['id'];
  return valeur ?? null;
}

/** A JSON column, compared value by value: the change set carries it as text. */
function lireColonne(brut: unknown, actuel: unknown): unknown {
  return typeof brut === 'string' && estObjet(actuel) && !('__meta' in actuel)
    ? JSON.parse(brut)
    : normal(brut);
}

/** The journal line of one change set, or null when the journal leaves it out. */
export function ligneDe(
  changement: ChangeSet<object>,
  contexte: Readonly<ContexteDeLigne>,
): LigneDeJournal | null {
  if (!estJournalisee(changement.name)) return null;
  const genre = {
    [ChangeSetType.CREATE]: 'creation',
    [ChangeSetType.UPDATE]: 'modification',
    [ChangeSetType.DELETE]: 'suppression',
  }[changement.type as 'create' | 'update' | 'delete'] as Journal['genre'];
  const avant = (changement.originalEntity ?? {}) as Record<string, unknown>;
  const apres =
    changement.type === ChangeSetType.DELETE ? {} : (changement.payload as Record<string, unknown>);
  const champs = new Set(
    changement.type === ChangeSetType.UPDATE
      ? Object.keys(apres)
      : [...Object.keys(avant), ...Object.keys(apres)],
  );
  champs.delete('version');
  const actuel = changement.entity as Readonly<Record<string, unknown>>;
  const valeurs = [...champs].flatMap((champ) =>
    feuillesChangees(
      champ,
      lireColonne(avant[champ], actuel[champ]),
      lireColonne(apres[champ], actuel[champ]),
    ),
  );
  const entiteId = String(actuel['id'] ?? actuel['empreinte']);
  const partenaireId = changement.name === 'Partenaire' ? entiteId : normal(actuel['partenaire']);
  return {
    contexte,
    entite: changement.name,
    entiteId,
    partenaireId: typeof partenaireId === 'string' ? partenaireId : null,
    genre,
    valeurs,
  };
}

const estObjet = (valeur: unknown): valeur is Record<string, unknown> =>
  typeof valeur === 'object' && valeur !== null && !(valeur instanceof Date);
