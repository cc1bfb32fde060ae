import { Pool } from 'pg';
import { CONNEXIONS_DES_WORKERS, Workers } from '#src/database/jobs/workers.ts';

/** What any program that works does each minute: jobs whose program died are for another. */
export async function entretenir(urlApplication: string): Promise<void> {
  const workers = new Workers(new Pool({ connectionString: urlApplication, ...CONNEXIONS_DES_WORKERS }));
  await workers.entretenir();
  await workers.arreter();
}
