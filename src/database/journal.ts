import canonicalize from 'canonicalize';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { ChangeSetType, type ChangeSet } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { estJournalisee, estPersonnel, estVolumineux } from '#src/domain/journal/donnees-personnelles.ts';
import type { Changement, Journal } from '#src/domain/journal/journal.ts';

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
/** Who acts, for all the lines of one unit. */
export interface EnTeteDeJournal {
  readonly chaine: string;
  readonly partenaireId: string | null;
  readonly le: Date;
  readonly acteurId: string | null;
  readonly acteurRole: string;
  readonly requeteId: string;
}

/** What the first line of a chain follows. */
export const ORIGINE = '0'.repeat(64);
const TAILLE_DE_LOT = 500;

const sha256 = (texte: string): string => createHash('sha256').update(texte).digest('hex');
const serialise = (valeur: unknown): string => canonicalize(valeur ?? null) ?? 'null';
const estObjet = (valeur: unknown): valeur is Record<string, unknown> =>
  typeof valeur === 'object' && valeur !== null && !(valeur instanceof Date);

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
  return typeof brut === 'string' && estObjet(actuel) && !('__meta' in actuel) ? JSON.parse(brut) : normal(brut);
}

/** The journal line of one change set, or null when the journal leaves it out. */
export function ligneDe(changement: ChangeSet<object>, contexte: Readonly<ContexteDeLigne>): LigneDeJournal | null {
  if (!estJournalisee(changement.name)) return null;
  const genre = { [ChangeSetType.CREATE]: 'creation', [ChangeSetType.UPDATE]: 'modification', [ChangeSetType.DELETE]: 'suppression' }[changement.type as 'create' | 'update' | 'delete'] as Journal['genre'];
  const avant = (changement.originalEntity ?? {}) as Record<string, unknown>;
  const apres = changement.type === ChangeSetType.DELETE ? {} : (changement.payload as Record<string, unknown>);
  const champs = new Set(changement.type === ChangeSetType.UPDATE ? Object.keys(apres) : [...Object.keys(avant), ...Object.keys(apres)]);
  champs.delete('version');
  const actuel = changement.entity as Readonly<Record<string, unknown>>;
  const valeurs = [...champs].flatMap((champ) => feuillesChangees(champ, lireColonne(avant[champ], actuel[champ]), lireColonne(apres[champ], actuel[champ])));
  const entiteId = String(actuel['id'] ?? actuel['empreinte']);
  const partenaireId = changement.name === 'Partenaire' ? entiteId : normal(actuel['partenaire']);
  return { contexte, entite: changement.name, entiteId, partenaireId: typeof partenaireId === 'string' ? partenaireId : null, genre, valeurs };
}

/**
 * Appends the lines to the chain of a Caf. The chain's head is locked, last of all locks, until the commit:
 * writers of other Caf do not wait. Each line's hash covers the former line's hash and all it says.
 */
export async function ajouterAuJournal(em: EntityManager, enTete: EnTeteDeJournal, lignes: readonly LigneDeJournal[]): Promise<void> {
  if (lignes.length === 0) return;
  // Creates the head or locks it: an update that changes nothing takes the row's lock.
  const [tete] = await em.execute<{ rang: number; empreinte: string }[]>(
    'insert into journal_tete as tete (chaine, rang, empreinte) values (?, 0, ?) on conflict (chaine) do update set rang = tete.rang returning rang, empreinte', [enTete.chaine, ORIGINE]);
  if (!tete) throw new Error(`journal: no head for chain ${enTete.chaine}`);
  let { rang, empreinte } = tete;
  const journal: unknown[][] = [];
  const personnelles: unknown[][] = [];
  for (const ligne of lignes) {
    rang += 1;
    const id = randomUUID();
    const changements: Record<string, Changement> = {};
    for (const valeur of ligne.valeurs) {
      if (estVolumineux(ligne.entite, valeur.champ)) {
        changements[valeur.champ] = { engagementApres: sha256(serialise(valeur.apres)) };
      } else if (estPersonnel(ligne.entite, valeur.champ)) {
        changements[valeur.champ] = {
          ...engager(personnelles, id, valeur.champ, 'avant', valeur.avant),
          ...engager(personnelles, id, valeur.champ, 'apres', valeur.apres),
        };
      } else {
        changements[valeur.champ] = { avant: valeur.avant ?? null, apres: valeur.apres ?? null };
      }
    }
    const precedente = empreinte;
    const partenaireId = ligne.partenaireId ?? enTete.partenaireId;
    empreinte = empreinteDeLigne({ ...enTete, ...ligne.contexte, id, rang, partenaireId, entite: ligne.entite, entiteId: ligne.entiteId, genre: ligne.genre, changements, precedente });
    journal.push([id, enTete.chaine, partenaireId, rang, enTete.le, ligne.contexte.acteurId ?? enTete.acteurId, enTete.acteurRole, ligne.contexte.commande,
      enTete.requeteId, ligne.entite, ligne.entiteId, ligne.genre, ligne.contexte.motif, JSON.stringify(changements), precedente, empreinte]);
  }
  await inserer(em, 'journal (id, chaine, partenaire_id, rang, le, acteur_id, acteur_role, commande, requete_id, entite, entite_id, genre, motif, changements, precedente, empreinte)', journal);
  await inserer(em, 'journal_valeur (id, journal_id, champ, cote, valeur, sel)', personnelles);
  await em.execute('update journal_tete set rang = ?, empreinte = ? where chaine = ?', [rang, empreinte, enTete.chaine]);
}

/** Hash of one line: everything it says, and the hash of the line before. */
export function empreinteDeLigne(ligne: Omit<Journal, 'empreinte' | 'le'> & { readonly le: Date | string }): string {
  const { id, chaine, partenaireId, rang, le, acteurId, acteurRole, commande, requeteId, entite, entiteId, genre, motif, changements, precedente } = ligne;
  const instant = typeof le === 'string' ? le : le.toISOString();
  return sha256(serialise({ id, chaine, partenaireId, rang, le: instant, acteurId, acteurRole, commande, requeteId, entite, entiteId, genre, motif, changements, precedente }));
}

/** What stands in the chain for a personal value. @param texte canonical JSON of the value */
export const engagementDe = (sel: string, texte: string): string => sha256(`${sel}:${texte}`);

function engager(personnelles: unknown[][], journalId: string, champ: string, cote: 'avant' | 'apres', valeur: unknown): Changement {
  if (valeur === null || valeur === undefined) return {};
  const sel = randomBytes(16).toString('hex');
  const texte = serialise(valeur);
  personnelles.push([randomUUID(), journalId, champ, cote, texte, sel]);
  const engagement = engagementDe(sel, texte);
  return cote === 'avant' ? { engagementAvant: engagement } : { engagementApres: engagement };
}

async function inserer(em: EntityManager, cible: string, lignes: readonly unknown[][]): Promise<void> {
  for (let debut = 0; debut < lignes.length; debut += TAILLE_DE_LOT) {
    const lot = lignes.slice(debut, debut + TAILLE_DE_LOT);
    const places = lot.map((ligne) => `(${ligne.map(() => '?').join(', ')})`).join(', ');
    await em.execute(`insert into ${cible} values ${places}`, lot.flat());
  }
}
