import { ACTIFS, lireManifeste, type Actifs } from '#admin/bundle/manifeste.ts';

/** The built files of the back-office: those delivered with the program, or made of its sources. */
export async function trouverActifs(): Promise<Actifs> {
  const livres = await lireManifeste(ACTIFS);
  if (livres && !livres.sources) return { ...livres, dossier: ACTIFS };
  const { construireActifs } = await import('#admin/bundle/construire.ts');
  return construireActifs();
}
