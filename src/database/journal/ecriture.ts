import canonicalize from 'canonicalize';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { ChangeSetType, type ChangeSet } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { direInconservable, premierInconservable } from '#src/kernel/saisie/bien-forme.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import { estJournalisee, estPersonnel, estVolumineux } from '#src/kernel/journal/donnees-personnelles.ts';
import type { Changement, Journal } from '#src/kernel/journal/journal.ts';

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

/** A line as it is read again to be checked. */
export interface LigneLue extends Omit<Journal, 'le'> {
  /** With microseconds: a line whose instant is not ours is seen. */
  readonly le: string;
}
/** Columns of a {@link LigneLue}. */
export const COLONNES_LUES = `id, chaine, partenaire_id as "partenaireId", rang,
  regexp_replace(to_char(le at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '000Z$', 'Z') as le, acteur_id as "acteurId", acteur_role as "acteurRole",
  commande, requete_id as "requeteId", entite, entite_id as "entiteId", genre, motif, changements, precedente, empreinte`;

/**
 * What was given to the journal would be stored otherwise: hashed, it would make the chain wrong for ever.
 */
export class LigneInconservable extends SaisieInvalide {
  constructor(phrase: string) {
    super(`Cette action ne peut pas être inscrite au journal telle quelle. ${phrase}`);
  }
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

/**
 * Appends the lines to the chain of a Caf. The chain's head is locked, last of all locks, until the commit:
 * writers of other Caf do not wait. Each line's hash covers the former line's hash and all it says.
 */
export async function ajouterAuJournal(
  em: EntityManager,
  enTete: EnTeteDeJournal,
  lignes: readonly LigneDeJournal[],
): Promise<void> {
  if (lignes.length === 0) return;
  // Creates the head or locks it: an update that changes nothing takes the row's lock.
  const [tete] = await em.execute<{ rang: number; empreinte: string }[]>(
    'insert into journal_tete as tete (chaine, rang, empreinte) values (?, 0, ?) on conflict (chaine) do update set rang = tete.rang returning rang, empreinte',
    [enTete.chaine, ORIGINE],
  );
  if (!tete) throw new Error(`journal: no head for chain ${enTete.chaine}`);
  let { rang, empreinte } = tete;
  const { acteurRole, requeteId } = enTete;
  const journal: unknown[][] = [];
  const personnelles: unknown[][] = [];
  for (const ligne of lignes) {
    rang += 1;
    const id = randomUUID();
    const changements: Record<string, Changement> = {};
    for (const { champ, ...valeur } of ligne.valeurs) {
      if (Object.hasOwn(changements, champ))
        throw new LigneInconservable(`Deux valeurs y porteraient le même nom, « ${champ} ».`);
      const [avant, apres] = [conservee(champ, valeur.avant), conservee(champ, valeur.apres)];
      if (estVolumineux(ligne.entite, champ))
        changements[champ] = { engagementApres: sha256(serialise(apres)) };
      else if (estPersonnel(ligne.entite, champ))
        changements[champ] = {
          ...engager(personnelles, id, champ, 'avant', avant),
          ...engager(personnelles, id, champ, 'apres', apres),
        };
      else changements[champ] = { avant, apres };
    }
    const precedente = empreinte;
    const { commande, motif } = ligne.contexte;
    const inscrite = {
      id,
      chaine: enTete.chaine,
      partenaireId: minuscules(ligne.partenaireId ?? enTete.partenaireId),
      rang,
      le: enTete.le,
      acteurId: minuscules(ligne.contexte.acteurId ?? enTete.acteurId),
      acteurRole,
      commande,
      requeteId,
      entite: ligne.entite,
      entiteId: ligne.entiteId,
      genre: ligne.genre,
      motif,
      changements,
      precedente,
    };
    exigerConservable(inscrite);
    empreinte = empreinteDeLigne(inscrite);
    journal.push([
      ...Object.values(inscrite).map((valeur) =>
        valeur === changements ? JSON.stringify(changements) : valeur,
      ),
      empreinte,
    ]);
  }
  await inserer(
    em,
    'journal (id, chaine, partenaire_id, rang, le, acteur_id, acteur_role, commande, requete_id, entite, entite_id, genre, motif, changements, precedente, empreinte)',
    journal,
    controlerInscrites,
  );
  await inserer(em, 'journal_valeur (id, journal_id, champ, cote, valeur, sel)', personnelles);
  await em.execute('update journal_tete set rang = ?, empreinte = ? where chaine = ?', [
    rang,
    empreinte,
    enTete.chaine,
  ]);
}

/** An id as PostgreSQL writes it. */
const minuscules = (id: string | null): string | null => id?.toLowerCase() ?? null;

/**
 * What the base gives back of a value: plain JSON, whole texts, finite numbers. @throws LigneInconservable
 */
function conservee(champ: string, valeur: unknown): unknown {
  const inconservable = premierInconservable(valeur);
  if (inconservable)
    throw new LigneInconservable(
      direInconservable({
        ...inconservable,
        chemin: [champ, inconservable.chemin].filter(Boolean).join('.'),
      }),
    );
  return valeur === undefined ? null : JSON.parse(JSON.stringify(valeur) ?? 'null');
}

function exigerConservable(ligne: Readonly<Record<string, unknown>>): void {
  const inconservable = premierInconservable(ligne);
  if (inconservable) throw new LigneInconservable(direInconservable(inconservable));
}

/**
 * The last wall: what was stored is hashed again, as the verification will. @throws LigneInconservable and
 * nothing stays
 */
function controlerInscrites(lues: readonly LigneLue[]): void {
  for (const { empreinte, ...ligne } of lues) {
    if (empreinteDeLigne(ligne) !== empreinte)
      throw new LigneInconservable(
        'La base l’aurait gardée autrement. Rien n’a été enregistré : signalez-le.',
      );
  }
}

/** Hash of one line: everything it says, and the hash of the line before. */
export function empreinteDeLigne(
  ligne: Omit<Journal, 'empreinte' | 'le'> & { readonly le: Date | string },
): string {
  const {
    id,
    chaine,
    partenaireId,
    rang,
    le,
    acteurId,
    acteurRole,
    commande,
    requeteId,
    entite,
    entiteId,
    genre,
    motif,
    changements,
    precedente,
  } = ligne;
  const instant = typeof le === 'string' ? le : le.toISOString();
  return sha256(
    serialise({
      id,
      chaine,
      partenaireId,
      rang,
      le: instant,
      acteurId,
      acteurRole,
      commande,
      requeteId,
      entite,
      entiteId,
      genre,
      motif,
      changements,
      precedente,
    }),
  );
}

/** What stands in the chain for a personal value. @param texte canonical JSON of the value */
export const engagementDe = (sel: string, texte: string): string => sha256(`${sel}:${texte}`);

function engager(
  personnelles: unknown[][],
  journalId: string,
  champ: string,
  cote: 'avant' | 'apres',
  valeur: unknown,
): Changement {
  if (valeur === null || valeur === undefined) return {};
  const sel = randomBytes(16).toString('hex');
  const texte = serialise(valeur);
  personnelles.push([randomUUID(), journalId, champ, cote, texte, sel]);
  const engagement = engagementDe(sel, texte);
  return cote === 'avant' ? { engagementAvant: engagement } : { engagementApres: engagement };
}

async function inserer(
  em: EntityManager,
  cible: string,
  lignes: readonly unknown[][],
  controler?: (lues: readonly LigneLue[]) => void,
): Promise<void> {
  for (let debut = 0; debut < lignes.length; debut += TAILLE_DE_LOT) {
    const lot = lignes.slice(debut, debut + TAILLE_DE_LOT);
    const places = lot.map((ligne) => `(${ligne.map(() => '?').join(', ')})`).join(', ');
    const lues = await em.execute<LigneLue[]>(
      `insert into ${cible} values ${places}${controler ? ` returning ${COLONNES_LUES}` : ''}`,
      lot.flat(),
    );
    controler?.(lues);
  }
}
