import { Migration } from '@mikro-orm/migrations';
import type { MigrationObject } from '@mikro-orm/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAM_FOLDER } from '#src/kernel/program-folder.ts';

/** A migration is one SQL file of this folder, forward only. */
function migrationSql(fichier: string): MigrationObject {
  const chemin = join(PROGRAM_FOLDER, 'migrations', fichier);
  return {
    name: fichier,
    class: class extends Migration {
      override up(): void {
        this.addSql(readFileSync(chemin, 'utf8'));
      }
    },
  };
}

/** In the order they apply. Never edit one that has landed: add the next. */
export const LISTE_DES_MIGRATIONS: MigrationObject[] = [
  '0001-schema.sql',
  '0002-securite.sql',
  '0003-vie-des-versions.sql',
  '0004-impact.sql',
  '0005-impact-du-passe.sql',
  '0006-cloisons.sql',
  '0007-second-facteur.sql',
  '0008-journal-mensuel.sql',
  '0009-reprise.sql',
  '0010-sessions.sql',
  '0011-annulation.sql',
  '0012-annuaire-des-caf.sql',
  '0013-portee-des-bulletins.sql',
  '0014-mot-de-passe-retire.sql',
  '0015-version-des-caf.sql',
  '0016-absences-et-successions.sql',
  '0017-envois-gardes.sql',
  '0019-vie-des-conventions.sql',
  '0020-identite.sql',
  '0023-lots-et-appels.sql',
  '0024-courriers.sql',
  '0025-jobs.sql',
  '0026-jobs-periodiques.sql',
  '0027-plages.sql',
  '0028-cles-par-caf.sql',
  '0029-retour.sql',
  '0032-ouvertes.sql',
  '0033-plans.sql',
  '0035-referentiels.sql',
  '0036-roles.sql',
].map(migrationSql);
