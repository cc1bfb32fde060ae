/** Field by which a form sent again names the envoi it was held as. */
export const CHAMP_ENVOI = 'envoi-garde';
