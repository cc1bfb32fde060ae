import type { EntityManager } from '@mikro-orm/postgresql';
import { dateFr } from '#src/kernel/francais.ts';
import { Damages } from './damages.ts';
import { examinerLigne, type ValeurLue } from './defauts.ts';
import { ORIGINE, type LigneLue } from './empreinte.ts';
import { Acknowledgements } from './acknowledgements.ts';
import {
  DEBUT,
  derniersRangs,
  ligneDeRang,
  lignesApres,
  lireTete,
  valeursDes,
  type Curseur,
} from './lectures.ts';
import { direDamage, seal, type Damage, type ExplainedDamage } from '#src/kernel/journal/damages.ts';
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
  readonly anomalies: readonly Damage[];
  readonly total: number;
  /** What is wrong, known and answered for: the first ones, and how many. */
  readonly expliquees: readonly ExplainedDamage[];
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
   * Which of the places found are kept, one by one; all of them by default, and never more than `GARDES`
   * (`damages.ts`).
   */
  readonly garder?: (damage: Damage) => boolean;
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
  const lecture = new Lecture(em, chaine, options, await Acknowledgements.lire(em, chaine));
  await lecture.lire();
  const { anomalies, total, expliquees, totalExpliquees, premiere } = lecture.damages;
  return {
    anomalie: premiere && direDamage(chaine, premiere),
    anomalies,
    total,
    expliquees,
    totalExpliquees,
    lignes: lecture.lignes,
  };
}

class Lecture {
  lignes = 0;
  readonly damages: Damages;
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
    private readonly explications: Acknowledgements,
  ) {
    this.damages = new Damages(explications, options.garder);
  }

  async lire(): Promise<void> {
    // The head first: what is written after it is looked at is not missing.
    this.tete = await lireTete(this.em, this.chaine);
    this.purges = await partiesPurgees(this.em, this.chaine);
    let curseur = await this.debut();
    this.franchirPurges();
    for (;;) {
      const lot = await lignesApres(this.em, this.chaine, curseur);
      if (lot.length === 0) break;
      const valeurs = await valeursDes(this.em, lot);
      for (const ligne of lot) {
        this.controler(ligne, valeurs.get(ligne.id) ?? []);
        curseur = ligne;
      }
      this.options.progres?.(this.lignes);
    }
    if (
      this.options.dernieres === undefined &&
      JSON.stringify(this.annoncees) !== JSON.stringify(this.purges)
    ) {
      this.damages.signaler(
        'purge',
        this.rang,
        'des lignes manquent au début ou au milieu, sans que le journal porte la purge qui les aurait retirées.',
      );
    }
    await this.controlerFin();
  }

  private controler(lue: LigneLue, valeurs: readonly ValeurLue[]): void {
    this.lignes += 1;
    const { id, rang } = lue;
    if (rang > this.rang + 1) this.manquent(rang - 1, lue.precedente);
    const double = rang <= this.rang;
    const {
      defauts,
      intacte,
      sceau: sceauDe,
    } = examinerLigne(lue, valeurs, { double, suivie: this.empreinte });
    const sealed = this.explications.de(rang, id);
    if (defauts.length > 0 || sealed) {
      const sceau = sceauDe();
      if (sealed && sealed.sceau !== sceau)
        defauts.push({
          nature: 'explication',
          phrase: `la ligne de rang ${rang} n’est plus telle que ${sealed.par} l’a expliquée le ${dateFr(sealed.le)}.`,
          trouvee: sceau,
          attendue: sealed.sceau,
        });
      if (defauts.length > 0) this.damages.noter({ rang, ligne: id, defauts, sceau });
    }
    if (lue.commande === COMMANDE_DE_PURGE && intacte) this.annoncees = annoncees(lue.changements);
    if (!double) this.avancer(rang, lue.empreinte);
    this.franchirPurges();
  }

  private avancer(rang: number, empreinte: string): void {
    const temoin = this.options.temoins?.get(rang);
    if (temoin !== undefined && temoin !== empreinte)
      this.damages.signaler(
        'temoin',
        rang,
        `la ligne de rang ${rang} n’est plus celle dont l’empreinte a été gardée : la chaîne a été récrite.`,
        empreinte,
        temoin,
      );
    if (rang === this.tete.rang && empreinte !== this.tete.empreinte) {
      this.damages.signaler(
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
      this.damages.noter({
        rang: du,
        au,
        ligne: null,
        defauts: [{ nature: 'manque', phrase, trouvee: null, attendue }],
        sceau: seal({ manque: [du, au], suivie: this.empreinte, suivante: attendue }),
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
        this.damages.noter({
          rang: du,
          au,
          ligne: null,
          defauts: [{ nature: 'lien', phrase, trouvee: precedente, attendue: this.empreinte }],
          sceau: seal({ purge: partie, suivie: this.empreinte }),
        });
      }
      this.avancer(au, empreinte);
    }
  }

  /** Where to begin: at the beginning, or after the line before the last ones asked for. */
  private async debut(): Promise<Curseur> {
    const { dernieres } = this.options;
    const tete = this.tete.rang;
    if (dernieres === undefined || tete <= dernieres) return DEBUT;
    const avant = await ligneDeRang(this.em, this.chaine, tete - dernieres);
    if (!avant) return DEBUT;
    [this.rang, this.empreinte] = [avant.rang, avant.empreinte];
    return avant;
  }

  /**
   * The head that was read first must have been reached; a line beyond the head of now was put there by other
   * means.
   */
  private async controlerFin(): Promise<void> {
    this.manquent(this.tete.rang, this.tete.empreinte);
    const { tete, dernier } = await derniersRangs(this.em, this.chaine);
    if (dernier > tete)
      this.damages.signaler(
        'fin',
        tete + 1,
        `la ligne de rang ${tete + 1} a été ajoutée sans avancer la tête de chaîne.`,
      );
    const perdu = [...(this.options.temoins?.keys() ?? [])].find((rang) => rang > this.rang);
    if (perdu !== undefined)
      this.damages.signaler(
        'temoin',
        perdu,
        `la chaîne s’arrête au rang ${this.rang} ; l’empreinte gardée portait sur celle de rang ${perdu} : des lignes ont été retirées à la fin.`,
      );
  }
}
