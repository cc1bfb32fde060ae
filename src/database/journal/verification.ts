import type { EntityManager } from '@mikro-orm/postgresql';
import { dateFr } from '#src/kernel/francais.ts';
import { Explications } from '#src/database/journal/explications.ts';
import {
  COLONNES_LUES,
  empreinteDeLigne,
  engagementDe,
  ORIGINE,
  type LigneLue,
} from '#src/database/journal/ecriture.ts';
import {
  direConstat,
  sceller,
  type Constat,
  type ConstatExplique,
  type Defaut,
} from '#src/kernel/journal/constats.ts';
import { estVolumineux } from '#src/kernel/journal/donnees-personnelles.ts';
import type { Journal } from '#src/kernel/journal/journal.ts';
import {
  annoncees,
  COMMANDE_DE_PURGE,
  partiesPurgees,
  type PartiePurgee,
} from '#src/kernel/journal/parties-purgees.ts';

/** What reading a chain again found. */
export interface Verification {
  /** The first anomaly, as a French sentence that names the line, or null. */
  readonly anomalie: string | null;
  /**
   * What is wrong and nobody has answered for, in the order of the ranks: the first ones, and how many there
   * are.
   */
  readonly anomalies: readonly Constat[];
  readonly total: number;
  /** What is wrong, known and answered for: the first ones, and how many. */
  readonly expliquees: readonly ConstatExplique[];
  readonly totalExpliquees: number;
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
  /**
   * Which of the places found are kept, one by one; all of them by default, and never more than {@link
   * GARDES}.
   */
  readonly garder?: (constat: Constat) => boolean;
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

/** Places kept one by one; beyond, they are counted. */
export const GARDES = 200;
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

/**
 * Reads a whole chain again, a batch in memory at a time: every line's hash and its link to the former one,
 * every personal value
 * against its commitment, every purged part against the line that says it, and the head. What is wrong is
 * noted and the reading goes on:
 * a line's content is judged by its own hash, its link by the hash the former line bears, so that one damage
 * hides no other.
 * Writers go on meanwhile.
 */
export async function verifierChaine(
  em: EntityManager,
  chaine: string,
  options: OptionsDeVerification = {},
): Promise<Verification> {
  // A purge waits for the end of the reading, and the other way round.
  await em.execute("select pg_advisory_xact_lock_shared(hashtext('mcp.journal.purge'))");
  const lecture = new Lecture(em, chaine, options, await Explications.lire(em, chaine));
  await lecture.lire();
  const { anomalies, total, expliquees, totalExpliquees, lignes, premiere } = lecture;
  return {
    anomalie: premiere && direConstat(chaine, premiere),
    anomalies,
    total,
    expliquees,
    totalExpliquees,
    lignes,
  };
}

class Lecture {
  lignes = 0;
  total = 0;
  totalExpliquees = 0;
  premiere: Constat | null = null;
  readonly anomalies: Constat[] = [];
  readonly expliquees: ConstatExplique[] = [];
  private rang = 0;
  /** Hash the former line bears; null after lines that are not there. */
  private empreinte: string | null = ORIGINE;
  private purges: PartiePurgee[] = [];
  /** What the last purge wrote in the chain. */
  private annoncees: readonly PartiePurgee[] = [];
  private tete = { rang: 0, empreinte: ORIGINE };

  constructor(
    private readonly em: EntityManager,
    private readonly chaine: string,
    private readonly options: OptionsDeVerification,
    private readonly explications: Explications,
  ) {}

  async lire(): Promise<void> {
    // The head first: what is written after it is looked at is not missing.
    this.tete = await this.lireTete();
    this.purges = await partiesPurgees(this.em, this.chaine);
    let curseur = await this.debut();
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
    if (
      this.options.dernieres === undefined &&
      JSON.stringify(this.annoncees) !== JSON.stringify(this.purges)
    ) {
      this.signaler(
        'purge',
        this.rang,
        'des lignes manquent au début ou au milieu, sans que le journal porte la purge qui les aurait retirées.',
      );
    }
    await this.controlerFin();
  }

