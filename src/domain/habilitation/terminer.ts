import { z } from 'zod';
import { charger } from '#src/domain/commun/chargement.ts';
import { definirCommande } from '#src/domain/commun/commande.ts';
import { jourFacultatif, reference, texteLong } from '#src/domain/commun/saisie.ts';
import { etatAffiche } from '#src/domain/habilitation/etats.ts';
import { terminerAu } from '#src/domain/habilitation/fin.ts';
import { Habilitation } from '#src/domain/habilitation/habilitation.ts';
import { FinDansLePasse, HabilitationTerminee } from '#src/domain/habilitation/refus.ts';
import { verrouillerEquipements } from '#src/domain/habilitation/titulaires.ts';
import { exigerPouvoir } from '#src/domain/mandat/pouvoir.ts';

/** ✕ of the list: ends a habilitation from a day on (today by default); a pending request is withdrawn at once. */
export const terminerHabilitation = definirCommande({
  nom: 'habilitation.terminer',
  droit: ['Habilitation', 'terminer'],
  saisie: z.object({ id: reference('Habilitation'), au: jourFacultatif("Fin d'habilitation"), motif: texteLong('Motif', 500) }),
  async executer(unite, saisie) {
    const aujourdhui = unite.aujourdhui.toString();
    const habilitation = await charger(unite, Habilitation, saisie.id, 'Habilitation', ['utilisateur', 'equipement', 'lieu']);
    await exigerPouvoir(unite, { roles: [habilitation.role], equipements: [habilitation.equipement.id] }, 'cette habilitation');
    await verrouillerEquipements(unite, [habilitation.equipement.id]);
    await unite.em.refresh(habilitation);
    if (etatAffiche({ etat: habilitation.etat, du: habilitation.du, au: habilitation.au ?? null }, aujourdhui) === 'historique') throw new HabilitationTerminee();
    const au = saisie.au ?? aujourdhui;
    if (au < aujourdhui) throw new FinDansLePasse();
    if (saisie.motif) unite.motiver(saisie.motif);
    terminerAu(habilitation, au);
    return habilitation;
  },
});
