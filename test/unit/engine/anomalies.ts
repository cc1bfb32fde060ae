import type { FichierDeRegles } from '#src/engine/format.ts';
import { verifierRegles } from '#src/engine/verifier/index.ts';
import { clos, fichier } from './appui.ts';

/** Anomalies of a changed minimal file, as « check rule : message ». */
export async function anomalies(remplace: Partial<FichierDeRegles>): Promise<string[]> {
  const rapport = await verifierRegles(fichier(remplace), clos(remplace));
  return rapport.anomalies.map(
    ({ controle, regle: id, message }) => `${controle}${id === undefined ? '' : ` ${id}`} : ${message}`,
  );
}

/** Parameters of the minimal file. */
export const SEUIL = fichier().parametres;

/** Condition: above the threshold. */
export const AU_DESSUS = {
  all: [{ fact: 'montant', operator: 'greaterThan', value: { parametre: 'seuil' } }],
} as const;
