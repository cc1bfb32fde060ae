import type { FilterQuery } from '@mikro-orm/core';
import { aLeDroit } from '#admin/definition/etat-page.ts';
import type { CompteurAccueil, TableauDeBord } from '#admin/definition/types/accueil.ts';
import { JEUX } from '#admin/definition/libelles.ts';
import { conventionnements } from '#admin/ressources/conventionnements.ts';
import { conventions } from '#admin/ressources/conventions.ts';
import { decisions } from '#admin/ressources/decisions.ts';
import { formulairesEligibilite } from '#admin/ressources/formulaires-eligibilite.ts';
import { versionsDeRegles } from '#admin/ressources/regles.ts';
import { instant, lien, table, texte } from '#admin/definition/outils.ts';
import { nomDe } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { LienUtile } from '#src/domain/echanges/lien/lien-utile.ts';
import {
  LIGNES,
  compter,
  compteur,
  declarationsATraiter,
  decisionsAEnregistrer,
  habilitationsAValider,
  conventionsAEcheance,
} from '#admin/ecrans/accueil/files.ts';

async function enPreparation(unite: UniteDeLecture): Promise<CompteurAccueil[]> {
  return [
    compteur(
      ['Formulaire d’éligibilité en cours', 'Formulaires d’éligibilité en cours'],
      await compter(unite, { ressource: formulairesEligibilite, filtres: { etat: 'brouillon' } }),
    ),
    compteur(
      ['Convention à signer', 'Conventions à signer'],
      await compter(unite, { ressource: conventions, filtres: { etat: 'en-attente-de-signature' } }),
    ),
    compteur(
      ['Conventionnement à valider', 'Conventionnements à valider'],
      await compter(unite, { ressource: conventionnements, filtres: { etat: 'brouillon' } }),
    ),
  ];
}

async function pourLAnalyste(unite: UniteDeLecture): Promise<Pick<TableauDeBord, 'compteurs' | 'files'>> {
  const publiees = await compter(unite, { ressource: versionsDeRegles, filtres: {} });
  const compte = await compter(unite, { ressource: decisions, filtres: { suivi: 'non-tranchee' } });
  const ouvertes = await unite.em.find(Decision, compte.ou as FilterQuery<Decision>, {
    orderBy: { priseLe: 'desc', id: 'asc' },
    limit: LIGNES,
    fields: ['jeu', 'versionRegle', 'etat', 'priseLe'],
  });
  return {
    compteurs: [
      { ...compteur(['Version publiée', 'Versions publiées'], publiees), ton: 'info' },
      compteur(['Décision que la règle ne tranche pas', 'Décisions que la règle ne tranche pas'], compte),
    ],
    files: [
      table(
        'Dernières décisions non tranchées par la règle',
        ['Règle', 'Version', 'Prise le'],
        ouvertes.map((decision) => ({
          cle: decision.id,
          cellules: [
            lien(JEUX[decision.jeu] ?? decision.jeu, 'decisions', decision.id),
            texte(decision.versionRegle),
            instant(decision.priseLe),
          ],
        })),
        'Toutes les décisions récentes ont été tranchées par la règle.',
      ),
    ],
  };
}

/** What waits for this person, by his role. */
export async function assemblerTableauDeBord(unite: UniteDeLecture): Promise<TableauDeBord> {
  const { acteur, em } = unite;
  const commun = {
    titre: 'Tableau de bord',
    sousTitre: `Bonjour ${nomDe(acteur)}. Voici ce qui attend une réponse aujourd’hui.`,
  };
  const liensUtiles = await em.find(
    LienUtile,
    { contexte: { $in: ['accueil', 'assistance'] } },
    { orderBy: { ordre: 'asc', libelle: 'asc' }, limit: 12 },
  );
  const liens = liensUtiles.map(({ libelle, url, description }) => ({
    libelle,
    href: url,
    description: description ?? undefined,
  }));
  if (!aLeDroit(acteur, ['Declaration', 'instruire']))
    return { ...commun, ...(await pourLAnalyste(unite)), liens };
  const files = [
    await declarationsATraiter(unite),
    await decisionsAEnregistrer(unite),
    await habilitationsAValider(unite),
    await conventionsAEcheance(unite),
  ];
  return {
    ...commun,
    compteurs: [...files.flatMap((file) => file.compteurs), ...(await enPreparation(unite))],
    files: files.flatMap((file) => file.table ?? []),
    liens,
  };
}
