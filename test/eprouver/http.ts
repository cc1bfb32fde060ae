import { randomBytes } from 'node:crypto';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { chargerRegistre } from '#src/domain/politique/registre/base.ts';
import { ouvrirCible } from '#test/support/fuzz/cible.ts';
import { HOTE } from '#test/support/fuzz/sens.ts';
import { tirer } from '#test/support/fuzz/tirer.ts';
import { tirerLeSens } from '#test/support/fuzz/tirer-le-sens.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';
import type { Essai } from './essais.ts';

const URL_PUBLIQUE = 'http://127.0.0.1:3000';
/** One form that means something for so many requests that mean nothing. */
const PART_DU_SENS = 10;
/** Faults told in full; their number tells the rest. */
const MONTREES = 25;

export const essai: Essai = {
  titre:
    'requêtes HTTP tirées sur toutes les adresses : ni erreur 5xx, ni attente sans fin, ni fuite ; puis des formulaires qui veulent dire autre chose',
  taille: 100_000,
  async executer({ graine, taille, surProgres }) {
    const { urls, fermer } = await ouvrirServeurDEssai();
    const serveur = { ...urls, modele: 'template0' };
    const base = await creerBase(serveur, `essai_${randomBytes(4).toString('hex')}`, 'template0');
    await migrer(base.urlProprietaire, ROLE_APPLICATION);
    const orm = await ouvrirOrm(base.urlApplication);
    try {
      const registre = await chargerRegistre(orm);
      const outils = {
        orm,
        registre,
        horloge: HORLOGE_SYSTEME,
        executeur: creerExecuteur({ orm, registre, horloge: HORLOGE_SYSTEME, urlPublique: URL_PUBLIQUE }),
      };
      await initialiserBase(outils);
      const { chargerDemonstration } = await import('#src/cli/demonstration/charger.ts');
      await chargerDemonstration({ ...outils, urlPublique: URL_PUBLIQUE });
      const cible = await ouvrirCible({ ...outils, ...base });
      try {
        const { requetes, statuts, plusLente, plusLenteMs, fautes, genres } = await tirer(cible, {
          graine,
          taille,
          surProgres,
        });
        if (fautes.length > 0) {
          const parGenre = Object.entries(genres)
            .map(([genre, nombre]) => `${nombre} × ${genre}`)
            .join('\n');
          throw new Error(
            `faults over ${requetes} requests (${JSON.stringify(statuts)}):\n${parGenre}\n\n${fautes.slice(0, MONTREES).join('\n')}`,
          );
        }
        return {
          ...(await formulairesDeSens(
            { ...outils, ...base },
            { graine, taille: Math.ceil(taille / PART_DU_SENS) },
          )),
          adresses: cible.routes.length,
          requêtes: requetes,
          'réponses par statut': JSON.stringify(statuts),
          'la plus lente': `${plusLenteMs} ms (${plusLente})`,
          fautes: fautes.length,
        };
      } finally {
        await cible.fermer();
      }
    } finally {
      await orm.close(true);
      await supprimerBases(serveur, new RegExp(`^${base.nom}$`));
      await fermer();
    }
  },
};

/**
 * Forms filled as a person would, in production, but for what means something else. @throws Error that names
 * each kind of fault
 */
async function formulairesDeSens(
  outils: Parameters<typeof ouvrirCible>[0],
  options: { readonly graine: number; readonly taille: number },
): Promise<Record<string, string | number>> {
  const cible = await ouvrirCible(outils, HOTE);
  try {
    const { requetes, acceptees, actes, fautes } = await tirerLeSens(cible, options);
    const trouvees = Object.entries(fautes);
    if (trouvees.length > 0)
      throw new Error(
        `faults of meaning over ${requetes} forms, ${acceptees} taken:\n${trouvees.map(([genre, { nombre, exemple }]) => `${nombre} × ${genre}\n    ${exemple}`).join('\n')}`,
      );
    return {
      'formulaires de sens': requetes,
      'dont acceptés': acceptees,
      'actes accomplis': Object.keys(actes).length,
    };
  } finally {
    await cible.fermer();
  }
}
