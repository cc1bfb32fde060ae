import { HOTP, Secret, TOTP } from 'otpauth';

/** What every authenticator application supposes (RFC 6238): SHA-1, six digits, thirty seconds. */
const REGLAGES = { algorithm: 'SHA1', digits: 6, period: 30 };
const EMETTEUR = 'Mon Compte Partenaire';
/** A step before or after: a telephone's clock is a little wrong, a code takes time to type. */
const TOLERANCE = 1;

const cle = (secret: Uint8Array): Secret => new Secret({ buffer: Uint8Array.from(secret).buffer });

/** As long as the hash (RFC 4226, 4). */
export const nouveauSecret = (): Buffer => Buffer.from(new Secret({ size: 20 }).bytes);

/** RFC 4648 without padding: what a person can type into his application. */
export const enBase32 = (octets: Uint8Array): string => cle(octets).base32;

/** The code of a counter (RFC 4226). */
export const hotp = (secret: Uint8Array, compteur: number, chiffres = REGLAGES.digits): string =>
  HOTP.generate({ secret: cle(secret), counter: compteur, digits: chiffres });

/** Number of the step an instant falls in. @param instant epoch milliseconds */
export const pasDe = (instant: number): number =>
  TOTP.counter({ period: REGLAGES.period, timestamp: instant });

/**
 * The step a code is that of, a step early or late at most; null when it is none. Whether it has already
 * served is for the caller.
 */
export function pasDuCode(secret: Uint8Array, code: string, instant: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const ecart = TOTP.validate({
    ...REGLAGES,
    token: code,
    secret: cle(secret),
    timestamp: instant,
    window: TOLERANCE,
  });
  return ecart === null ? null : pasDe(instant) + ecart;
}

/** What the QR code carries: the key URI of the authenticator applications. */
export const adresseDEnrolement = (secret: Uint8Array, courriel: string): string =>
  new TOTP({ ...REGLAGES, issuer: EMETTEUR, label: courriel, secret: cle(secret) }).toString();
