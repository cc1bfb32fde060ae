import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/kernel/tables.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { direInconservable, premierInconservable } from '#src/kernel/saisie/bien-forme.ts';
import { SaisieInvalide } from '#src/kernel/refus.ts';
import { estPersonnel, estVolumineux } from '#src/kernel/journal/donnees-personnelles.ts';
import type { Changement } from '#src/kernel/journal/journal.ts';
import type { LigneDeJournal } from './ligne.ts';
import type { LigneLue } from './empreinte.ts';
import { COLONNES_LUES, ORIGINE, sha256, serialise, empreinteDeLigne, engagementDe } from './empreinte.ts';

/** Who acts, for all the lines of one unit. */
export interface EnTeteDeJournal {
  readonly chaine: string;
  readonly partenaireId: string | null;
  readonly le: Date;
  readonly acteurId: string | null;
  readonly acteurRole: string;
  readonly requeteId: string;
}

/**
 * What was given to the journal would be stored otherwise: hashed, it would make the chain wrong for ever.
 */
export class LigneInconservable extends SaisieInvalide {
  constructor(phrase: string) {
    super(`Cette action ne peut pas être inscrite au journal telle quelle. ${phrase}`);
  }
}
const TAILLE_DE_LOT = 500;

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
  let { rang, empreinte } = await verrouillerTete(em, enTete.chaine);
  const journal: unknown[][] = [];
  const personnelles: unknown[][] = [];
  for (const ligne of lignes) {
    rang += 1;
    const id = randomUUID();
    const inscrite = {
      id,
      chaine: enTete.chaine,
      partenaireId: minuscules(ligne.partenaireId ?? enTete.partenaireId),
      rang,
      le: enTete.le,
      acteurId: minuscules(ligne.contexte.acteurId ?? enTete.acteurId),
      acteurRole: enTete.acteurRole,
      commande: ligne.contexte.commande,
      requeteId: enTete.requeteId,
      entite: ligne.entite,
      entiteId: ligne.entiteId,
      genre: ligne.genre,
      motif: ligne.contexte.motif,
      changements: changementsDe(ligne, id, personnelles),
      precedente: empreinte,
    };
    exigerConservable(inscrite);
    empreinte = empreinteDeLigne(inscrite);
    const colonnes = { ...inscrite, changements: JSON.stringify(inscrite.changements) };
    journal.push([...Object.values(colonnes), empreinte]);
  }
  await inscrire(em, [
    ...insertions(
      'journal (id, chaine, partenaire_id, rang, le, acteur_id, acteur_role, commande, requete_id, entite, entite_id, genre, motif, changements, precedente, empreinte)',
      journal,
      ` returning ${COLONNES_LUES}`,
    ),
    ...insertions('journal_valeur (id, journal_id, champ, cote, valeur, sel)', personnelles),
    {
      sql: 'update journal_tete set rang = ?, empreinte = ? where chaine = ?',
      valeurs: [rang, empreinte, enTete.chaine],
    },
  ]);
}

/** Creates the head or locks it: an update that changes nothing takes the row's lock. */
async function verrouillerTete(
  em: EntityManager,
  chaine: string,
): Promise<{ rang: number; empreinte: string }> {
  const [tete] = await lireLignes(
    em,
    tables
      .insertInto('journal_tete')
      .values({ chaine, rang: 0, empreinte: ORIGINE })
      .onConflict((deja) =>
        deja.column('chaine').doUpdateSet(({ ref }) => ({ rang: ref('journal_tete.rang') })),
      )
      .returning(['rang', 'empreinte']),
  );
  if (!tete) throw new Error(`journal: no head for chain ${chaine}`);
  return tete;
}

/**
 * What a line says of each field: the values, or the commitment that stands for a personal value, which goes
 * to its own table.
 */
function changementsDe(
  { entite, valeurs }: LigneDeJournal,
  journalId: string,
  personnelles: unknown[][],
): Record<string, Changement> {
  const changements: Record<string, Changement> = {};
  for (const { champ, ...valeur } of valeurs) {
    if (Object.hasOwn(changements, champ))
      throw new LigneInconservable(`Deux valeurs y porteraient le même nom, « ${champ} ».`);
    const [avant, apres] = [conservee(champ, valeur.avant), conservee(champ, valeur.apres)];
    if (estVolumineux(entite, champ)) changements[champ] = { engagementApres: sha256(serialise(apres)) };
    else if (estPersonnel(entite, champ))
      changements[champ] = {
        ...engager(personnelles, journalId, champ, 'avant', avant),
        ...engager(personnelles, journalId, champ, 'apres', apres),
      };
    else changements[champ] = { avant, apres };
  }
  return changements;
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

interface Ordre {
  readonly sql: string;
  readonly valeurs: readonly unknown[];
}

function insertions(cible: string, lignes: readonly (readonly unknown[])[], retour = ''): Ordre[] {
  const ordres: Ordre[] = [];
  for (let debut = 0; debut < lignes.length; debut += TAILLE_DE_LOT) {
    const lot = lignes.slice(debut, debut + TAILLE_DE_LOT);
    const places = lot.map((ligne) => `(${ligne.map(() => '?').join(', ')})`).join(', ');
    ordres.push({ sql: `insert into ${cible} values ${places}${retour}`, valeurs: lot.flat() });
  }
  return ordres;
}

/** In one message: the head stays locked for one exchange with the database. Only the lines give rows back. */
async function inscrire(em: EntityManager, ordres: readonly Ordre[]): Promise<void> {
  const lues = await em.execute<LigneLue[][]>(
    ordres.map(({ sql }) => sql).join('; '),
    ordres.flatMap(({ valeurs }) => valeurs),
  );
  controlerInscrites(lues.flat());
}
