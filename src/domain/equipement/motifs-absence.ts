import motifs from '#src/domain/equipement/motifs-absence.json' with { type: 'json' };

/**
 * Why an animateur may be absent, as the Caf records it: codes of the declaration's own list, so that they
 * fill it.
 */
export const MOTIFS_D_ABSENCE: readonly { readonly code: string; readonly libelle: string }[] = motifs;
