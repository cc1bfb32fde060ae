import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { ouvrirOrm } from '#src/cli/composition.ts';
import { chargerDemonstration } from '#src/cli/demonstration/charger.ts';
import { chargerEchelle } from '#src/cli/demonstration/nationale/charger.ts';
import { ECHELLES, type Echelle } from '#src/cli/demonstration/nationale/echelles.ts';
import { initialiserBase } from '#src/cli/initialisation.ts';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { creerExecuteur } from '#src/database/executeur.ts';
import { migrer } from '#src/database/migrer.ts';
import { HORLOGE_SYSTEME } from '#src/kernel/horloge.ts';
import { RegistreVivant } from '#src/domain/politique/registre/registre.ts';
import { adressesDe, creerBase, supprimerBases, type Base, type Serveur } from './postgres.ts';

const RACINE = join(import.meta.dirname, '../..');
/** What such a base is made by; besides, the month: its campaigns are those of today. */
const SOURCES = ['migrations', 'rules', 'src/cli/demonstration'];
/** What the demonstration alone does not depend on. */
const ECHELLE = 'nationale/';
const URL_PUBLIQUE = 'http://127.0.0.1:3000';

/** The demonstration alone, made once: to be read, or copied by `creerBase`. */
export const baseDeDemonstration = (serveur: Serveur): Promise<Base> =>
  baseGardee(serveur, 'demonstration', async (nom) => {
    const base = await creerBase(serveur, nom, 'template0');
    await migrer(base.urlProprietaire, ROLE_APPLICATION);
    await jouerDemonstration(base.urlApplication);
  });

/** The demonstration multiplied up to a scale, made once: to be read. */
export async function baseALEchelle(serveur: Serveur, echelle: Echelle): Promise<Base> {
  const modele = await baseDeDemonstration(serveur);
  return baseGardee(serveur, echelle, async (nom) => {
    const { urlProprietaire } = await creerBase(serveur, nom, modele.nom);
    await chargerEchelle(urlProprietaire, ECHELLES[echelle]);
  });
}

/** Finds the base of that kind, or makes it under another name first: an interruption leaves nothing half made. */
async function baseGardee(
  serveur: Serveur,
  genre: string,
  faire: (nom: string) => Promise<void>,
): Promise<Base> {
  const nom = `${genre}_${empreinteDesSources(genre !== 'demonstration')}`;
  const verrou = new Client({ connectionString: serveur.url });
  await verrou.connect();
  try {
    // Files that ask for it at the same time wait for the one that makes it.
    await verrou.query('select pg_advisory_lock(hashtext($1))', [genre]);
    const { rowCount } = await verrou.query('select 1 from pg_database where datname = $1', [nom]);
    if (rowCount === 0) {
      await supprimerBases(serveur, new RegExp(`^${genre}_[0-9a-f]+(_en_cours)?$`));
      await faire(`${nom}_en_cours`);
      await verrou.query(`alter database ${nom}_en_cours rename to ${nom}`);
    }
  } finally {
    await verrou.end();
  }
  return adressesDe(serveur, nom);
}

async function jouerDemonstration(urlApplication: string): Promise<void> {
  const orm = await ouvrirOrm(urlApplication, 4);
  try {
    const registre = new RegistreVivant([]);
    const executeur = creerExecuteur({ orm, registre, horloge: HORLOGE_SYSTEME, urlPublique: URL_PUBLIQUE });
    await initialiserBase({ orm, registre, executeur });
    await chargerDemonstration({
      orm,
      registre,
      executeur,
      horloge: HORLOGE_SYSTEME,
      urlPublique: URL_PUBLIQUE,
    });
  } finally {
    await orm.close(true);
  }
}

function empreinteDesSources(multipliee: boolean): string {
  const empreinte = createHash('sha256').update(new Date().toISOString().slice(0, 7));
  for (const dossier of SOURCES)
    for (const nom of readdirSync(join(RACINE, dossier), { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(ts|sql|json)$/.test(nom))
        empreinte.update(nom).update(readFileSync(join(RACINE, dossier, nom)));
  return empreinte.digest('hex').slice(0, 12);
}
