import { Utils } from '@mikro-orm/core';
import type { ChampDeRessource, Ressource } from '#admin/definition/definition.ts';
import { COMMUNS, OBJETS } from '#admin/definition/journal/mots.ts';

/** The records of the journal, in the words and with the fields of the screens that show them. */
export class Vocabulaire {
  private readonly ressources = new Map<string, Ressource>();
  constructor(ressources: Iterable<Ressource>) {
    for (const ressource of ressources) this.ressources.set(Utils.className(ressource.entite), ressource);
  }

  ressourceDe(entite: string): Ressource | undefined {
    return this.ressources.get(entite);
  }

  /** As a screen declares it: genre, options, target. */
  champ(entite: string, champ: string): ChampDeRessource | undefined {
    const { champs } = this.ressources.get(entite) ?? {};
    return champs && Object.hasOwn(champs, champ) ? champs[champ] : undefined;
  }

  /** Undefined when nothing names it: a test refuses that. */
  libelleDuChamp(entite: string, champ: string): string | undefined {
    return this.champ(entite, champ)?.libelle ?? OBJETS[entite]?.champs?.[champ] ?? COMMUNS[champ];
  }
}
