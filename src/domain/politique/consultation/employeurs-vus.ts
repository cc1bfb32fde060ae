/** The files a draft of shared values would take along, for the screen of the draft. */
import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { personne } from '#src/domain/politique/versions/sql.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { exiger } from '#src/kernel/droits/droits.ts';
import { estLuParLeCode } from '#src/domain/politique/appels/code.ts';
import { citeVersion, employeursDe } from '#src/domain/politique/porte/employeurs.ts';
import type { BrouillonOuvert, EmployeurVu, EmployeursVus } from '#src/domain/politique/consultation/vues.ts';

/** Who uses the values of a draft, from tomorrow on; null when it is not one of shared values. */
export async function employeursDuBrouillon(
  unite: UniteDeLecture,
  { genre, jeu, numero }: Pick<BrouillonOuvert, 'genre' | 'jeu' | 'numero'>,
): Promise<EmployeursVus | null> {
  exiger(unite.acteur, 'BrouillonRegle', 'lire');
  if (genre !== 'parametres') return null;
  const { em, acteur, aujourdhui } = unite;
  const moi = compteDe(acteur);
  const employeurs = await employeursDe(unite, jeu, numero, {
    du: aujourdhui.add({ days: 1 }).toString(),
    au: null,
  });
  const jeux = employeurs.map((employeur) => employeur.jeu);
  const brouillons =
    jeux.length === 0
      ? []
      : await lireLignes(
          em,
          tables
            .selectFrom('brouillon_regle as b')
            .select(['b.id', 'b.genre', 'b.jeu', 'b.numero', 'b.texte', 'b.depuis', 'b.auteur'])
            .select(({ ref }) => personne(ref('b.auteur')).as('par'))
            .where('b.jeu', 'in', jeux)
            .orderBy('b.modifie_le'),
        );
  const soumises =
    jeux.length === 0
      ? []
      : await lireLignes(
          em,
          tables
            .selectFrom('soumission_regle')
            .select(['genre', 'jeu', 'numero'])
            .where('etat', '=', 'soumis')
            .where('jeu', 'in', jeux),
        );
  return {
    luParLApplication: estLuParLeCode(jeu),
    fichiers: employeurs.map((employeur): EmployeurVu => {
      const duMeme = <T extends { readonly genre: string; readonly jeu: string }>({
        genre: autre,
        jeu: nom,
      }: T): boolean => autre === employeur.genre && nom === employeur.jeu;
      const emmene = brouillons.find(
        (brouillon) =>
          duMeme(brouillon) &&
          brouillon.auteur === moi &&
          brouillon.depuis === employeur.empreinte &&
          citeVersion(brouillon.texte, jeu, numero),
      );
      return {
        genre: employeur.genre,
        jeu: employeur.jeu,
        numero: employeur.numero,
        empreinte: employeur.empreinte,
        du: employeur.du,
        au: employeur.au,
        cite: employeur.cite,
        emmene: emmene ? { id: emmene.id, numero: emmene.numero } : null,
        autresBrouillons: brouillons
          .filter((brouillon) => duMeme(brouillon) && brouillon !== emmene)
          .map((brouillon) => ({
            id: brouillon.id,
            numero: brouillon.numero,
            auteur: brouillon.auteur === moi ? null : (brouillon.par.nom ?? 'un analyste'),
          })),
        soumises: soumises.filter(duMeme).map((soumise) => soumise.numero),
      };
    }),
  };
}
