import { motsDuJour } from '#admin/ecrans/atelier/commun/serveur.ts';
import { contenuDe } from '#admin/ecrans/atelier/commun/rendre.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { fichiersDeRegles, lireVersion } from '#src/domain/politique/consultation/lectures.ts';

/** Content of every file in force, in the order of the list. */
export async function enVigueur(unite: UniteDeLecture) {
  const lus = [];
  for (const fichier of await fichiersDeRegles(unite)) {
    if (!fichier.enVigueur) continue;
    const { empreinte } = fichier.enVigueur;
    lus.push({
      fichier,
      empreinte,
      contenu: contenuDe(fichier.genre, (await lireVersion(unite, empreinte)).canonique, motsDuJour(unite)),
    });
  }
  return lus;
}
