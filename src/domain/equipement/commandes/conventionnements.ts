import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { jour, liste, reference, texteFacultatif, versionLue } from '#src/kernel/saisie/saisie.ts';
import { finDePeriode } from '#src/domain/contractualisation/convention/etat.ts';
import { aLaDate } from '#src/kernel/decision/date-de-reference.ts';
import { estPresent } from '#src/domain/equipement/comptes.ts';
import { leConventionnement, lEquipementTenu, tenirEquipement } from '#src/domain/equipement/charger.ts';
import { Animateur, Conventionnement, type Equipement } from '#src/domain/equipement/equipement.ts';
import {
  AnimateurDejaCompte,
  AnimateurInconnu,
  ConventionnementValide,
  DureeExcessive,
  PeriodeIncorrecte,
} from '#src/domain/equipement/refus.ts';
import { postesDe } from '#src/domain/equipement/postes.ts';
import { nomDe } from '#src/domain/equipement/succession.ts';

const CONVENTIONNEMENT = {
  numeroMaia: texteFacultatif('Numéro de dossier Maia', 40),
  du: jour('Date de début'),
  au: jour('Date de fin'),
  animateurs: liste('Animateurs'),
};
type Contenu = { readonly du: string; readonly au: string; readonly animateurs: readonly string[] };

/** A conventionnement once validated is corrected no more. @throws ConventionnementValide */
export function exigerBrouillon(_unite: UniteDeLecture, { etat }: Conventionnement): void {
  if (etat !== 'brouillon') throw new ConventionnementValide();
}

/**
 * Drafts what the Caf will fund: a period and the animateurs it counts; above the ETP cap an equipment has
 * several.
 * Without a choice it counts the animateurs of the period whose post no other conventionnement counts.
 * @throws PeriodeIncorrecte | DureeExcessive | AnimateurInconnu | AnimateurDejaCompte
 */
export const creerConventionnement = definirCommande({
  nom: 'conventionnement.creer',
  droit: ['Conventionnement', 'creer'],
  saisie: z.object({ equipement: reference('Équipement'), ...CONVENTIONNEMENT }),
  charger: lEquipementTenu,
  async executer(unite, { equipement: _id, ...saisie }, equipement) {
    const animateurs = await animateursComptes(unite, equipement, saisie);
    const conventionnement = unite.em.create(Conventionnement, {
      id: randomUUID(),
      caf: equipement.caf,
      partenaire: equipement.partenaire,
      equipement,
      ...saisie,
      animateurs,
    });
    unite.em.persist(conventionnement);
    return conventionnement;
  },
});

/**
 * @throws ConventionnementValide | PeriodeIncorrecte | DureeExcessive | AnimateurInconnu |
 * AnimateurDejaCompte | VersionPerimee
 */
export const modifierConventionnement = definirCommande({
  nom: 'conventionnement.modifier',
  droit: ['Conventionnement', 'modifier'],
  saisie: z.object({
    conventionnement: reference('Conventionnement'),
    version: versionLue(),
    ...CONVENTIONNEMENT,
  }),
  async charger(unite, saisie) {
    const conventionnement = await leConventionnement(unite, saisie);
    await tenirEquipement(unite, conventionnement.equipement.id);
    return conventionnement;
  },
  condition: exigerBrouillon,
  async executer(unite, { conventionnement: id, version: _version, ...saisie }, conventionnement) {
    unite.em.assign(conventionnement, {
      ...saisie,
      animateurs: await animateursComptes(unite, conventionnement.equipement, saisie, id),
    });
    return conventionnement;
  },
});

/** Checks the period, and that a work contract is counted once at a time, the equipment being held. */
async function animateursComptes(
  unite: UniteDeTravail,
  equipement: Equipement,
  { du, au, animateurs: choisis }: Contenu,
  saufId?: string,
): Promise<readonly string[]> {
  if (au <= du) throw new PeriodeIncorrecte('au');
  const mois = Number(
    await aLaDate('du', () => unite.registre.parametre('conventions', 'dureeMaximaleConventionnement', du)),
  );
  if (au > finDePeriode(du, mois)) throw new DureeExcessive(mois);
  const animateurs = await unite.em.find(
    Animateur,
    { equipement: equipement.id },
    { orderBy: { nom: 'asc', prenom: 'asc', id: 'asc' } },
  );
  const presents = new Map(
    animateurs
      .filter((animateur) => estPresent(animateur, { du, au }))
      .map((animateur) => [animateur.id, animateur]),
  );
  const autres = await unite.em.find(Conventionnement, {
    equipement: equipement.id,
    du: { $lt: au },
    au: { $gt: du },
    ...(saufId === undefined ? {} : { id: { $ne: saufId } }),
  });
  const postes = postesDe(animateurs);
  const titulaires = new Map(
    autres.flatMap((autre) => autre.animateurs.map((id) => [postes.get(id) ?? id, id])),
  );
  const titulaireAilleurs = (id: string): string | undefined => titulaires.get(postes.get(id) ?? id);
  if (choisis.length === 0) return [...presents.keys()].filter((id) => titulaireAilleurs(id) === undefined);
  for (const id of choisis) {
    const animateur = presents.get(id);
    if (!animateur) throw new AnimateurInconnu();
    const compte = titulaireAilleurs(id);
    const autre = compte === id ? undefined : animateurs.find((un) => un.id === compte);
    if (compte !== undefined) throw new AnimateurDejaCompte(nomDe(animateur), autre ? nomDe(autre) : null);
  }
  return choisis;
}