  /** Counts a place, and keeps the first ones; one that is explained as it is found is no anomaly. */
  private constater(constat: Constat): void {
    const explication =
      constat.sceau === null ? undefined : this.explications.de(constat.rang, constat.ligne);
    const garder = this.options.garder?.(constat) ?? true;
    if (explication && explication.sceau === constat.sceau) {
      this.totalExpliquees += 1;
      if (garder && this.expliquees.length < GARDES) this.expliquees.push({ ...constat, explication });
      return;
    }
    this.total += 1;
    this.premiere ??= constat;
    if (garder && this.anomalies.length < GARDES) this.anomalies.push(constat);
  }

  /** What no line can answer for. */
  private signaler(
    nature: Defaut['nature'],
    rang: number,
    phrase: string,
    trouvee: string | null = null,
    attendue: string | null = null,
  ): void {
    this.constater({ rang, ligne: null, defauts: [{ nature, phrase, trouvee, attendue }], sceau: null });
  }

  private controler({ empreinte, ...ligne }: LigneLue, valeurs: readonly ValeurLue[]): void {
    this.lignes += 1;
    const { id, rang, precedente } = ligne;
    if (rang > this.rang + 1) this.manquent(rang - 1, precedente);
    const double = rang <= this.rang;
    const suivie = this.empreinte;
    const calculee = calculer(ligne);
    const rompu = !double && suivie !== null && precedente !== suivie;
    const defauts: Defaut[] = [
      ...(double
        ? [
            {
              nature: 'double',
              phrase: `la ligne de rang ${rang} est en double.`,
              trouvee: empreinte,
              attendue: null,
            } as const,
          ]
        : []),
      ...(rompu
        ? [
            {
              nature: 'lien',
              phrase: `la ligne de rang ${rang} ne suit pas la précédente : une ligne a été insérée, retirée ou déplacée, ou l’empreinte de la précédente changée.`,
              trouvee: precedente,
              attendue: suivie,
            } as const,
          ]
        : []),
      ...(calculee === empreinte
        ? []
        : [
            {
              nature: 'contenu',
              phrase: `la ligne de rang ${rang} a été modifiée.`,
              trouvee: calculee,
              attendue: empreinte,
            } as const,
          ]),
      ...defautsDesValeurs(ligne, valeurs),
    ];
    const scellee = this.explications.de(rang, id);
    if (defauts.length > 0 || scellee) {
      const valeursVues = defauts
        .filter(({ nature }) => nature === 'valeur')
        .map(({ trouvee, attendue }) => [trouvee, attendue]);
      const sceau = sceller({
        id,
        rang,
        inscrite: empreinte,
        calculee,
        precedente,
        suivie: rompu ? suivie : null,
        double,
        valeurs: valeursVues,
      });
      if (scellee && scellee.sceau !== sceau)
        defauts.push({
          nature: 'explication',
          phrase: `la ligne de rang ${rang} n’est plus telle que ${scellee.par} l’a expliquée le ${dateFr(scellee.le)}.`,
          trouvee: sceau,
          attendue: scellee.sceau,
        });
      if (defauts.length > 0) this.constater({ rang, ligne: id, defauts, sceau });
    }
    if (ligne.commande === COMMANDE_DE_PURGE && calculee === empreinte)
      this.annoncees = annoncees(ligne.changements);
    if (!double) this.avancer(rang, empreinte);
    this.franchirPurges();
  }

  private avancer(rang: number, empreinte: string): void {
    const temoin = this.options.temoins?.get(rang);
    if (temoin !== undefined && temoin !== empreinte)
      this.signaler(
        'temoin',
        rang,
        `la ligne de rang ${rang} n’est plus celle dont l’empreinte a été gardée : la chaîne a été récrite.`,
        empreinte,
        temoin,
      );
    if (rang === this.tete.rang && empreinte !== this.tete.empreinte) {
      this.signaler(
        'fin',
        rang,
        `la ligne de rang ${rang} n’est pas celle que la tête de chaîne désigne.`,
        empreinte,
        this.tete.empreinte,
      );
    }
    [this.rang, this.empreinte] = [rang, empreinte];
  }

