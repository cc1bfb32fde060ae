import type { BoutonMontre, PageApprobation } from '#admin/regles/contrats.ts';
import { enClair } from '#admin/regles/comparaison.ts';
import { estUnRapportDImpact, montrerImpact } from '#admin/regles/montrer-impact.ts';
import { page } from '#admin/regles/fichier.ts';
import { contenuDe } from '#admin/regles/rendre.ts';
import { compteDe } from '#src/domain/commun/acteur.ts';
import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { peut } from '#src/domain/droits/droits.ts';
import type { ComparaisonDeVersions } from '#src/domain/regle/comparaison.ts';
import { derniereEtudeDe } from '#src/domain/regle/etudes-impact.ts';
import { lireSoumission } from '#src/domain/regle/lectures.ts';
import type { SoumissionOuverte } from '#src/domain/regle/vues.ts';

/** What an approver reads and signs. */
export async function donneesDeLApprobation(unite: UniteDeLecture, { id = '' }: Readonly<Record<string, string>>): Promise<PageApprobation> {
  const soumission = await lireSoumission(unite, id);
  const { genre, canonique, rapports } = soumission;
  const contenu = contenuDe(genre, canonique);
  const comparaison = estUneComparaison(rapports.comparaison) ? enClair(rapports.comparaison, canonique) : null;
  return {
    soumission,
    titre: contenu.genre === 'regles' ? contenu.rendu.titre : contenu.titre || soumission.jeu,
    contenu,
    comparaison,
    impact: estUnRapportDImpact(rapports.impact) ? montrerImpact(rapports.impact, null) : null,
    sansImpact: rapports.impact && 'sansObjet' in rapports.impact ? rapports.impact.sansObjet : null,
    etude: genre === 'regles' && soumission.etat === 'soumis' && !rapports.impact ? await derniereEtudeDe(unite, soumission.empreinte) : null,
    boutons: boutonsDe(unite, soumission),
    moi: compteDe(unite.acteur) ?? '',
  };
}

/** A report sealed by an earlier release may have another shape. */
function estUneComparaison(rapport: unknown): rapport is ComparaisonDeVersions {
  return typeof rapport === 'object' && rapport !== null && 'niveau' in rapport && (('effets' in rapport && 'sections' in rapport) || 'rubriques' in rapport);
}

function boutonsDe({ acteur }: UniteDeLecture, { genre, jeu, id, etat, auteur, remplace, rapports }: SoumissionOuverte): BoutonMontre[] {
  const mienne = auteur.compteId === compteDe(acteur);
  const reserve = peut(acteur, 'SoumissionRegle', 'approuver') ? null : 'Réservé aux analystes réglementaires.';
  const traitee = etat === 'soumis' ? null : 'Cette version n’attend plus d’approbation.';
  const deux = mienne ? 'Vous en êtes l’auteur : une autre personne doit l’approuver ou la rejeter.' : null;
  const mesure = genre !== 'regles' || rapports.impact ? null : 'L’étude d’impact n’est pas encore jointe : on n’approuve pas sans elle.';
  return [
    { nom: 'approuver', libelle: 'Approuver…', principale: true, empeche: reserve ?? traitee ?? deux ?? mesure },
    { nom: 'rejeter', libelle: 'Rejeter…', danger: true, empeche: reserve ?? traitee ?? deux },
    ...(mienne ? [{ nom: 'retirer', libelle: 'Retirer ma demande', empeche: traitee }] : []),
    ...(genre === 'regles' ? [{ nom: 'impact', libelle: 'Étudier l’impact', empeche: null, href: page('impact', { jeu, apres: `soumission:${id}` }) }] : []),
    ...(remplace ? [{ nom: 'comparaison', libelle: 'Comparer', empeche: null, href: page('comparaison', { genre, jeu, avant: remplace.empreinte, apres: `soumission:${id}` }) }] : []),
  ];
}
