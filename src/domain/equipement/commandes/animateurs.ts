import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { charger, chargerPourModifier } from '#src/domain/commun/chargement.ts';
import { definirCommande } from '#src/domain/commun/commande.ts';
import { caseACocher, jour, jourFacultatif, nom, reference, versionLue } from '#src/domain/commun/saisie.ts';
import { Animateur, Equipement } from '#src/domain/equipement/equipement.ts';
import { PeriodeIncorrecte } from '#src/domain/equipement/refus.ts';
import { etpSaisi } from '#src/domain/equipement/saisie.ts';

const ANIMATEUR = {
  nom: nom('Nom', 100),
  prenom: nom('Prénom', 100),
  etpContrat: etpSaisi('Etp du contrat de travail'),
  du: jour('Date d’arrivée', 'anciennete'),
  au: jourFacultatif('Date de départ', 'anciennete'),
};

/** @throws PeriodeIncorrecte */
function verifierPeriode({ du, au }: { readonly du: string; readonly au: string | null }): void {
  if (au !== null && au <= du) throw new PeriodeIncorrecte('au');
}

/** Records an animateur of an equipment, with the ETP of the work contract. @throws PeriodeIncorrecte */
export const ajouterAnimateur = definirCommande({
  nom: 'animateur.ajouter',
  droit: ['Animateur', 'creer'],
  saisie: z.object({ equipement: reference('Équipement'), ...ANIMATEUR }),
  async executer(unite, { equipement: equipementId, ...saisie }) {
    const equipement = await charger(unite, Equipement, equipementId, 'Équipement');
    verifierPeriode(saisie);
    const animateur = unite.em.create(Animateur, { id: randomUUID(), caf: equipement.caf, partenaire: equipement.partenaire, equipement, ...saisie });
    unite.em.persist(animateur);
    return animateur;
  },
});

/** @throws PeriodeIncorrecte | VersionPerimee */
export const modifierAnimateur = definirCommande({
  nom: 'animateur.modifier',
  droit: ['Animateur', 'modifier'],
  saisie: z.object({ animateur: reference('Animateur'), version: versionLue(), ...ANIMATEUR }),
  async executer(unite, { animateur: id, version, ...saisie }) {
    const animateur = await chargerPourModifier(unite, Animateur, id, version, 'Animateur');
    verifierPeriode(saisie);
    unite.em.assign(animateur, saisie);
    return animateur;
  },
});

/** Says whether the Caf validated the profile of an animateur (source: « Validation du projet global Ram »). @throws VersionPerimee */
export const validerProfil = definirCommande({
  nom: 'animateur.validerProfil',
  droit: ['Animateur', 'validerProfil'],
  saisie: z.object({ animateur: reference('Animateur'), version: versionLue(), valide: caseACocher(), le: jourFacultatif('Date de validation', 'anciennete') }),
  async executer(unite, saisie) {
    const animateur = await chargerPourModifier(unite, Animateur, saisie.animateur, saisie.version, 'Animateur');
    unite.em.assign(animateur, { profilValide: saisie.valide, profilValideLe: saisie.valide ? (saisie.le ?? unite.aujourdhui.toString()) : null });
    return animateur;
  },
});
