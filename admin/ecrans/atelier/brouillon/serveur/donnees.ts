import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { titreDe } from '#admin/ecrans/atelier/commun/serveur.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { enregistrerBrouillon } from '#src/domain/politique/commandes.ts';
import { employeursDuBrouillon } from '#src/domain/politique/consultation/employeurs-vus.ts';
import { lireBrouillon, lireVersion } from '#src/domain/politique/consultation/lectures.ts';
import { GENRES, type GenreDeVersion } from '#src/domain/politique/versions/genre.ts';
import { RULES_FOLDER } from '#src/domain/politique/livraison/fichiers.ts';

const lus = new Map<GenreDeVersion, Promise<unknown>>();
/** JSON Schema of a kind of file, for completion. */
function schemaDe(genre: GenreDeVersion): Promise<unknown> {
  const connu = lus.get(genre);
  if (connu) return connu;
  const schema = readFile(path.join(RULES_FOLDER, 'schemas', GENRES[genre].schema), 'utf8').then(
    (texte): unknown => JSON.parse(texte),
  );
  lus.set(genre, schema);
  return schema;
}

/** Title a text declares, when it can be read at all. */
function titreDeclare(texte: string): string | null {
  try {
    const { titre } = JSON.parse(texte) as { titre?: unknown };
    return typeof titre === 'string' && titre !== '' ? titre : null;
  } catch {
    return null;
  }
}

/** A draft, ready to be edited. */
export async function donneesDuBrouillon(
  unite: UniteDeLecture,
  { id = '' }: Readonly<Record<string, string>>,
) {
  const brouillon = await lireBrouillon(unite, id);
  const mien = brouillon.auteur.compteId === compteDe(unite.acteur);
  const origine = brouillon.depuis === null ? null : await lireVersion(unite, brouillon.depuis);
  const peutEcrire = mien && peut(unite.acteur, 'BrouillonRegle', 'modifier');
  return {
    brouillon,
    titre: titreDeclare(brouillon.texte) ?? titreDe(brouillon.jeu),
    origine: origine && { empreinte: origine.empreinte, numero: origine.numero },
    schema: await schemaDe(brouillon.genre),
    peutEcrire,
    ferme: await pourquoi(unite, enregistrerBrouillon, { auteur: brouillon.auteur.compteId }),
    empeche: peutEcrire
      ? null
      : `Ce brouillon est celui de ${brouillon.auteur.nom ?? 'son auteur'} : vous pouvez le lire. Pour le modifier, créez le vôtre à partir de la même version.`,
    aujourdhui: unite.aujourdhui.toString(),
    demain: unite.aujourdhui.add({ days: 1 }).toString(),
    employeurs: await employeursDuBrouillon(unite, brouillon),
  };
}
