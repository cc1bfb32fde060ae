export const CHEMIN_HABILITATIONS = '/partenaire/habilitations';
