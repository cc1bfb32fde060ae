import type { FilterQuery } from '@mikro-orm/core';
import { aLeDroit } from '#admin/definition/etat-page.ts';
import type { TableauDeBord } from '#admin/definition/types/accueil.ts';
import { JEUX } from '#admin/definition/libelles.ts';
import { decisions } from '#admin/ressources/decisions.ts';
import { versionsDeRegles } from '#admin/ressources/regles.ts';
import { instant, lien, table, texte } from '#admin/definition/outils.ts';
import { nomDe } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Decision } from '#src/kernel/decision/decision.ts';
import { LienUtile } from '#src/domain/echanges/lien/lien-utile.ts';
import { compter, compteur, LIGNES, pourLAgent } from '#admin/ecrans/accueil/files.ts';

async function pourLAnalyste(unite: UniteDeLecture): Promise<Pick<TableauDeBord, 'compteurs' | 'files'>> {
  const { publiees, nonTranchees } = await compter(unite, {
    publiees: { ressource: versionsDeRegles, filtres: {} },
    nonTranchees: { ressource: decisions, filtres: { suivi: 'non-tranchee' } },
  });
  const ouvertes = await unite.em.find(Decision, nonTranchees.ou as FilterQuery<Decision>, {
    orderBy: { priseLe: 'desc', id: 'asc' },
    limit: LIGNES,
    fields: ['jeu', 'versionRegle', 'etat', 'priseLe'],
  });
  return {
    compteurs: [
      { ...compteur(['Version publiée', 'Versions publiées'], publiees), ton: 'info' },
      compteur(
        ['Décision que la règle ne tranche pas', 'Décisions que la règle ne tranche pas'],
        nonTranchees,
      ),
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
  const attente = aLeDroit(acteur, ['Declaration', 'instruire'])
    ? await pourLAgent(unite)
    : await pourLAnalyste(unite);
  return { ...commun, ...attente, liens };
}
