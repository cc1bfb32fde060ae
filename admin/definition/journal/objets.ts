import type { Ailleurs, Fiche } from '#admin/definition/definition.ts';
import { lireParIds, peutLire } from '#admin/definition/lecture.ts';
import type { LienDeFiche } from '#admin/definition/types/fiche.ts';
import { auteurSelonSesRoles, nomsDesComptes } from '#admin/definition/journal/auteurs.ts';
import { OBJETS } from '#admin/definition/journal/mots.ts';
import { Vocabulaire } from '#admin/definition/journal/vocabulaire.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';

/** The two parts of a value that says what another field is made of: `Equipement/<id>`. */
function partager(valeur: unknown): readonly [premier: string, reste: string] {
  const texte = String(valeur);
  const coupe = texte.indexOf('/');
  return [texte.slice(0, coupe), texte.slice(coupe + 1)];
}

/**
 * What each line is about, by its title and a link when the reader may see it, and who did it: one query a
 * kind for the whole page.
 */
export async function nommerObjetsEtAuteurs(
  unite: UniteDeLecture,
  fiches: readonly Fiche[],
  { catalogue, racine }: Ailleurs,
): Promise<ReadonlyMap<string, Readonly<Record<string, LienDeFiche>>>> {
  const vocabulaire = new Vocabulaire(catalogue.values());
  const lignes = fiches.map(({ id, params }) => ({
    id,
    objet: partager(params['objet']),
    auteur: partager(params['auteur']),
  }));
  const noms = await nomsDesComptes(
    unite,
    lignes.flatMap(({ objet: [entite, sien], auteur: [compte] }) => [
      ...(compte === '' ? [] : [compte]),
      ...(entite === 'Compte' ? [sien] : []),
    ]),
  );
  const parEntite = new Map<string, string[]>();
  for (const {
    objet: [entite, id],
  } of lignes)
    parEntite.set(entite, [...(parEntite.get(entite) ?? []), id]);
  const titres = new Map<string, LienDeFiche>();
  for (const [entite, ids] of parEntite) {
    const ressource = vocabulaire.ressourceDe(entite);
    if (!ressource || !peutLire(unite.acteur, ressource)) continue;
    for (const { id, titre } of await lireParIds(unite, ressource, [...new Set(ids)], new Set())) {
      titres.set(`${entite}/${id}`, {
        id,
        libelle: titre,
        href: `${racine}/resources/${ressource.id}/records/${encodeURIComponent(id)}/show`,
      });
    }
  }
  return new Map(
    lignes.map(({ id, objet: [entite, sien], auteur: [compte, roles] }) => [
      id,
      {
        objet: nommerObjet(entite, sien, titres.get(`${entite}/${sien}`), noms.get(sien)),
        auteur: { id: compte, libelle: noms.get(compte) ?? auteurSelonSesRoles(roles) },
      },
    ]),
  );
}

function nommerObjet(
  entite: string,
  id: string,
  fiche: LienDeFiche | undefined,
  compte: string | undefined,
): LienDeFiche {
  const nature = OBJETS[entite]?.libelle ?? 'Autre objet';
  if (fiche) return { ...fiche, libelle: `${nature} : ${fiche.libelle}` };
  if (entite === 'Compte') return { id, libelle: compte === undefined ? nature : `${nature} : ${compte}` };
  return { id, libelle: entite === 'Journal' ? `${nature} de la chaîne « ${id} »` : nature };
}
