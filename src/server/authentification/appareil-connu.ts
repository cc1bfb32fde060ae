import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { FUSEAU_NATIONAL, jourA, type Horloge } from '#src/kernel/horloge.ts';
import type { Registre } from '#src/kernel/registre.ts';
import { parametreSecuriteOu } from '#src/domain/acces/compte/parametres.ts';

interface Dependances {
  readonly secret: string;
  readonly https: boolean;
  readonly registre: Registre;
  readonly horloge: Horloge;
}

/** An account whose password somebody is about to give. */
export interface CompteVise {
  readonly id: string;
  /** Hash of its password; null while there is none. */
  readonly empreinte: string | null;
}

/** People who share a device: of more, the one who signed in first is forgotten. */
const COMPTES_PAR_APPAREIL = 5;
const MINUTE_MS = 60_000;
const FORME = /^[\w-]{22}\.\d{1,16}\.[\w-]{43}$/;

/**
 * Devices that signed in before, by a cookie that says so of each account without naming it. It is signed
 * with the hash of the password
 * it was given for: it dies with that password, and whoever has neither known the password nor held the
 * device cannot make one.
 */
export class AppareilsConnus {
  private readonly nomDuCookie: string;

  constructor(private readonly dependances: Dependances) {
    this.nomDuCookie = dependances.https ? '__Host-mcp-appareil' : 'mcp-appareil';
  }

  /** The name of this device for an account it has signed in to; null on any other. */
  reconnaitre(req: Request, compte: CompteVise): string | null {
    return (
      this.lire(req)
        .find((entree) => this.estPour(entree, compte))
        ?.split('.', 1)[0] ?? null
    );
  }

  /** Somebody has just signed in: next time, this device is known for his account. */
  retenir(req: Request, res: Response, compte: CompteVise): void {
    if (compte.empreinte === null) return;
    const { registre, horloge } = this.dependances;
    const minutes = parametreSecuriteOu(
      registre,
      'appareilConnuMinutes',
      'sessionAbsolueMinutes',
      jourA(horloge, FUSEAU_NATIONAL).toString(),
    );
    const fin = horloge.maintenant().epochMilliseconds + minutes * MINUTE_MS;
    const appareil = this.reconnaitre(req, compte) ?? randomBytes(16).toString('base64url');
    const entree = `${appareil}.${fin}.${this.signer(appareil, String(fin), compte)}`;
    const autres = this.lire(req).filter((une) => !this.estPour(une, compte));
    res.cookie(this.nomDuCookie, [entree, ...autres].slice(0, COMPTES_PAR_APPAREIL).join('~'), {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.dependances.https,
      path: '/',
      maxAge: minutes * MINUTE_MS,
    });
  }

  private lire(req: Request): string[] {
    const debut = `${this.nomDuCookie}=`;
    const cookie =
      (req.get('cookie') ?? '')
        .split(/;\s*/)
        .find((un) => un.startsWith(debut))
        ?.slice(debut.length) ?? '';
    return cookie
      .split('~')
      .slice(0, COMPTES_PAR_APPAREIL)
      .filter((entree) => FORME.test(entree));
  }

  private estPour(entree: string, compte: CompteVise): boolean {
    const [appareil = '', fin = '', signature = ''] = entree.split('.');
    if (compte.empreinte === null || Number(fin) <= this.dependances.horloge.maintenant().epochMilliseconds)
      return false;
    return timingSafeEqual(Buffer.from(signature), Buffer.from(this.signer(appareil, fin, compte)));
  }

  private signer(appareil: string, fin: string, { id, empreinte }: CompteVise): string {
    return createHmac('sha256', this.dependances.secret)
      .update(JSON.stringify(['appareil', appareil, fin, id, empreinte]))
      .digest('base64url');
  }
}
