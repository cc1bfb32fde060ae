import { vi } from 'vitest';

interface Lancement {
  readonly code: number;
  readonly sortie: string;
  readonly erreur: string;
}

/** Runs commands of the shell in this process, under the environment given, and hears what they write. */
export function ecouterSorties(env: Readonly<Record<string, string>>): {
  lancer(commande: () => Promise<number>): Promise<Lancement>;
  rendre(): void;
} {
  let [sortie, erreur] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((texte) => {
    sortie += String(texte);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((texte) => {
    erreur += String(texte);
    return true;
  });
  for (const [nom, valeur] of Object.entries(env)) vi.stubEnv(nom, valeur);
  return {
    async lancer(commande) {
      [sortie, erreur] = ['', ''];
      return { code: await commande(), sortie, erreur };
    },
    rendre() {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
    },
  };
}
