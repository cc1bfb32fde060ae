/** Field of the password added to a form that is sent again. */
export const CHAMP_PREUVE = 'preuve-mot-de-passe';

/** Field by which a form sent again names what it was held as. */
export const HELD_FORM_FIELD = 'envoi-garde';
