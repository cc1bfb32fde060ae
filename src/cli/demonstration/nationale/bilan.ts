import type { Client } from 'pg';
import { nombreFr } from '#src/kernel/francais.ts';

/** What a load made: rows, bytes and seconds of each table. */
export class Bilan {
  readonly lignes: { table: string; lignes: number; octets: number; secondes: number }[];

  constructor(tables: readonly string[]) {
    this.lignes = tables.map((table) => ({ table, lignes: 0, octets: 0, secondes: 0 }));
  }

  /** Counts the time of an action for a table. */
  async chronometrer(table: string, action: () => Promise<void>): Promise<void> {
    const debut = performance.now();
    await action();
    this.compter(table, performance.now() - debut);
  }

  /** @param duree in milliseconds; a table that is not one of the load's counts for nothing */
  compter(table: string, duree: number): void {
    const ligne = this.lignes.find((une) => une.table === table);
    if (ligne) ligne.secondes += duree / 1_000;
  }

  /** Counts rows and bytes, indexes included. */
  async peser(client: Client): Promise<void> {
    for (const ligne of this.lignes) {
      const { rows } = await client.query<{ lignes: string; octets: string }>(
        `select count(*) as lignes, pg_total_relation_size('${ligne.table}') + coalesce((select sum(pg_total_relation_size(relid)) from pg_partition_tree('${ligne.table}') where relid <> '${ligne.table}'::regclass), 0) as octets from ${ligne.table}`,
      );
      ligne.lignes = Number(rows[0]?.lignes);
      ligne.octets = Number(rows[0]?.octets);
    }
  }

  /** As a table of French lines, the total last. */
  texte(): string[] {
    const total = this.lignes.reduce(
      (somme, { lignes, octets, secondes }) => ({
        table: 'total',
        lignes: somme.lignes + lignes,
        octets: somme.octets + octets,
        secondes: somme.secondes + secondes,
      }),
      { table: 'total', lignes: 0, octets: 0, secondes: 0 },
    );
    return [
      `${'table'.padEnd(24)}${'lignes'.padStart(12)}${'Mo'.padStart(10)}${'s'.padStart(9)}`,
      ...[...this.lignes, total].map(
        ({ table, lignes, octets, secondes }) =>
          `${table.padEnd(24)}${nombreFr(lignes).padStart(12)}${nombreFr(octets / 1e6, 0).padStart(10)}${nombreFr(secondes, 1).padStart(9)}`,
      ),
    ];
  }
}
