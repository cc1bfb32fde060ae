import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLE_APPLICATION } from '#src/database/embarque/index.ts';
import { migrer } from '#src/database/migrer.ts';
import { creerBase, supprimerBases } from './support/postgres.ts';
import { ouvrirServeurDEssai } from './support/serveur-d-essai.ts';
import { tablesEnTexte } from './support/tables.ts';

// `npm run tables`: writes the tables of each context as TypeScript, from a base migrated for that.

const { urls, fermer } = await ouvrirServeurDEssai();
const nom = `tables_${randomBytes(4).toString('hex')}`;
try {
  const base = await creerBase(urls, nom, 'template0');
  await migrer(base.urlProprietaire, ROLE_APPLICATION);
  for (const [chemin, texte] of await tablesEnTexte(base.urlProprietaire)) {
    writeFileSync(join(import.meta.dirname, '..', chemin), texte);
    console.log(chemin);
  }
} finally {
  await supprimerBases(urls, new RegExp(`^${nom}$`));
  await fermer();
}
