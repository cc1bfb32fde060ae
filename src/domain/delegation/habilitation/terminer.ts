import { z } from 'zod';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { jourFacultatif, reference, texteLong, versionLue } from '#src/kernel/saisie/saisie.ts';
import { lHabilitation } from '#src/domain/delegation/habilitation/charger.ts';
import { etatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import { terminerAu } from '#src/domain/delegation/habilitation/fin.ts';
import type { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { FinDansLePasse, HabilitationTerminee } from '#src/domain/delegation/habilitation/refus.ts';
import { exigerPouvoir } from '#src/domain/delegation/mandat/pouvoir.ts';

/** @throws HorsMandat | HabilitationTerminee */
async function exigerTerminable(
  unite: UniteDeLecture,
  { role, equipement, etat, du, au }: Habilitation,
): Promise<void> {
  await exigerPouvoir(unite, { roles: [role], equipements: [equipement.id] }, 'cette habilitation');
  if (etatAffiche({ etat, du, au: au ?? null }, unite.aujourdhui.toString()) === 'historique')
    throw new HabilitationTerminee();
}

/**
 * ✕ of the list: ends a habilitation from a day on (today by default); a pending request is withdrawn at
 * once. @throws VersionPerimee
 */
export const terminerHabilitation = definirCommande({
  nom: 'habilitation.terminer',
  droit: ['Habilitation', 'terminer'],
  saisie: z.object({
    id: reference('Habilitation'),
    version: versionLue(),
    au: jourFacultatif('Fin d’habilitation'),
    motif: texteLong('Motif', 500),
  }),
  charger: lHabilitation,
  condition: exigerTerminable,
  async executer(unite, saisie, habilitation) {
    const aujourdhui = unite.aujourdhui.toString();
    const au = saisie.au ?? aujourdhui;
    if (au < aujourdhui) throw new FinDansLePasse();
    if (saisie.motif) unite.motiver(saisie.motif);
    terminerAu(habilitation, au);
    return habilitation;
  },
});
