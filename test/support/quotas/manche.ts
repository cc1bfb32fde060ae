import type { Pool } from 'pg';
import type { Hasard } from '#src/cli/demonstration/hasard.ts';
import type { RoleAfas } from '#test/support/roles.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { texteDePage, type ReponseLue } from '#test/support/internaute.ts';
import type { Quota } from './regle.ts';
import type { Visiteur } from './visiteur.ts';

/** Where and by whom roles are granted. */
export interface Terrain {
  /** The servers, all on one database. */
  readonly urls: readonly string[];
  readonly proprietaire: Pool;
  readonly demandeurs: readonly Visiteur[];
  /** Those who validate approbateurs; absent where the back-office is not served. */
  readonly agents?: readonly [Visiteur, Visiteur];
  readonly jour: string;
  readonly quotas: ReadonlyMap<RoleAfas, Quota>;
  readonly hasard: Hasard;
}

/**
 * What goes on while everybody grants: nothing else; those in place lose the role; those in place move to
 * another role;
 * an approbateur in place is to be replaced.
 */
export type Melange = 'seul' | 'retraits' | 'mouvements' | 'remplacement';

export interface Manche {
  readonly equipement: string;
  readonly nomEquipement: string;
  readonly role: RoleAfas;
  /** Where those who move go. */
  readonly autreRole: RoleAfas;
  readonly melange: Melange;
  /** Users who do not hold the role. */
  readonly candidats: readonly string[];
}

/** What a round gave; `fautes` is empty when all that must hold held. */
export interface Bilan {
  readonly demandes: number;
  readonly acceptees: number;
  /** With the rule file's sentence. */
  readonly quotaAtteint: number;
  /** A person asked for twice at once. */
  readonly dejaHabilite: number;
  readonly retraits: number;
  readonly releves: number;
  readonly pireAttenteMs: number;
  readonly dureeMs: number;
  readonly fautes: readonly string[];
}

const DEJA = 'Cet utilisateur a déjà ce rôle, ou l’attend, sur :';
/** One user in so many is asked for twice at once, through two servers. */
const DOUBLONS = 20;

type Issue = 'acceptee' | 'quota' | 'deja' | 'faute';

/** Plays one round: everybody at once, then what the database and the answers say is compared. */
export async function jouer(terrain: Terrain, manche: Manche): Promise<Bilan> {
  const { role, melange, candidats } = manche;
  const quota = terrain.quotas.get(role);
  if (!quota) throw new Error(`no quota read for ${role}`);
  const fautes: string[] = [];
  const guichet = new Guichet(terrain, manche, fautes);
  const enPlace = melange === 'seul' || quota.places === null ? [] : candidats.slice(0, quota.places);
  for (const utilisateur of enPlace) await guichet.installer(utilisateur);

  const releves = relever(terrain, manche, quota, fautes);
  const autres = candidats.slice(enPlace.length);
  const demandes = autres.flatMap((utilisateur, rang) =>
    rang % DOUBLONS === 0 ? [utilisateur, utilisateur] : [utilisateur],
  );
  const debut = performance.now();
  const [issues, retraits] = await Promise.all([
    Promise.all(
      demandes.map((utilisateur) => guichet.accorder(utilisateur, role, melange === 'remplacement')),
    ),
    melange === 'remplacement' ? 0 : guichet.liberer(enPlace),
  ]);
  const dureeMs = performance.now() - debut;
  const nombreReleves = await releves.arreter();

  const compte = (issue: Issue): number => issues.filter((une) => une === issue).length;
  const acceptees = compte('acceptee');
  const distincts = new Set(demandes).size;
  const attendues =
    quota.places === null
      ? [distincts, distincts]
      : melange === 'seul'
        ? [quota.places, quota.places]
        : melange === 'remplacement'
          ? [1, 1]
          : [0, retraits];
  if (acceptees < (attendues[0] ?? 0) || acceptees > (attendues[1] ?? 0))
    fautes.push(`${acceptees} accepted, ${attendues.join(' to ')} expected`);
  if (quota.places === null && compte('quota') > 0) fautes.push('a quota was told where there is none');
  await guichet.remplirLesPlaces(quota, candidats, melange);
  if (role === 'APPROBATEUR') await guichet.validerAChaud(melange);
  await guichet.verifier(quota, enPlace.length + acceptees);
  await guichet.vider();
  return {
    demandes: demandes.length,
    acceptees,
    quotaAtteint: compte('quota'),
    dejaHabilite: compte('deja'),
    retraits,
    releves: nombreReleves,
    pireAttenteMs: guichet.pireAttenteMs,
    dureeMs,
    fautes,
  };
}

