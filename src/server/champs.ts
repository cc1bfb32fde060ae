/** Field of the password added to a form that is sent again. */
export const CHAMP_PREUVE = 'preuve-mot-de-passe';

/** Field by which a form sent again names the envoi it was held as. */
export const CHAMP_ENVOI = 'envoi-garde';