  /**
   * Lines that are not there, up to a rank; a purged part among them stands for its own. @param suivante hash
   * the line after them says it follows
   */
  private manquent(jusqua: number, suivante: string): void {
    while (this.rang < jusqua) {
      const du = this.rang + 1;
      const partie = this.purges.find((une) => une.du > du && une.du <= jusqua);
      const au = partie ? partie.du - 1 : jusqua;
      const attendue = partie?.precedente ?? suivante;
      const phrase =
        au === this.tete.rang
          ? `${au - du + 1} ligne(s) manquent à la fin, après celle de rang ${this.rang}.`
          : du === au
            ? `la ligne de rang ${du} manque.`
            : `la ligne de rang ${du} manque, ainsi que les suivantes jusqu’à celle de rang ${au}.`;
      this.constater({
        rang: du,
        au,
        ligne: null,
        defauts: [{ nature: 'manque', phrase, trouvee: null, attendue }],
        sceau: sceller({ manque: [du, au], suivie: this.empreinte, suivante: attendue }),
      });
      [this.rang, this.empreinte] = [au, null];
      this.franchirPurges();
    }
  }

  /** A purged part stands for its lines: it follows the one before it, and the next line follows its last. */
  private franchirPurges(): void {
    for (;;) {
      const partie = this.purges.find(({ du }) => du === this.rang + 1);
      if (!partie) return;
      const { du, au, precedente, empreinte } = partie;
      if (this.empreinte !== null && precedente !== this.empreinte) {
        const phrase = `la partie purgée (rangs ${du} à ${au}) ne suit pas la ligne de rang ${this.rang}.`;
        this.constater({
          rang: du,
          au,
          ligne: null,
          defauts: [{ nature: 'lien', phrase, trouvee: precedente, attendue: this.empreinte }],
          sceau: sceller({ purge: partie, suivie: this.empreinte }),
        });
      }
      this.avancer(au, empreinte);
    }
  }

  private async lireTete(): Promise<{ rang: number; empreinte: string }> {
    const [tete] = await this.em.execute<{ rang: number; empreinte: string }[]>(
      'select rang, empreinte from journal_tete where chaine = ?',
      [this.chaine],
    );
    return tete ?? { rang: 0, empreinte: ORIGINE };
  }

  /** Where to begin: at the beginning, or after the line before the last ones asked for. */
  private async debut(): Promise<Curseur> {
    const { dernieres } = this.options;
    const tete = this.tete.rang;
    if (dernieres === undefined || tete <= dernieres) return { rang: 0, id: AVANT_TOUT };
    const [avant] = await this.em.execute<(Curseur & { empreinte: string })[]>(
      'select rang, id, empreinte from journal where chaine = ? and rang = ?',
      [this.chaine, tete - dernieres],
    );
    if (!avant) return { rang: 0, id: AVANT_TOUT };
    [this.rang, this.empreinte] = [avant.rang, avant.empreinte];
    return avant;
  }

  /**
   * The head that was read first must have been reached; a line beyond the head of now was put there by other
   * means.
   */
  private async controlerFin(): Promise<void> {
    this.manquent(this.tete.rang, this.tete.empreinte);
    const [fin] = await this.em.execute<{ tete: number | null; dernier: number | null }[]>(
      'select (select rang from journal_tete where chaine = ?) as tete, (select max(rang) from journal where chaine = ?) as dernier',
      [this.chaine, this.chaine],
    );
    if ((fin?.dernier ?? 0) > (fin?.tete ?? 0))
      this.signaler(
        'fin',
        (fin?.tete ?? 0) + 1,
        `la ligne de rang ${(fin?.tete ?? 0) + 1} a été ajoutée sans avancer la tête de chaîne.`,
      );
    const perdu = [...(this.options.temoins?.keys() ?? [])].find((rang) => rang > this.rang);
    if (perdu !== undefined)
      this.signaler(
        'temoin',
        perdu,
        `la chaîne s’arrête au rang ${this.rang} ; l’empreinte gardée portait sur celle de rang ${perdu} : des lignes ont été retirées à la fin.`,
      );
  }