/** Looks at the table as fast as it answers, while the round goes on. */
function relever(
  { proprietaire, jour }: Terrain,
  { equipement, role, autreRole }: Manche,
  quota: Quota,
  fautes: string[],
): { arreter(): Promise<number> } {
  let [fini, nombre] = [false, 0];
  const boucle = (async () => {
    while (!fini) {
      for (const ligne of await tenir(proprietaire, equipement, jour)) {
        if (
          quota.places !== null &&
          ligne.role === role &&
          (ligne.actifs + ligne.nouveaux > quota.places || ligne.remplacants > quota.places)
        )
          fautes.push(`seen during the round: ${JSON.stringify(ligne)}`);
        if (ligne.role !== role && ligne.role !== autreRole)
          fautes.push(`a role nobody granted: ${ligne.role}`);
      }
      nombre += 1;
      await pause(15);
    }
  })();
  return {
    async arreter() {
      fini = true;
      await boucle;
      return nombre;
    },
  };
}

interface Tenue {
  readonly role: RoleAfas;
  readonly actifs: number;
  readonly nouveaux: number;
  readonly remplacants: number;
}

async function tenir(proprietaire: Pool, equipement: string, jour: string): Promise<Tenue[]> {
  const { rows } = await proprietaire.query<Tenue>(
    `select role, count(distinct utilisateur_id) filter (where etat in ('accordee', 'suspendue'))::int as actifs,
      count(distinct utilisateur_id) filter (where etat = 'en-attente-caf' and remplace_id is null)::int as nouveaux,
      count(distinct utilisateur_id) filter (where etat = 'en-attente-caf' and remplace_id is not null)::int as remplacants
    from habilitation where equipement_id = $1 and du <= $2 and (au is null or au > $2) and etat in ('accordee', 'suspendue', 'en-attente-caf') group by role`,
    [equipement, jour],
  );
  return rows;
}

/** What is done over HTTP in one round. */
class Guichet {
  pireAttenteMs = 0;
  private creees = 0;
  private tour = 0;
  constructor(
    private readonly terrain: Terrain,
    private readonly manche: Manche,
    private readonly fautes: string[],
  ) {}

  private url(): string {
    return this.terrain.urls[(this.tour += 1) % this.terrain.urls.length] ?? '';
  }
  /** One of those who grant, sent to the next server. */
  private quelquun(): Visiteur {
    return this.terrain.hasard.parmi(this.terrain.demandeurs).chez(this.url());
  }

  /** « Affecter un rôle » for one user. */
  async accorder(utilisateur: string, role: RoleAfas = this.manche.role, remplacer = false): Promise<Issue> {
    const reponse = await this.quelquun().envoyer('/partenaire/habilitations/habiliter', {
      utilisateur,
      role,
      du: this.terrain.jour,
      portee: 'activite',
      equipements: this.manche.equipement,
      ...(remplacer ? { remplacer: 'oui' } : {}),
    });
    this.pireAttenteMs = Math.max(this.pireAttenteMs, reponse.dureeMs);
    const issue = this.lire(reponse, role);
    if (issue === 'acceptee' && role === this.manche.role) this.creees += 1;
    return issue;
  }

  private lire({ statut, texte: page, adresse }: ReponseLue, role: RoleAfas): Issue {
    if (statut === 303 && adresse.startsWith('/partenaire/habilitations?')) return 'acceptee';
    const texte = texteDePage(page);
    const phrase = this.terrain.quotas.get(role)?.phrase ?? '';
    if (statut === 422 && phrase !== '' && texte.includes(`${this.manche.nomEquipement} : ${phrase}`))
      return 'quota';
    if (statut === 422 && texte.includes(`${DEJA} ${this.manche.nomEquipement}`)) return 'deja';
    this.fautes.push(
      `answer ${statut} ${adresse} ${/\d+ points? à corriger.{0,300}/.exec(texte)?.[0] ?? texte.slice(0, 300)}`,
    );
    return 'faute';
  }

  /** Puts somebody in place before the round; an approbateur is validated by the Caf. */
  async installer(utilisateur: string): Promise<void> {
    const issue = await this.accorder(utilisateur);
    if (issue !== 'acceptee') this.fautes.push(`could not put ${utilisateur} in place: ${issue}`);
    this.creees -= 1;
    if (this.manche.role !== 'APPROBATEUR') return;
    const agent = this.terrain.agents?.[0];
    if (!agent) throw new Error('nobody validates approbateurs here');
    const { statut } = await this.decider(agent.chez(this.url()), await this.enAttente(), 'valider', {});
    if (statut !== 200) this.fautes.push(`could not validate the approbateur in place: ${statut}`);
  }

  /**
   * Ends the role of those in place, each at a moment of the round; those who move ask for their other role
   * at once.
   */
  async liberer(enPlace: readonly string[]): Promise<number> {
    const faits = await Promise.all(
      enPlace.map(async (utilisateur) => {
        await pause(this.terrain.hasard.entier(0, 400));
        const id = await this.detenue(utilisateur);
        const { statut, texte } = await this.quelquun().remplir(`/partenaire/habilitations/${id}/terminer`, {
          au: this.terrain.jour,
          motif: '',
        });
        if (statut !== 303)
          this.fautes.push(`withdrawal answered ${statut} ${texteDePage(texte).slice(0, 200)}`);
        if (this.manche.melange === 'mouvements') await this.accorder(utilisateur, this.manche.autreRole);
        return 1;
      }),
    );
    return faits.length;
  }

