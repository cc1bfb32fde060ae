import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { definirCommande, type UniteDeTravail } from '#src/kernel/commande.ts';
import { caseACocher, jour, jourFacultatif, nom, reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { aLaDate } from '#src/kernel/decision/date-de-reference.ts';
import { exigerAbsencesDans } from '#src/domain/equipement/absences.ts';
import { lAnimateur, lEquipementTenu, tenirEquipement } from '#src/domain/equipement/charger.ts';
import { Animateur, type Equipement } from '#src/domain/equipement/equipement.ts';
import { faitsDEtpValide } from '#src/domain/equipement/faits.ts';
import { EtpValideRefuse, PeriodeIncorrecte } from '#src/domain/equipement/refus.ts';
import { etpFacultatif, etpSaisi, referenceFacultative } from '#src/domain/equipement/saisie.ts';
import { exigerSuccession } from '#src/domain/equipement/succession.ts';

const ANIMATEUR = {
  nom: nom('Nom', 100),
  prenom: nom('Prénom', 100),
  etpContrat: etpSaisi('Etp du contrat de travail'),
  etpValide: etpFacultatif('Etp validé'),
  du: jour('Date d’arrivée', 'anciennete'),
  au: jourFacultatif('Date de départ', 'anciennete'),
  succedeA: referenceFacultative('Succède à'),
};
type Saisie = { readonly [Champ in keyof typeof ANIMATEUR]: z.output<(typeof ANIMATEUR)[Champ]> };

/** What must hold of an animateur as typed, his equipment being held. */
async function verifier(
  unite: UniteDeTravail,
  equipement: Equipement,
  id: string,
  saisie: Saisie,
): Promise<void> {
  if (saisie.au !== null && saisie.au <= saisie.du) throw new PeriodeIncorrecte('au');
  await exigerSuccession(unite, equipement, { id, ...saisie });
  await exigerAbsencesDans(unite, id, saisie);
  await exigerEtpValide(unite, saisie);
}

/**
 * @throws EtpValideRefuse in the words of the rule file `etp`: the declaration would be stopped by the Caf's
 * own record
 */
async function exigerEtpValide(unite: UniteDeTravail, { etpContrat, etpValide }: Saisie): Promise<void> {
  if (etpValide === null) return;
  const faits = faitsDEtpValide({ etpContrat, etpValide });
  const { decision } = await aLaDate('etpValide', () =>
    unite.registre.decider('etp', unite.aujourdhui.toString(), faits),
  );
  const bloquants = decision.constats.filter(({ gravite }) => gravite === 'bloquant');
  if (bloquants.length > 0) throw new EtpValideRefuse(bloquants);
}

/**
 * Records an animateur of an equipment, with the ETP of the work contract and whose post it is.
 * @throws PeriodeIncorrecte | AutreEquipement | DejaSuccede | ArriveeAvantLeDevancier | EtpValideRefuse
 */
export const ajouterAnimateur = definirCommande({
  nom: 'animateur.ajouter',
  droit: ['Animateur', 'creer'],
  saisie: z.object({ equipement: reference('Équipement'), ...ANIMATEUR }),
  charger: lEquipementTenu,
  async executer(unite, { equipement: _id, ...saisie }, equipement) {
    const id = randomUUID();
    await verifier(unite, equipement, id, saisie);
    const animateur = unite.em.create(Animateur, {
      id,
      caf: equipement.caf,
      partenaire: equipement.partenaire,
      equipement,
      ...saisie,
    });
    unite.em.persist(animateur);
    return animateur;
  },
});

/**
 * Corrects an animateur's record; an empty field is emptied.
 * @throws PeriodeIncorrecte | AutreEquipement | SuccessionEnBoucle | DejaSuccede | ArriveeAvantLeDevancier |
 *   ArriveeApresLeSuccesseur |
 *   PosteCompteDeuxFois | AbsenceHorsDeLaPeriode | EtpValideRefuse | VersionPerimee
 */
export const modifierAnimateur = definirCommande({
  nom: 'animateur.modifier',
  droit: ['Animateur', 'modifier'],
  saisie: z.object({ animateur: reference('Animateur'), version: versionLue(), ...ANIMATEUR }),
  async charger(unite, saisie) {
    const animateur = await lAnimateur(unite, saisie);
    await tenirEquipement(unite, animateur.equipement.id);
    return animateur;
  },
  async executer(unite, { animateur: id, version: _version, ...saisie }, animateur) {
    await verifier(unite, animateur.equipement, id, saisie);
    unite.em.assign(animateur, saisie);
    return animateur;
  },
});

/**
 * Says whether the Caf validated the profile of an animateur (source: « Validation du projet global Ram »).
 * @throws VersionPerimee
 */
export const validerProfil = definirCommande({
  nom: 'animateur.validerProfil',
  droit: ['Animateur', 'validerProfil'],
  saisie: z.object({
    animateur: reference('Animateur'),
    version: versionLue(),
    valide: caseACocher(),
    le: jourFacultatif('Date de validation', 'anciennete'),
  }),
  charger: lAnimateur,
  async executer(unite, saisie, animateur) {
    unite.em.assign(animateur, {
      profilValide: saisie.valide,
      profilValideLe: saisie.valide ? (saisie.le ?? unite.aujourdhui.toString()) : null,
    });
    return animateur;
  },
});
