import type { MikroORM } from '@mikro-orm/postgresql';
import type { ActeurSysteme } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { direTrous } from '#src/cli/regles/politique.ts';
import { trousDeValidite } from '#src/domain/politique/consultation/a-surveiller.ts';
import { chargerReferentiel } from '#src/domain/suivi/installation/charger-referentiel.ts';
import { recharger } from '#src/domain/politique/registre/base.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import {
  comparerLivraison,
  lireLivraison,
  preparerLivraison,
} from '#src/domain/politique/livraison/livraison.ts';
import { initialiserRegistre } from '#src/domain/politique/livraison/publication.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';

const DEMARRAGE: ActeurSysteme = { type: 'systeme', raison: 'démarrage' };

/**
 * Publishes the delivered rule files into an empty registry and loads the reference data; on a registry
 * already filled,
 * only compares: what is in force never changes by a start.
 * @returns French lines that say what was done or seen
 * @throws FichierPublieModifie | FichierInvalide
 */
export async function initialiserBase(outils: {
  orm: MikroORM;
  registre: RegistreVivant;
  executeur: Executeur;
}): Promise<string[]> {
  const { orm, registre, executeur } = outils;
  const dossier = new RuleFolder();
  if (registre.versions.length > 0) {
    const { versions, illisibles } = await lireLivraison(dossier);
    const brouillons = comparerLivraison(versions, registre.versions, illisibles);
    return [
      `${registre.versions.length} versions de règles et de formulaires publiées`,
      ...brouillons.map(
        ({ jeu, numero }) =>
          `rules/ contient « ${jeu} » ${numero}, non publié : sans effet tant qu’il n’est pas publié (regles publier)`,
      ),
      ...(await executeur.lire(DEMARRAGE, trousDeValidite)).flatMap(({ jeu, ...trou }) =>
        direTrous(jeu, [trou]),
      ),
      ...illisibles.map(({ erreur }) => `Brouillon incorrect, sans effet : ${erreur.message}`),
    ];
  }
  const livrees = await preparerLivraison(dossier);
  await executeur.executer(DEMARRAGE, initialiserRegistre, { versions: livrees });
  await recharger(registre, orm);
  await executeur.executer(DEMARRAGE, chargerReferentiel, {});
  return [`${livrees.length} fichiers de règles, de paramètres et de formulaires publiés`];
}