  /** After everybody: as many more are accepted as there are places, then the next is refused. */
  async remplirLesPlaces({ places }: Quota, candidats: readonly string[], melange: Melange): Promise<void> {
    if (places === null || melange === 'remplacement') return;
    const tenues = (await this.tenues()).map(({ utilisateur }) => utilisateur);
    const libres = candidats.filter((un) => !tenues.includes(un)).slice(-places - 1);
    const attendues = libres.map((_, rang): Issue => (rang < places - tenues.length ? 'acceptee' : 'quota'));
    for (const [rang, utilisateur] of libres.entries()) {
      const avant = this.creees;
      const issue = await this.accorder(utilisateur);
      // Counted apart from those of the round.
      this.creees = avant;
      if (issue !== attendues[rang])
        this.fautes.push(`one more after the round: ${issue}, ${attendues[rang]} expected`);
    }
  }

  /** Two agents answer the same request at once, through two servers: one decides, the other is told so. */
  async validerAChaud(melange: Melange): Promise<void> {
    if (!this.terrain.agents) return;
    const id = await this.enAttente();
    const [un, autre] = this.terrain.agents;
    const seconde =
      melange === 'retraits'
        ? { action: 'refuser', corps: { motif: 'Pièce manquante' } }
        : { action: 'valider', corps: {} };
    const [urlUn = '', urlAutre = urlUn] = this.terrain.urls;
    const statuts = await Promise.all([
      this.decider(un.chez(urlUn), id, 'valider', {}),
      this.decider(autre.chez(urlAutre), id, seconde.action, seconde.corps),
    ]);
    const codes = statuts.map(({ statut }) => statut).sort();
    if (codes.join(' ') !== '200 409' && codes.join(' ') !== '200 400')
      this.fautes.push(`two agents at once: ${codes.join(' ')}`);
  }

  private async decider(agent: Visiteur, id: string, action: string, corps: object): Promise<ReponseLue> {
    const chemin = `/gestion/api/resources/habilitations/records/${id}/${action}`;
    const { texte } = await agent.lire(chemin);
    const { formulaire } = JSON.parse(texte) as { formulaire?: { valeurs: { version?: string } } };
    return agent.envoyerJson(chemin, { motif: '', ...corps, version: formulaire?.valeurs.version });
  }

  /** What the database says once all is quiet. */
  async verifier({ places }: Quota, attendues: number): Promise<void> {
    const { equipement, role, melange } = this.manche;
    const lignes = await tenir(this.terrain.proprietaire, equipement, this.terrain.jour);
    const { actifs = 0, nouveaux = 0 } = lignes.find((ligne) => ligne.role === role) ?? {};
    // A request the Caf has just refused leaves its place free.
    const refusee =
      this.terrain.agents !== undefined && role === 'APPROBATEUR' && melange === 'retraits' && actifs === 0;
    if (places !== null && actifs + nouveaux !== places && !refusee)
      this.fautes.push(`${actifs} hold it and ${nouveaux} wait at the end, ${places} expected`);
    if (places === null && actifs !== attendues)
      this.fautes.push(`${actifs} hold it at the end, ${attendues} expected`);
    const {
      rows: [total],
    } = await this.terrain.proprietaire.query<{ n: number }>(
      'select count(*)::int as n from habilitation where equipement_id = $1 and role = $2 and (au is null or au > $3)',
      [equipement, role, this.terrain.jour],
    );
    if (places === null && total?.n !== this.creees)
      this.fautes.push(`${total?.n} rows written, ${this.creees} answers accepted`);
  }

  /** Frees the places of the equipment for the next round, by the withdrawals of the portal. */
  async vider(): Promise<void> {
    if (this.terrain.quotas.get(this.manche.role)?.places === null) return;
    for (const { id } of await this.tenues([this.manche.role, this.manche.autreRole])) {
      await this.quelquun().remplir(`/partenaire/habilitations/${id}/terminer`, {
        au: this.terrain.jour,
        motif: 'Fin de la manche',
      });
    }
  }

  private async tenues(
    roles: readonly RoleAfas[] = [this.manche.role],
  ): Promise<{ id: string; utilisateur: string; etat: string }[]> {
    const { rows } = await this.terrain.proprietaire.query<{ id: string; utilisateur: string; etat: string }>(
      `select id, utilisateur_id as utilisateur, etat from habilitation where equipement_id = $1 and role = any($2) and (au is null or au > $3) and etat in ('accordee', 'suspendue', 'en-attente-caf')`,
      [this.manche.equipement, roles, this.terrain.jour],
    );
    return rows;
  }
  private async detenue(utilisateur: string): Promise<string> {
    return (await this.tenues()).find((une) => une.utilisateur === utilisateur)?.id ?? '';
  }
  private async enAttente(): Promise<string> {
    return (await this.tenues()).find(({ etat }) => etat === 'en-attente-caf')?.id ?? '';
  }
}
