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

/** The animateur, whose dates are held with his equipment until the commit. @throws Introuvable */
async function lAnimateurTenu(unite: UniteDeTravail, id: string): Promise<Animateur> {
  const animateur = await charger(unite, Animateur, id, 'Animateur');
  await unite.em.findOneOrFail(
    Equipement,
    { id: animateur.equipement.id },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  await unite.em.refresh(animateur);
  return animateur;
}

/** @throws MotifDAbsenceInconnu and what {@link exigerAbsenceCoherente} throws */
function verifier(animateur: Animateur, saisie: Saisie): void {
  if (!MOTIFS_D_ABSENCE.some(({ code }) => code === saisie.motif)) throw new MotifDAbsenceInconnu();
  exigerAbsenceCoherente(animateur, saisie);
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
  charger: (unite, saisie) => lAnimateurTenu(unite, saisie.animateur),
  async executer(unite, { animateur: _id, ...saisie }, animateur) {
    verifier(animateur, saisie);
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
  async charger(unite, { absence: id, version }) {
    const absence = await chargerPourModifier(unite, AbsenceAnimateur, id, version, 'Absence');
    await lAnimateurTenu(unite, absence.animateur.id);
    return absence;
  },
  async executer(unite, { absence: _id, version: _version, ...saisie }, absence) {
    verifier(absence.animateur, saisie);
    unite.em.assign(absence, saisie);
    return absence;
  },
});

/** Takes away an absence recorded by mistake; the journal keeps that it was. @throws VersionPerimee */
export const supprimerAbsence = definirCommande({
  nom: 'absence.supprimer',
  droit: ['AbsenceAnimateur', 'retirer'],
  saisie: z.object({ absence: reference('Absence'), version: versionLue() }),
  charger: (unite, { absence, version }) =>
    chargerPourRetirer(unite, AbsenceAnimateur, absence, version, 'Absence'),
  async executer(unite, _saisie, absence) {
    unite.em.remove(absence);
    return { id: absence.id, animateur: { id: absence.animateur.id } };
  },
});