  private lot(apres: Curseur): Promise<LigneLue[]> {
    return this.em.execute<LigneLue[]>(
      `select ${COLONNES_LUES} from journal where chaine = ? and rang >= ? and (rang, id) > (?, ?::uuid) order by rang, id limit ${LOT}`,
      [this.chaine, apres.rang, apres.rang, apres.id],
    );
  }

  private async valeurs(lot: readonly LigneLue[]): Promise<Map<string, ValeurLue[]>> {
    const parLigne = new Map<string, ValeurLue[]>();
    if (lot.length === 0) return parLigne;
    const lues = await this.em.execute<ValeurLue[]>(
      'select journal_id, champ, cote, valeur, sel from journal_valeur where journal_id in (?)',
      [lot.map(({ id }) => id)],
    );
    for (const valeur of lues)
      parLigne.set(valeur.journal_id, [...(parLigne.get(valeur.journal_id) ?? []), valeur]);
    return parLigne;
  }
}

/** The hash of what a line says; of what says nothing of ours, none. */
function calculer(ligne: Omit<LigneLue, 'empreinte'>): string | null {
  try {
    return empreinteDeLigne(ligne);
  } catch {
    return null;
  }
}

const estObjet = (valeur: unknown): valeur is Readonly<Record<string, unknown>> =>
  typeof valeur === 'object' && valeur !== null;

/** Each commitment has its value, or the place of an erased one; each value has its commitment. */
function defautsDesValeurs(
  { rang, entite, changements }: Pick<Journal, 'rang' | 'entite'> & { readonly changements: unknown },
  valeurs: readonly ValeurLue[],
): Defaut[] {
  const attendues = new Map<string, string>();
  // A line that was tampered with may hold anything.
  for (const [champ, changement] of Object.entries(estObjet(changements) ? changements : {})) {
    const { engagementAvant, engagementApres } = estObjet(changement) ? changement : {};
    if (typeof engagementAvant === 'string') attendues.set(`${champ} avant`, engagementAvant);
    if (typeof engagementApres === 'string') attendues.set(`${champ} apres`, engagementApres);
  }
  const defauts: Defaut[] = [];
  const noter = (phrase: string, trouvee: string | null, attendue: string | null) =>
    defauts.push({ nature: 'valeur', phrase, trouvee, attendue });
  for (const { champ, cote, valeur, sel } of [...valeurs].sort((a, b) =>
    `${a.champ} ${a.cote}` < `${b.champ} ${b.cote}` ? -1 : 1,
  )) {
    const cle = `${champ} ${cote}`;
    const engagement = attendues.get(cle);
    attendues.delete(cle);
    const trouvee = valeur === null ? null : engagementDe(sel ?? '', valeur);
    if (engagement === undefined)
      noter(
        `une valeur personnelle du champ « ${champ} » a été ajoutée à la ligne de rang ${rang}.`,
        trouvee,
        null,
      );
    else if (valeur !== null && trouvee !== engagement)
      noter(
        `la valeur personnelle du champ « ${champ} » de la ligne de rang ${rang} a été modifiée.`,
        trouvee,
        engagement,
      );
  }
  for (const [cle, engagement] of attendues) {
    const champ = cle.slice(0, cle.lastIndexOf(' '));
    // A long text is kept by its hash alone: it has no value of its own.
    if (!estVolumineux(entite, champ))
      noter(
        `la valeur personnelle du champ « ${champ} » de la ligne de rang ${rang} a disparu sans effacement.`,
        null,
        engagement,
      );
  }
  return defauts;
}
