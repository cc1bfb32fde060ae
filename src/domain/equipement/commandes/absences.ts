import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { chargerPourModifier, chargerPourRetirer } from '#src/kernel/chargement.ts';
import { definirCommande } from '#src/kernel/commande.ts';
import { jour, jourFacultatif, reference, texte, versionLue } from '#src/kernel/saisie/saisie.ts';
import { exigerAbsenceCoherente } from '#src/domain/equipement/absences.ts';
import { tenirAnimateur } from '#src/domain/equipement/charger.ts';
import { AbsenceAnimateur, type Animateur } from '#src/domain/equipement/equipement.ts';
import { MOTIFS_D_ABSENCE } from '#src/domain/equipement/motifs-absence.ts';
import { MotifDAbsenceInconnu } from '#src/domain/equipement/refus.ts';

const ABSENCE = {
  motif: texte('Motif de l’absence', 60),
  du: jour('Premier jour d’absence'),
  au: jourFacultatif('Jour du retour'),
};
type Saisie = { readonly [Champ in keyof typeof ABSENCE]: z.output<(typeof ABSENCE)[Champ]> };

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
  charger: (unite, saisie) => tenirAnimateur(unite, saisie.animateur),
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
    await tenirAnimateur(unite, absence.animateur.id);
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
