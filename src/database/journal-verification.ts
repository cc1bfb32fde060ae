import type { EntityManager } from '@mikro-orm/postgresql';
import { empreinteDeLigne, engagementDe, ORIGINE } from '#src/database/journal.ts';
import { estVolumineux } from '#src/domain/journal/donnees-personnelles.ts';
import type { Journal } from '#src/domain/journal/journal.ts';
import { annoncees, COMMANDE_DE_PURGE, partiesPurgees, type PartiePurgee } from '#src/domain/journal/parties-purgees.ts';

/** What reading a chain again found. */
export interface Verification {
  /** The first anomaly, as a French sentence that names the line, or null. */
  readonly anomalie: string | null;
  /** Lines read. */
  readonly lignes: number;
}
export interface OptionsDeVerification {
  /** Hashes known from elsewhere, by rank: a chain written again from its beginning no longer has them. */
  readonly temoins?: ReadonlyMap<number, string>;
  /** Only the last lines; the first of them is taken at its word. */
  readonly dernieres?: number;
  /** Told after each batch how many lines are read. */
  readonly progres?: (lignes: number) => void;
}

interface LigneLue extends Omit<Journal, 'le'> {
  /** With microseconds: a line whose instant is not ours is seen. */
  readonly le: string;
}
interface ValeurLue {
  readonly journal_id: string;
  readonly champ: string;
  readonly cote: 'avant' | 'apres';
  readonly valeur: string | null;
  readonly sel: string | null;
}

interface Curseur {
  readonly rang: number;
  readonly id: string;
}

const LOT = 1_000;
const AVANT_TOUT = '00000000-0000-0000-0000-000000000000';

/** The chains there are: those with a head, and those whose head was taken away. */
export async function chaines(em: EntityManager): Promise<string[]> {
  // One step of the index a chain, not one a line.
  const lignes = await em.execute<{ chaine: string }[]>(`
    with recursive suite as (
      (select min(chaine) as chaine from journal) union all
      select (select min(j.chaine) from journal j where j.chaine > s.chaine) from suite s where s.chaine is not null)
    select chaine from suite where chaine is not null union select chaine from journal_tete union select chaine from journal_purge order by chaine`);
  return lignes.map(({ chaine }) => chaine);
}

/** Raised inside a verification; its message is the anomaly. */
class Anomalie extends Error {}

/**
 * Reads a whole chain again, a batch in memory at a time: every line's hash and its link to the former one, every personal value
 * against its commitment, every purged part against the line that says it, and the head. Writers go on meanwhile.
 */
export async function verifierChaine(em: EntityManager, chaine: string, options: OptionsDeVerification = {}): Promise<Verification> {
  const lecture = new Lecture(em, chaine, options);
  try {
    await lecture.lire();
    return { anomalie: null, lignes: lecture.lignes };
  } catch (erreur) {
    if (!(erreur instanceof Anomalie)) throw erreur;
    return { anomalie: `Chaîne ${chaine} : ${erreur.message}`, lignes: lecture.lignes };
  }
}

class Lecture {
  lignes = 0;
  private rang = 0;
  private empreinte = ORIGINE;
  private purges: PartiePurgee[] = [];
  /** What the last purge wrote in the chain. */
  private annoncees: readonly PartiePurgee[] = [];

  constructor(private readonly em: EntityManager, private readonly chaine: string, private readonly options: OptionsDeVerification) {}

  async lire(): Promise<void> {
    // A purge waits for the end of the reading, and the other way round.
    await this.em.execute("select pg_advisory_xact_lock_shared(hashtext('mcp.journal.purge'))");
    // The head first: what is written after it is looked at is not missing.
    const tete = await this.tete();
    this.purges = await partiesPurgees(this.em, this.chaine);
    let curseur = await this.debut(tete.rang);
    this.franchirPurges();
    for (;;) {
      const lot = await this.lot(curseur);
      const valeurs = await this.valeurs(lot);
      for (const ligne of lot) {
        this.controler(ligne, valeurs.get(ligne.id) ?? []);
        curseur = ligne;
      }
      this.options.progres?.(this.lignes);
      if (lot.length < LOT) break;
    }
    if (this.options.dernieres === undefined && JSON.stringify(this.annoncees) !== JSON.stringify(this.purges)) {
      throw new Anomalie('des lignes manquent au début ou au milieu, sans que le journal porte la purge qui les aurait retirées.');
    }
    await this.controlerFin(tete);
  }

  private controler({ empreinte, ...ligne }: LigneLue, valeurs: readonly ValeurLue[]): void {
    this.lignes += 1;
    const attendu = this.rang + 1;
    if (ligne.rang < attendu) throw new Anomalie(`la ligne de rang ${ligne.rang} est en double.`);
    if (ligne.rang > attendu) throw new Anomalie(`la ligne de rang ${attendu} manque.`);
    if (ligne.precedente !== this.empreinte) throw new Anomalie(`la ligne de rang ${ligne.rang} ne suit pas la précédente : une ligne a été insérée, retirée ou déplacée.`);
    if (empreinteDeLigne(ligne) !== empreinte) throw new Anomalie(`la ligne de rang ${ligne.rang} a été modifiée.`);
    controlerValeurs(ligne, valeurs);
    if (ligne.commande === COMMANDE_DE_PURGE) this.annoncees = annoncees(ligne.changements);
    this.avancer(ligne.rang, empreinte);
    this.franchirPurges();
  }

  private avancer(rang: number, empreinte: string): void {
    const temoin = this.options.temoins?.get(rang);
    if (temoin !== undefined && temoin !== empreinte) throw new Anomalie(`la ligne de rang ${rang} n’est plus celle dont l’empreinte a été gardée : la chaîne a été récrite.`);
    [this.rang, this.empreinte] = [rang, empreinte];
  }

