import { LockMode } from '@mikro-orm/core';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { charger, chargerPourModifier, chargerPourRetirer } from '#src/kernel/chargement.ts';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import { jour, jourFacultatif, reference, texte, versionLue } from '#src/kernel/saisie/saisie.ts';
import { exigerAbsenceCoherente } from '#src/domain/equipement/absences.ts';
import { AbsenceAnimateur, Animateur, Equipement } from '#src/domain/equipement/equipement.ts';
import { MOTIFS_D_ABSENCE } from '#src/domain/equipement/motifs-absence.ts';
import { MotifDAbsenceInconnu } from '#src/domain/equipement/refus.ts';

const ABSENCE = {
  motif: texte('Motif de l’absence', 60),
  du: jour('Premier jour d’absence'),
  au: jourFacultatif('Jour du retour'),
};
type Saisie = { readonly [Champ in keyof typeof ABSENCE]: z.output<(typeof ABSENCE)[Champ]> };

/**
 * The animateur, whose dates are held with his equipment until the commit. @throws MotifDAbsenceInconnu and
 * what {@link exigerAbsenceCoherente} throws
 */
async function verifier(unite: UniteDeTravail, animateurId: string, saisie: Saisie): Promise<Animateur> {
  const animateur = await charger(unite, Animateur, animateurId, 'Animateur');
  await unite.em.findOneOrFail(
    Equipement,
    { id: animateur.equipement.id },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  await unite.em.refresh(animateur);
  if (!MOTIFS_D_ABSENCE.some(({ code }) => code === saisie.motif)) throw new MotifDAbsenceInconnu();
  exigerAbsenceCoherente(animateur, saisie);
  return animateur;
}

/**
 * Records a time an animateur is not there. It may touch or overlap another: they are united before a rule
 * judges.
 * @throws MotifDAbsenceInconnu | RetourAvantLAbsence | AbsenceAvantLArrivee | AbsenceApresLeDepart
 */
export const enregistrerAbsence = definirCommande({
  nom: 'absence.enregistrer',
  droit: ['AbsenceAnimateur', 'creer'],
  saisie: z.object({ animateur: reference('Animateur'), ...ABSENCE }),
  async executer(unite, { animateur: animateurId, ...saisie }) {
    const animateur = await verifier(unite, animateurId, saisie);
    const absence = unite.em.create(AbsenceAnimateur, {
      id: randomUUID(),
      caf: animateur.caf,
      partenaire: animateur.partenaire,
      animateur,
      ...saisie,
    });
    unite.em.persist(absence);
    return absence;
  },
});

/**
 * @throws MotifDAbsenceInconnu | RetourAvantLAbsence | AbsenceAvantLArrivee | AbsenceApresLeDepart |
 * VersionPerimee
 */
export const modifierAbsence = definirCommande({
  nom: 'absence.modifier',
  droit: ['AbsenceAnimateur', 'modifier'],
  saisie: z.object({ absence: reference('Absence'), version: versionLue(), ...ABSENCE }),
  async executer(unite, { absence: id, version, ...saisie }) {
    const absence = await chargerPourModifier(unite, AbsenceAnimateur, id, version, 'Absence');
    await verifier(unite, absence.animateur.id, saisie);
    unite.em.assign(absence, saisie);
    return absence;
  },
});

/** Takes away an absence recorded by mistake; the journal keeps that it was. @throws VersionPerimee */
export const supprimerAbsence = definirCommande({
  nom: 'absence.supprimer',
  droit: ['AbsenceAnimateur', 'retirer'],
  saisie: z.object({ absence: reference('Absence'), version: versionLue() }),
  async executer(unite, saisie) {
    const absence = await chargerPourRetirer(
      unite,
      AbsenceAnimateur,
      saisie.absence,
      saisie.version,
      'Absence',
    );
    unite.em.remove(absence);
    return { id: absence.id, animateur: { id: absence.animateur.id } };
  },
});
