import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Keeps small secrets in the database, unreadable without the server's own secret. */
export interface SecretBox {
  /** @param liaison what the secret belongs to: moved elsewhere, it cannot be opened */
  fermer(secret: Uint8Array, liaison: string): string;
  /** @returns null when it was closed with another key or for somebody else */
  ouvrir(ferme: string, liaison: string): Buffer | null;
}

const ALGORITHME = 'aes-256-gcm';
const OCTETS_DU_NONCE = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under a key drawn from the server's secret, for one use only. */
export function secretBox(secretDuServeur: string, usage: string): SecretBox {
  const cle = Buffer.from(hkdfSync('sha256', secretDuServeur, '', `mcp:${usage}`, 32));
  return {
    fermer(secret, liaison) {
      const nonce = randomBytes(OCTETS_DU_NONCE);
      const chiffre = createCipheriv(ALGORITHME, cle, nonce).setAAD(Buffer.from(liaison));
      const corps = Buffer.concat([chiffre.update(secret), chiffre.final()]);
      return Buffer.concat([nonce, chiffre.getAuthTag(), corps]).toString('base64url');
    },
    ouvrir(ferme, liaison) {
      const octets = Buffer.from(ferme, 'base64url');
      if (octets.length <= OCTETS_DU_NONCE + TAG_BYTES) return null;
      const fin = OCTETS_DU_NONCE + TAG_BYTES;
      try {
        const clair = createDecipheriv(ALGORITHME, cle, octets.subarray(0, OCTETS_DU_NONCE))
          .setAAD(Buffer.from(liaison))
          .setAuthTag(octets.subarray(OCTETS_DU_NONCE, fin));
        return Buffer.concat([clair.update(octets.subarray(fin)), clair.final()]);
      } catch {
        return null;
      }
    },
  };
}
