import type { MikroORM } from '@mikro-orm/postgresql';
import type { ActeurSysteme } from '#src/kernel/acteur.ts';
import type { Executeur } from '#src/kernel/commande.ts';
import { direTrous } from '#src/cli/regles/politique.ts';
import { trousDeValidite } from '#src/domain/politique/consultation/a-surveiller.ts';
import { chargerReferentiel } from '#src/domain/suivi/referentiels/charger.ts';
import { recharger } from '#src/domain/politique/registre/base.ts';
import { RuleFolder } from '#src/domain/politique/livraison/fichiers.ts';
import {
  comparerLivraison,
  lireLivraison,
  preparerVersion,
} from '#src/domain/politique/livraison/livraison.ts';
import { initialiserRegistre } from '#src/domain/politique/livraison/publication.ts';
import type { RegistreVivant } from '#src/domain/politique/registre/registre.ts';

const DEMARRAGE: ActeurSysteme = { type: 'systeme', raison: 'démarrage' };

/**
 * Publishes the delivered files of the kinds the registry has none of, which is all of them on an empty one, and brings
 * the lists of reference to date; of the other kinds it only compares: what is in force never changes by a start.
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
  const neuf = registre.versions.length === 0;
  const connus = new Set(registre.versions.map(({ genre }) => genre));
  const references = (await dossier.tous()).filter(({ genre }) => !connus.has(genre));
  if (references.length > 0) {
    const versions = await Promise.all(references.map((reference) => preparerVersion(dossier, reference)));
    await executeur.executer(DEMARRAGE, initialiserRegistre, { versions });
    await recharger(registre, orm);
  }
  await executeur.executer(DEMARRAGE, chargerReferentiel, {});
  if (neuf)
    return [
      `${references.length} fichiers de règles, de paramètres, de formulaires et de référentiels publiés`,
    ];
  const { versions, illisibles } = await lireLivraison(dossier);
  const brouillons = comparerLivraison(versions, registre.versions, illisibles);
  return [
    `${registre.versions.length} versions de règles et de formulaires publiées`,
    ...(references.length > 0
      ? [
          `${references.length} fichiers d’un genre nouveau publiés : ${references.map(({ nom }) => nom).join(', ')}`,
        ]
      : []),
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
