import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What every authenticator application supposes (RFC 6238): SHA-1, six digits, thirty seconds. */
const CHIFFRES = 6;
const PAS_EN_SECONDES = 30;
/** A step before or after: a telephone's clock is a little wrong, a code takes time to type. */
const TOLERANCE = 1;
/** As long as the hash (RFC 4226, 4). */
const OCTETS_DU_SECRET = 20;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const nouveauSecret = (): Buffer => randomBytes(OCTETS_DU_SECRET);

/** RFC 4648 without padding: what a person can type into his application. */
export function enBase32(octets: Uint8Array): string {
  let bits = '';
  for (const octet of octets) bits += octet.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? []).map((groupe) => ALPHABET[Number.parseInt(groupe.padEnd(5, '0'), 2)]).join('');
}

/** The code of a counter (RFC 4226). */
export function hotp(secret: Uint8Array, compteur: number, chiffres = CHIFFRES): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(compteur));
  const empreinte = createHmac('sha1', secret).update(message).digest();
  const debut = empreinte.readUInt8(empreinte.length - 1) & 0xf;
  return String((empreinte.readUInt32BE(debut) & 0x7fffffff) % 10 ** chiffres).padStart(chiffres, '0');
}

/** Number of the step an instant falls in. @param instant epoch milliseconds */
export const pasDe = (instant: number): number => Math.floor(instant / 1000 / PAS_EN_SECONDES);

/** The step a code is that of, a step early or late at most; null when it is none. Whether it has already served is for the caller. */
export function pasDuCode(secret: Uint8Array, code: string, instant: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const donne = Buffer.from(code);
  let trouve: number | null = null;
  for (let ecart = -TOLERANCE; ecart <= TOLERANCE; ecart += 1) {
    const pas = pasDe(instant) + ecart;
    if (pas >= 0 && timingSafeEqual(Buffer.from(hotp(secret, pas)), donne)) trouve = pas;
  }
  return trouve;
}

/** What the QR code carries: the key URI of the authenticator applications. */
export function adresseDEnrolement(secret: Uint8Array, courriel: string, emetteur = 'Mon Compte Partenaire'): string {
  const parametres = new URLSearchParams({ secret: enBase32(secret), issuer: emetteur, algorithm: 'SHA1', digits: String(CHIFFRES), period: String(PAS_EN_SECONDES) });
  return `otpauth://totp/${encodeURIComponent(emetteur)}:${encodeURIComponent(courriel)}?${parametres.toString().replaceAll('+', '%20')}`;
}