  /** A purged part stands for its lines: it follows the one before it, and the next line follows its last. */
  private franchirPurges(): void {
    for (;;) {
      const partie = this.purges.find(({ du }) => du === this.rang + 1);
      if (!partie) return;
      if (partie.precedente !== this.empreinte) throw new Anomalie(`la partie purgée (rangs ${partie.du} à ${partie.au}) ne suit pas la ligne de rang ${this.rang}.`);
      this.avancer(partie.au, partie.empreinte);
    }
  }

  private async tete(): Promise<{ rang: number; empreinte: string }> {
    const [tete] = await this.em.execute<{ rang: number; empreinte: string }[]>('select rang, empreinte from journal_tete where chaine = ?', [this.chaine]);
    return tete ?? { rang: 0, empreinte: ORIGINE };
  }

  /** Where to begin: at the beginning, or after the line before the last ones asked for. */
  private async debut(tete: number): Promise<Curseur> {
    const { dernieres } = this.options;
    if (dernieres === undefined || tete <= dernieres) return { rang: 0, id: AVANT_TOUT };
    const [avant] = await this.em.execute<(Curseur & { empreinte: string })[]>('select rang, id, empreinte from journal where chaine = ? and rang = ?', [this.chaine, tete - dernieres]);
    if (!avant) return { rang: 0, id: AVANT_TOUT };
    [this.rang, this.empreinte] = [avant.rang, avant.empreinte];
    return avant;
  }

  /** The head that was read first must be where it was; a line beyond the head of now was put there by other means. */
  private async controlerFin(tete: { readonly rang: number; readonly empreinte: string }): Promise<void> {
    if (this.rang < tete.rang) throw new Anomalie(`${tete.rang - this.rang} ligne(s) manquent à la fin, après celle de rang ${this.rang}.`);
    if (this.rang === tete.rang && this.empreinte !== tete.empreinte) throw new Anomalie(`la dernière ligne, de rang ${this.rang}, n’est pas celle que la tête de chaîne désigne.`);
    const [fin] = await this.em.execute<{ tete: number | null; dernier: number | null }[]>(
      'select (select rang from journal_tete where chaine = ?) as tete, (select max(rang) from journal where chaine = ?) as dernier', [this.chaine, this.chaine]);
    if ((fin?.dernier ?? 0) > (fin?.tete ?? 0)) throw new Anomalie(`la ligne de rang ${(fin?.tete ?? 0) + 1} a été ajoutée sans avancer la tête de chaîne.`);
    const perdu = [...(this.options.temoins?.keys() ?? [])].find((rang) => rang > this.rang);
    if (perdu !== undefined) throw new Anomalie(`la chaîne s’arrête au rang ${this.rang} ; l’empreinte gardée portait sur celle de rang ${perdu} : des lignes ont été retirées à la fin.`);
  }

  private lot(apres: Curseur): Promise<LigneLue[]> {
    return this.em.execute<LigneLue[]>(`
      select id, chaine, partenaire_id as "partenaireId", rang, regexp_replace(to_char(le at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '000Z$', 'Z') as le,
        acteur_id as "acteurId", acteur_role as "acteurRole", commande, requete_id as "requeteId", entite, entite_id as "entiteId", genre, motif, changements, precedente, empreinte
      from journal where chaine = ? and rang >= ? and (rang, id) > (?, ?::uuid) order by rang, id limit ${LOT}`, [this.chaine, apres.rang, apres.rang, apres.id]);
  }

  private async valeurs(lot: readonly LigneLue[]): Promise<Map<string, ValeurLue[]>> {
    const parLigne = new Map<string, ValeurLue[]>();
    if (lot.length === 0) return parLigne;
    const lues = await this.em.execute<ValeurLue[]>('select journal_id, champ, cote, valeur, sel from journal_valeur where journal_id in (?)', [lot.map(({ id }) => id)]);
    for (const valeur of lues) parLigne.set(valeur.journal_id, [...(parLigne.get(valeur.journal_id) ?? []), valeur]);
    return parLigne;
  }
}

/** Each commitment has its value, or the place of an erased one; each value has its commitment. */
function controlerValeurs(ligne: Pick<Journal, 'rang' | 'entite' | 'changements'>, valeurs: readonly ValeurLue[]): void {
  const attendues = new Map<string, string>();
  for (const [champ, changement] of Object.entries(ligne.changements)) {
    if ('engagementAvant' in changement && changement.engagementAvant !== undefined) attendues.set(`${champ} avant`, changement.engagementAvant);
    if ('engagementApres' in changement && changement.engagementApres !== undefined) attendues.set(`${champ} apres`, changement.engagementApres);
  }
  for (const { champ, cote, valeur, sel } of valeurs) {
    const cle = `${champ} ${cote}`;
    const engagement = attendues.get(cle);
    if (engagement === undefined) throw new Anomalie(`une valeur personnelle du champ « ${champ} » a été ajoutée à la ligne de rang ${ligne.rang}.`);
    attendues.delete(cle);
    if (valeur !== null && engagementDe(sel ?? '', valeur) !== engagement) throw new Anomalie(`la valeur personnelle du champ « ${champ} » de la ligne de rang ${ligne.rang} a été modifiée.`);
  }
  for (const cle of attendues.keys()) {
    const champ = cle.slice(0, cle.lastIndexOf(' '));
    // A long text is kept by its hash alone: it has no value of its own.
    if (estVolumineux(ligne.entite, champ)) continue;
    throw new Anomalie(`la valeur personnelle du champ « ${champ} » de la ligne de rang ${ligne.rang} a disparu sans effacement.`);
  }
}
