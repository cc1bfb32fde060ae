import { enVigueur } from '#admin/ecrans/atelier/commun/en-vigueur.ts';
import { titreDe } from '#admin/ecrans/atelier/commun/serveur.ts';
import { TOTAL_MAX } from '#admin/definition/lecture.ts';
import { adresseListe } from '#admin/definition/outils.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { brouillons, lireBrouillon } from '#src/domain/politique/consultation/lectures.ts';
import { fictivesDe } from '#src/domain/politique/porte/valeurs-fictives.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import { GROUPES } from '#admin/definition/groupes.ts';
import { remplacerValeursFictives } from '#src/domain/politique/brouillon/remplacements.ts';

/** Every fictitious value of the files in force, where it is written: a shared one once, in its own file. */
async function donneesDesFictives(unite: UniteDeLecture) {
  const miens = peut(unite.acteur, 'BrouillonRegle', 'lire')
    ? (await brouillons(unite)).filter(({ auteur }) => auteur.compteId === compteDe(unite.acteur))
    : [];
  const fichiers = [];
  for (const {
    fichier: { genre, jeu, titre },
    empreinte,
    contenu,
  } of await enVigueur(unite)) {
    if (contenu.genre === 'formulaire' || contenu.genre === 'referentiel') continue;
    const parametres =
      contenu.genre === 'regles'
        ? contenu.rendu.parametres.filter(({ partage }) => partage === null)
        : contenu.parametres;
    const connu = miens.find((mien) => mien.genre === genre && mien.jeu === jeu);
    const brouillon = connu ? await lireBrouillon(unite, connu.id) : null;
    const restantes = brouillon && fictivesDe(brouillon.texte);
    const valeurs = parametres.flatMap(({ nom, libelle, unite: mesure, valeurs: datees }) =>
      datees
        .filter(({ appui }) => appui.certitude === 'fictif')
        .map(({ du, texte, periode, appui }) => ({
          cle: `${nom}/${du}`,
          nom,
          du,
          libelle,
          unite: mesure,
          texte,
          periode,
          question: appui.question,
          remplacee: restantes !== null && !restantes.has(`${nom}/${du}`),
        })),
    );
    if (valeurs.length > 0)
      fichiers.push({
        genre,
        jeu,
        titre,
        empreinte,
        brouillon: brouillon && { id: brouillon.id, numero: brouillon.numero, version: brouillon.version },
        valeurs,
      });
  }
  return {
    fichiers,
    estimations: await estimationsARefaire(unite),
    peutEcrire: peut(unite.acteur, 'BrouillonRegle', 'creer'),
  };
}

/** Decisions of record, by file, made by a version that had a fictitious value; counted as a list counts. */
async function estimationsARefaire({ em, acteur }: UniteDeLecture) {
  if (!peut(acteur, 'Decision', 'lire')) return [];
  const lignes = await em.execute<{ jeu: string; decisions: number }[]>(
    `
    with version as materialized (
      select jeu, empreinte from version_regle
      where genre = 'regles' and jsonb_path_query_array(canonique::jsonb, '$.parametres.*.valeurs[*].certitude') @> '"fictif"')
    select v.jeu, sum(faites.decisions)::int as decisions
    from version v cross join lateral (
      select count(*) as decisions from (select from decision d where d.empreinte = v.empreinte limit ?) d) faites
    group by v.jeu having sum(faites.decisions) > 0 order by v.jeu`,
    [TOTAL_MAX + 1],
  );
  return lignes.map(({ jeu, decisions }) => ({
    titre: titreDe(jeu),
    decisions: Math.min(decisions, TOTAL_MAX),
    davantage: decisions > TOTAL_MAX,
    href: adresseListe('decisions', { jeu }),
  }));
}

/** « Valeurs fictives ». */
export const ecranFictives = definirEcran({
  nom: 'fictives',
  libelle: 'Valeurs fictives',
  groupe: GROUPES.regles,
  droit: ['VersionRegle', 'lire'],
  donnees: donneesDesFictives,
  commandes: { remplacer: remplacerValeursFictives },
});
