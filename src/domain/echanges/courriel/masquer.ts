/** What follows the path of an address: where a secret stands. */
const SUITE_D_ADRESSE = /(https?:\/\/[^\s?#]+)[?#]\S*/g;
/** Longer than any identifier of ours: a secret, wherever it stands. */
const SECRET = /[A-Za-z0-9_-]{40,}/g;

/**
 * A mail as others than its addressee may read it: a link that opens an access is never readable outside his
 * mailbox.
 */
export const masquerSecrets = (corps: string): string =>
  corps.replace(SUITE_D_ADRESSE, '$1 [lien personnel masqué]').replace(SECRET, '[masqué]');
