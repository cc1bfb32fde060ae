import { randomBytes } from 'node:crypto';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { ouvrirOrm } from '#src/database/orm.ts';
import { HORLOGE_SYSTEME } from '#src/domain/commun/horloge.ts';
import { chargerRegistre } from '#src/registry/base.ts';
import { ouvrirCible } from '#test/support/fuzz/cible.ts';
import { tirer } from '#test/support/fuzz/tirer.ts';
import { creerBase, supprimerBases } from '#test/support/postgres.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';
import type { Essai } from './essais.ts';

const URL_PUBLIQUE = 'http://127.0.0.1:3000';
/** Faults told in full; their number tells the rest. */
const MONTREES = 25;

export const essai: Essai = {
  titre: 'requêtes HTTP tirées sur toutes les adresses : ni erreur 5xx, ni attente sans fin, ni fuite',
  taille: 100_000,
  async executer({ graine, taille, surProgres }) {
    const { urls, fermer } = await ouvrirServeurDEssai();
    const serveur = { ...urls, modele: 'template0' };
    const base = await creerBase(serveur, `essai_${randomBytes(4).toString('hex')}`, 'template0');
    await migrer(base.urlProprietaire, ROLE_APPLICATION);
    const orm = await ouvrirOrm(base.urlApplication);
    try {
      const registre = await chargerRegistre(orm);
      const outils = { orm, registre, horloge: HORLOGE_SYSTEME, executeur: creerExecuteur({ orm, registre, horloge: HORLOGE_SYSTEME, urlPublique: URL_PUBLIQUE }) };
      await initialiserBase(outils);
      const { chargerDemonstration } = await import('#src/cli/demonstration/charger.ts');
      await chargerDemonstration({ ...outils, urlPublique: URL_PUBLIQUE }, () => undefined);
      const cible = await ouvrirCible({ ...outils, ...base });
      try {
        const { requetes, statuts, plusLente, plusLenteMs, fautes, genres } = await tirer(cible, { graine, taille, surProgres });
        if (fautes.length > 0) {
          const parGenre = Object.entries(genres).map(([genre, nombre]) => `${nombre} × ${genre}`).join('\n');
          throw new Error(`faults over ${requetes} requests (${JSON.stringify(statuts)}):\n${parGenre}\n\n${fautes.slice(0, MONTREES).join('\n')}`);
        }
        return { 'adresses': cible.routes.length, 'requêtes': requetes, 'réponses par statut': JSON.stringify(statuts), 'la plus lente': `${plusLenteMs} ms (${plusLente})`, 'fautes': fautes.length };
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
