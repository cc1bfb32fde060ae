import { contenuDe } from '#admin/ecrans/atelier/commun/rendre.ts';
import { compteDe } from '#src/kernel/acteur.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { pourquoi } from '#src/domain/acces/pourquoi/pourquoi.ts';
import {
  creerBrouillon,
  demanderAnnulation,
  demanderReactivation,
  reactiverEnUrgence,
} from '#src/domain/politique/commandes.ts';
import { chronologie, lireVersion } from '#src/domain/politique/consultation/lectures.ts';
import type { Chronologie, VersionOuverte } from '#src/domain/politique/consultation/vues.ts';
import { definirEcran } from '#admin/definition/ecran.ts';
import type { BoutonMontre } from '#admin/ecrans/atelier/commun/types.ts';
import { fermeture, genreDe, motsDuJour, page } from '#admin/ecrans/atelier/commun/serveur.ts';
import { mesurerScenarios } from '#admin/ecrans/atelier/mesure/mesure.ts';

/** A rule file: one version in words, and everything that happened to the file. */
async function donneesDuFichier(unite: UniteDeLecture, parametres: Readonly<Record<string, string>>) {
  const genre = genreDe(parametres['genre']);
  const { jeu = '', version: choisie } = parametres;
  const histoire = await chronologie(unite, genre, jeu);
  const listee =
    histoire.versions.find(({ empreinte }) => empreinte === choisie) ??
    (choisie === undefined
      ? (histoire.versions.find(({ etat }) => etat === 'en-vigueur') ?? histoire.versions[0])
      : undefined);
  if (!listee && (choisie !== undefined || histoire.brouillons.length + histoire.soumissions.length === 0))
    throw new Introuvable('Fichier de règles');
  const version = listee ? await lireVersion(unite, listee.empreinte) : null;
  const contenu = version && contenuDe(genre, version.canonique, motsDuJour(unite));
  return {
    titre: !contenu ? jeu : contenu.genre === 'regles' ? contenu.rendu.titre : contenu.titre || jeu,
    chronologie: histoire,
    version: version && { ...listee, ...sansCorps(version) },
    contenu,
    boutons: await boutonsDe(unite, histoire, version),
    aujourdhui: unite.aujourdhui.toString(),
    moi: compteDe(unite.acteur) ?? '',
    peutEcrire: peut(unite.acteur, 'BrouillonRegle', 'creer'),
  };
}

function sansCorps({
  canonique: _canonique,
  soumission,
  activations: _activations,
  genre: _genre,
  jeu: _jeu,
  ...reste
}: VersionOuverte) {
  return { ...reste, signature: soumission?.signature ?? null, motif: soumission?.motif ?? null };
}

/** The version programmed the latest, which a change made from the one in force must not forget. */
function suiteProgrammee(
  versions: Chronologie['versions'],
  { etat }: Pick<VersionOuverte, 'etat'>,
): Chronologie['versions'][number] | undefined {
  if (etat !== 'en-vigueur') return undefined;
  const debut = ({ intervalles }: Chronologie['versions'][number]): string => intervalles.at(-1)?.du ?? '';
  return versions
    .filter((candidate) => candidate.etat === 'programmee')
    .sort((a, b) => (debut(a) < debut(b) ? 1 : -1))[0];
}

const ETATS: Readonly<Record<string, string>> = {
  'en-vigueur': 'En vigueur',
  programmee: 'Programmée',
  remplacee: 'Remplacée',
};

async function boutonsDe(
  unite: UniteDeLecture,
  { genre, jeu, versions }: Chronologie,
  version: VersionOuverte | null,
): Promise<BoutonMontre[]> {
  if (!version) return [];
  const { acteur } = unite;
  const { empreinte } = version;
  const vu = { etat: ETATS[version.etat] };
  const autre = versions.find((une) => une.empreinte !== empreinte);
  const brouillon = fermeture(await pourquoi(unite, creerBrouillon));
  const suite = suiteProgrammee(versions, version);
  return [
    {
      nom: `brouillon:${(suite ?? version).empreinte}`,
      libelle: 'Créer un brouillon',
      ...brouillon,
      principale: true,
    },
    // For what must change before the programmed version takes effect.
    ...(suite
      ? [
          {
            nom: `brouillon:${version.empreinte}`,
            libelle: `Brouillon à partir de la ${version.numero}`,
            ...brouillon,
          },
        ]
      : []),
    {
      nom: 'comparaison',
      libelle: 'Comparer',
      href: page('comparaison', { genre, jeu, avant: autre?.empreinte ?? '', apres: version.empreinte }),
      empeche: autre ? null : 'Ce fichier n’a encore qu’une version : créez un brouillon, puis comparez-le.',
    },
    ...(genre === 'regles'
      ? [
          {
            nom: 'essai',
            libelle: 'Essayer sur un cas',
            empeche: null,
            href: page('essai', { jeu, version: version.empreinte }),
          },
          ...(peut(acteur, 'EtudeImpact', 'lire')
            ? [
                {
                  nom: 'impact',
                  libelle: 'Impact',
                  empeche: null,
                  href: page('impact', { jeu, apres: version.empreinte }),
                },
              ]
            : []),
        ]
      : []),
    ...(version.etat === 'programmee'
      ? [
          {
            nom: 'annuler',
            libelle: 'Annuler avant son jour…',
            danger: true,
            ...fermeture(await pourquoi(unite, demanderAnnulation, version, vu)),
          },
        ]
      : []),
    {
      nom: 'reactiver',
      libelle: 'Réactiver cette version…',
      ...fermeture(await pourquoi(unite, demanderReactivation, { version, du: null, au: null }, vu)),
    },
  ];
}

/** A rule file, its versions and what may be done with them. */
export const ecranFichier = definirEcran({
  nom: 'regle',
  libelle: 'Fichier de règles',
  groupe: null,
  droit: ['VersionRegle', 'lire'],
  donnees: donneesDuFichier,
  commandes: {
    creer: creerBrouillon,
    reactiver: demanderReactivation,
    annuler: demanderAnnulation,
    urgence: reactiverEnUrgence,
  },
  questions: { mesurer: mesurerScenarios },
});
