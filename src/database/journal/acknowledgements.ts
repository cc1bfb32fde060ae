import type { EntityManager } from '@mikro-orm/postgresql';
import { COLONNES_LUES, empreinteDeLigne, type LigneLue } from '#src/database/journal/empreinte.ts';
import {
  COMMANDE_D_EXPLICATION,
  type SealedDamage,
  type Acknowledgement,
} from '#src/kernel/journal/damages.ts';
import type { Journal } from '#src/kernel/journal/journal.ts';

/** What was answered for one place of a chain. */
export interface Sealed extends Acknowledgement {
  readonly sceau: string;
}

const place = (rang: number, ligne: string | null): string => `${rang}/${ligne ?? ''}`;

/**
 * The explanations of a chain, by place; the latest of a place counts, and one whose own line was changed
 * counts for nothing.
 */
export class Acknowledgements {
  private readonly parPlace = new Map<string, Sealed>();

  static async lire(em: EntityManager, chaine: string): Promise<Acknowledgements> {
    const lues = new Acknowledgements();
    const lignes = await em.execute<(LigneLue & { par: string | null })[]>(
      `
      select ${COLONNES_LUES},
        coalesce((select prenom || ' ' || nom from agent_caf where compte_id = acteur_id limit 1), (select prenom || ' ' || nom from analyste where compte_id = acteur_id limit 1)) as par
      from journal where entite = 'Journal' and entite_id = ? and commande = ? and chaine = ? order by rang, id`,
      [chaine, COMMANDE_D_EXPLICATION, chaine],
    );
    for (const { par, empreinte, ...ligne } of lignes) {
      if (empreinteDeLigne(ligne) !== empreinte) continue;
      for (const { rang, ligne: id, sceau } of sealedDamages(ligne.changements)) {
        lues.parPlace.set(place(rang, id), {
          sceau,
          rang: ligne.rang,
          le: ligne.le,
          par: par ?? 'un compte effacé',
          motif: ligne.motif ?? '',
        });
      }
    }
    return lues;
  }

  de(rang: number, ligne: string | null): Sealed | undefined {
    return this.parPlace.get(place(rang, ligne));
  }
}

/** What the line of an explanation seals. */
export function sealedDamages({ constats }: Journal['changements']): readonly SealedDamage[] {
  return constats !== undefined && 'apres' in constats ? (constats.apres as readonly SealedDamage[]) : [];
}
