import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { chargerDemonstration } from '#src/cli/demonstration/charger.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { migrer } from '#src/database/migrer.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { chargerRegistre } from '#src/domain/politique/registre/base.ts';
import { creerBase, supprimerBases, type Base } from '#test/support/postgres.ts';
import { ouvrirServeurDEssai } from '#test/support/serveur-d-essai.ts';

/** The demonstration on a base of the bench. */
export interface BaseDeDemonstration {
  readonly base: Base;
  /** Reads and writes above row-level security. */
  readonly client: Client;
  /** Another base, the same at this moment; nobody may be connected to the first. */
  cloner(): Promise<Base>;
  /** A copy at its address again as it was made; nobody may be connected to it. */
  remettre(copie: Base): Promise<void>;
  fermer(): Promise<void>;
}

/** Loads it: about a minute. */
export async function ouvrirBaseDeDemonstration(): Promise<BaseDeDemonstration> {
  const serveur = await ouvrirServeurDEssai();
  const complet = { ...serveur.urls, modele: 'template0' };
  const nom = `bench_${randomBytes(6).toString('hex')}`;
  const base = await creerBase(complet, nom, 'template0');
  await migrer(base.urlProprietaire, ROLE_APPLICATION);
  const orm = await ouvrirOrm(base.urlApplication);
  const urlPublique = 'http://127.0.0.1:3000';
  const registre = await chargerRegistre(orm);
  const communs = { orm, registre, horloge: HORLOGE_SYSTEME, urlPublique };
  const outils = { ...communs, executeur: creerExecuteur(communs) };
  await initialiserBase(outils);
  await chargerDemonstration(outils);
  await orm.close(true);
  const adresse = new URL(serveur.urls.url);
  adresse.pathname = `/${nom}`;
  const client = new Client({ connectionString: adresse.href });
  let ouvert = true;
  await client.connect();
  const deconnecter = async (): Promise<void> => {
    if (ouvert) await client.end();
    ouvert = false;
  };
  let copies = 0;
  return {
    base,
    client,
    async cloner() {
      await deconnecter();
      copies += 1;
      return creerBase(complet, `${nom}_${copies}`, nom);
    },
    async remettre({ nom: copie }) {
      await supprimerBases(complet, new RegExp(`^${copie}$`));
      await creerBase(complet, copie, nom);
    },
    async fermer() {
      await deconnecter();
      await supprimerBases(complet, new RegExp(`^${nom}`));
      await serveur.fermer();
    },
  };
}
