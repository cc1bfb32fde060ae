import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { FUSEAU_NATIONAL, jourA, type Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { parametreSecurite } from '#src/domain/acces/compte/parametres.ts';
import { DEVICE_LOCKOUT_PREFIX, ACCOUNT_LOCKOUT_PREFIX } from '#src/domain/acces/compte/lockout.ts';
import { TropDeTentatives } from '#src/server/refus.ts';

interface Dependances {
  readonly pool: Pool;
  readonly secret: string;
  readonly registre: Registre;
  readonly horloge: Horloge;
}

interface Seuils {
  readonly parCompte: number;
  readonly parAdresse: number;
  readonly fenetre: number;
  readonly blocage: number;
}

interface Jeu {
  readonly compte: RateLimiterPostgres;
  readonly appareil: RateLimiterPostgres;
  readonly inconnu: RateLimiterPostgres;
  readonly adresse: RateLimiterPostgres;
  readonly demande: RateLimiterPostgres;
  readonly demandeAdresse: RateLimiterPostgres;
}

/** Counts of one sign-in: what is left before the account is locked. */
export interface Tentative {
  readonly restantes: number;
  readonly blocageMinutes: number;
  /** The person signed in: the account starts anew, the address gets its attempt back. */
  reussie(): Promise<void>;
  /**
   * The password was right and a code is awaited: this attempt counts for nothing, the failures before it
   * still do.
   */
  rendre(): Promise<void>;
}

/**
 * Failed attempts, kept in PostgreSQL for every server, per account and per network address. Attempts are
 * counted
 * before the password is looked at: a hundred at once are not a hundred tries. An unknown account is counted
 * and
 * locked like any other. A device that signed in to the account before has its own count, and neither the
 * account's nor the address's
 * holds it: what others fail, behind the same address or anywhere, does not lock the owner out.
 */
export class Tentatives {
  private jeu: { readonly seuils: string; readonly limiteurs: Jeu } | undefined;

  constructor(private readonly dependances: Dependances) {}

  /**
   * @param appareil the known device the attempt comes from, for this account; null on any other
   * @throws TropDeTentatives
   */
  async commencer(
    adresseReseau: string,
    compteId: string | undefined,
    courriel: string,
    appareil: string | null,
  ): Promise<Tentative> {
    const seuils = this.seuils();
    const { compte, inconnu, adresse, appareil: connu } = this.limiteurs(seuils);
    if (compteId !== undefined && appareil !== null) {
      const cle = `${compteId}:${appareil}`;
      const { remainingPoints } = await compter(connu, cle);
      return {
        restantes: remainingPoints,
        blocageMinutes: seuils.blocage,
        async reussie() {
          await connu.delete(cle);
        },
        async rendre() {
          await connu.reward(cle, 1);
        },
      };
    }
    const cleAdresse = this.cle(reseau(adresseReseau));
    const [limiteur, cle] = compteId === undefined ? [inconnu, this.cle(courriel)] : [compte, compteId];
    await compter(adresse, cleAdresse);
    const { remainingPoints } = await compter(limiteur, cle);
    return {
      restantes: remainingPoints,
      blocageMinutes: seuils.blocage,
      async reussie() {
        await Promise.all([limiteur.delete(cle), adresse.reward(cleAdresse, 1)]);
      },
      async rendre() {
        await Promise.all([limiteur.reward(cle, 1), adresse.reward(cleAdresse, 1)]);
      },
    };
  }

  /**
   * A link asked for by « Mot de passe oublié ».
   * @returns false when this account has been sent enough of them: nothing more is mailed, nothing is told
   * @throws TropDeTentatives for the address
   */
  async demander(adresseReseau: string, courriel: string): Promise<boolean> {
    const { demande, demandeAdresse } = this.limiteurs(this.seuils());
    await compter(demandeAdresse, this.cle(reseau(adresseReseau)));
    try {
      await compter(demande, this.cle(courriel));
      return true;
    } catch (erreur) {
      if (erreur instanceof TropDeTentatives) return false;
      throw erreur;
    }
  }

  private seuils(): Seuils {
    const { registre, horloge } = this.dependances;
    const jour = jourA(horloge, FUSEAU_NATIONAL).toString();
    const lire = (nom: string) => parametreSecurite(registre, nom, jour);
    return {
      parCompte: lire('tentativesParCompte'),
      parAdresse: lire('tentativesParAdresse'),
      fenetre: lire('fenetreTentativesMinutes'),
      blocage: lire('blocageMinutes'),
    };
  }

  /** Made again only when the rules change. */
  private limiteurs(seuils: Seuils): Jeu {
    const cle = JSON.stringify(seuils);
    if (this.jeu?.seuils === cle) return this.jeu.limiteurs;
    const limiteur = (keyPrefix: string, points: number, clearExpiredByTimeout = false) =>
      new RateLimiterPostgres({
        storeClient: this.dependances.pool,
        storeType: 'pool',
        schemaName: 'sessions',
        tableName: 'tentative',
        tableCreated: true,
        keyPrefix,
        points,
        duration: seuils.fenetre * 60,
        blockDuration: seuils.blocage * 60,
        clearExpiredByTimeout,
      });
    const limiteurs: Jeu = {
      compte: limiteur(ACCOUNT_LOCKOUT_PREFIX, seuils.parCompte, this.jeu === undefined),
      appareil: limiteur(DEVICE_LOCKOUT_PREFIX, seuils.parCompte),
      inconnu: limiteur('connexion-inconnu', seuils.parCompte),
      adresse: limiteur('connexion-adresse', seuils.parAdresse),
      demande: limiteur('lien-compte', seuils.parCompte),
      demandeAdresse: limiteur('lien-adresse', seuils.parAdresse),
    };
    this.jeu = { seuils: cle, limiteurs };
    return limiteurs;
  }

  /** The table holds neither mail nor network address. */
  private cle(texte: string): string {
    return createHmac('sha256', this.dependances.secret).update(texte).digest('hex');
  }
}

async function compter(limiteur: RateLimiterPostgres, cle: string): Promise<RateLimiterRes> {
  try {
    return await limiteur.consume(cle, 1);
  } catch (erreur) {
    if (erreur instanceof RateLimiterRes)
      throw new TropDeTentatives(Math.max(1, Math.ceil(erreur.msBeforeNext / 60_000)));
    throw erreur;
  }
}

/** One IPv4 address, or the /64 network of an IPv6 one: a subscriber has the whole of it. */
export function reseau(adresse: string): string {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(adresse);
  if (v4?.[1] !== undefined) return v4[1];
  if (!isIPv6(adresse)) return adresse;
  const [debut = '', fin = ''] = adresse.toLowerCase().split('::');
  const gauche = debut.split(':').filter(Boolean);
  const droite = fin.split(':').filter(Boolean);
  const manquants = adresse.includes('::')
    ? Array<string>(Math.max(0, 8 - gauche.length - droite.length)).fill('0')
    : [];
  return [...gauche, ...manquants, ...droite]
    .slice(0, 4)
    .map((groupe) => groupe.replace(/^0+(?=.)/, ''))
    .join(':');
}
