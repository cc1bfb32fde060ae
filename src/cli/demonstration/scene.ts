import type { MikroORM } from '@mikro-orm/postgresql';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { DEMONSTRATION } from '#src/cli/demonstration/etat.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import type { Acteur, ActeurAgent, ActeurPartenaire } from '#src/kernel/acteur.ts';
import { definirCommande, type Executeur, type Faire } from '#src/kernel/commande.ts';
import type { Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { reference } from '#src/kernel/saisie/saisie.ts';
import { lireProfils } from '#src/domain/acces/compte/profils.ts';

/** Password of every demonstration account, printed at start and on the sign-in page. */
export const MOT_DE_PASSE_DE_DEMONSTRATION = 'demonstration-partenaire';

/** Opens a demonstration account: password known to all, refused by a production server. */
const ouvrirCompteDeDemonstration = definirCommande({
  nom: 'demonstration.ouvrirCompte',
  droit: ['Referentiel', 'charger'],
  saisie: z.object({ compte: reference('Compte'), empreinte: z.string() }),
  async executer(unite, { compte, empreinte }) {
    await unite.em.execute('select compte_ouvrir_demonstration(?, ?)', [compte, empreinte]);
    unite.journaliser({ entite: 'Compte', entiteId: compte });
  },
});

/** The stage: the product's own commands, played on the days they would have been. */
export class Scene {
  private instant = Temporal.Instant.fromEpochMilliseconds(0);
  private readonly executeur: Executeur;
  private readonly horloge: Horloge = { maintenant: () => this.instant };

  constructor(
    private readonly orm: MikroORM,
    readonly registre: Registre,
    urlPublique: string,
    private readonly empreinte: string,
    /** Aborted when the program stops: what is under way ends, nothing more begins. */
    private readonly arret?: AbortSignal,
  ) {
    this.executeur = creerExecuteur({ orm, registre, horloge: this.horloge, urlPublique });
  }

  /**
   * Sets the clock to the morning of a day; the day itself stays inside it in every time zone of the
   * demonstration.
   */
  le(jour: string): this {
    this.instant = Temporal.PlainDate.from(jour)
      .toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '09:00' })
      .toInstant();
    return this;
  }

  /** Several commands of one actor, in one unit of work. */
  jouer<Resultat>(acteur: Acteur, operations: (faire: Faire) => Promise<Resultat>): Promise<Resultat> {
    this.arret?.throwIfAborted();
    return this.executeur.ensemble(acteur, operations);
  }

  lire: Executeur['lire'] = (acteur, lecture) => this.executeur.lire(acteur, lecture);

  /** Gives an account its password. */
  async ouvrirComptes(comptes: readonly string[]): Promise<void> {
    await this.jouer(DEMONSTRATION, async (faire) => {
      for (const compte of comptes)
        await faire(ouvrirCompteDeDemonstration, { compte, empreinte: this.empreinte });
    });
  }

  /** The actor an account makes on the day of the scene. */
  async agent(compteId: string): Promise<ActeurAgent> {
    const acteur = await this.acteur(compteId);
    if (acteur.type !== 'agent') throw new Error('an agent was expected');
    return acteur;
  }
  async partenaire(compteId: string): Promise<ActeurPartenaire> {
    const acteur = await this.acteur(compteId);
    if (acteur.type !== 'partenaire') throw new Error('a partner’s user was expected');
    return acteur;
  }
  private async acteur(compteId: string): Promise<Acteur> {
    const compte = await lireProfils(
      this.orm.em.fork(),
      { horloge: this.horloge, registre: this.registre },
      compteId,
    );
    const [profil] = compte?.profils ?? [];
    if (!profil) throw new Error(`account ${compteId} opens nothing on that day`);
    return profil.acteur;
  }
}
