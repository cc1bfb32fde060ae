import { enClair } from '#admin/ecrans/atelier/comparaison/serveur.ts';
import { estUnRapportDImpact, montrerImpact } from '#admin/ecrans/atelier/impact/montrer.ts';
import { contenuDe } from '#admin/ecrans/atelier/commun/rendre.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { charger } from '#src/kernel/chargement.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { approuver, rejeter, retirer } from '#src/domain/politique/commandes.ts';
import type { ComparaisonDeVersions } from '#src/domain/politique/comparaison/comparaison.ts';
import { derniereEtudeDe } from '#src/domain/politique/etude/lectures.ts';
import { lireSoumission } from '#src/domain/politique/consultation/lectures.ts';
import { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';
import type { SoumissionOuverte } from '#src/domain/politique/consultation/vues.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import type { BoutonMontre } from '#admin/ecrans/atelier/commun/types.ts';
import { fermeture, motsDuJour, page } from '#admin/ecrans/atelier/commun/serveur.ts';

/** What an approver reads and signs. */
async function donneesDeLApprobation(unite: UniteDeLecture, { id = '' }: Readonly<Record<string, string>>) {
  const soumission = await lireSoumission(unite, id);
  const { genre, canonique, rapports } = soumission;
  const contenu = contenuDe(genre, canonique, motsDuJour(unite));
  const comparaison = estUneComparaison(rapports.comparaison)
    ? enClair(rapports.comparaison, canonique)
    : null;
  return {
    soumission,
    titre: contenu.genre === 'regles' ? contenu.rendu.titre : contenu.titre || soumission.jeu,
    contenu,
    comparaison,
    impact: estUnRapportDImpact(rapports.impact) ? montrerImpact(rapports.impact, null) : null,
    // Why there is no impact study to wait for.
    sansImpact: rapports.impact && 'sansObjet' in rapports.impact ? rapports.impact.sansObjet : null,
    // The study it waits for.
    etude:
      genre === 'regles' && soumission.etat === 'soumis' && !rapports.impact
        ? await derniereEtudeDe(unite, soumission.empreinte)
        : null,
    boutons: await boutonsDe(unite, soumission),
    moi: compteDe(unite.acteur) ?? '',
  };
}

/** A report sealed by an earlier release may have another shape. */
function estUneComparaison(rapport: unknown): rapport is ComparaisonDeVersions {
  return (
    typeof rapport === 'object' &&
    rapport !== null &&
    'niveau' in rapport &&
    (('effets' in rapport && 'sections' in rapport) || 'rubriques' in rapport)
  );
}

async function boutonsDe(
  unite: UniteDeLecture,
  { genre, jeu, id, etat, auteur, remplace }: SoumissionOuverte,
): Promise<BoutonMontre[]> {
  const mienne = auteur.compteId === compteDe(unite.acteur);
  const fiche = {
    soumission: await charger(unite, SoumissionRegle, id, 'Version soumise'),
    par: compteDe(unite.acteur),
  };
  const vu = {
    etat: { soumis: 'En attente d’approbation', approuve: 'Approuvée', rejete: 'Rejetée', retire: 'Retirée' }[
      etat
    ],
  };
  return [
    {
      nom: 'approuver',
      libelle: 'Approuver…',
      principale: true,
      ...fermeture(await pourquoi(unite, approuver, fiche, vu)),
    },
    {
      nom: 'rejeter',
      libelle: 'Rejeter…',
      danger: true,
      ...fermeture(await pourquoi(unite, rejeter, fiche, vu)),
    },
    ...(mienne
      ? [
          {
            nom: 'retirer',
            libelle: 'Retirer ma demande',
            ...fermeture(await pourquoi(unite, retirer, fiche, vu)),
          },
        ]
      : []),
    ...(genre === 'regles'
      ? [
          {
            nom: 'impact',
            libelle: 'Étudier l’impact',
            empeche: null,
            href: page('impact', { jeu, apres: `soumission:${id}` }),
          },
        ]
      : []),
    ...(remplace
      ? [
          {
            nom: 'comparaison',
            libelle: 'Comparer',
            empeche: null,
            href: page('comparaison', { genre, jeu, avant: remplace.empreinte, apres: `soumission:${id}` }),
          },
        ]
      : []),
  ];
}

/** A submission, with the reports its approver signs. */
export const ecranApprobation = definirEcran({
  nom: 'approbation',
  libelle: 'Approbation',
  groupe: null,
  droit: ['SoumissionRegle', 'lire'],
  donnees: donneesDeLApprobation,
  commandes: { approuver, rejeter, retirer },
});
