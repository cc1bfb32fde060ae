import type { z } from 'zod';
import type { ActeurPartenaire } from '#src/kernel/acteur.ts';
import type { Commande, UniteDeLecture } from '#src/kernel/commande.ts';
import { declarationsACommencer } from '#src/domain/declaration/a-commencer.ts';
import {
  commencerDeclaration,
  enregistrerActivite,
  enregistrerFinances,
  renvoyer,
  rouvrirActivite,
  rouvrirFinances,
  transmettre,
} from '#src/domain/declaration/commandes.ts';
import { declarations } from '#src/domain/declaration/lectures.ts';
import { peut } from '#src/kernel/droits/droits.ts';
import { affecterRole } from '#src/domain/delegation/habilitation/affecter.ts';
import { rechercherHabilitations } from '#src/domain/delegation/habilitation/lectures.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import { nommerResponsable, terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import {
  cloturerUtilisateur,
  creerUtilisateur,
  deverrouillerUtilisateur,
  modifierUtilisateur,
  reinitialiserMotDePasse,
  renvoyerInvitation,
} from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { listerUtilisateurs } from '#src/domain/delegation/utilisateur/lectures.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import type { Acte, ContextePage } from '#src/portal/composants/index.ts';
import { PageDeDeclaration } from '#src/portal/declarations/dossier/page.tsx';
import { vueDeDeclaration } from '#src/portal/declarations/vue.ts';
import { PageHabilitations } from '#src/portal/habilitations/liste/page.tsx';
import { acteDAffectation, groupeDActivite } from '#src/portal/habilitations/liste/vue.ts';
import { optionsHabilitations } from '#src/portal/habilitations/options.ts';
import { PageResponsables } from '#src/portal/responsables/liste/page.tsx';
import { vueDesResponsables } from '#src/portal/responsables/liste/vue.ts';
import { rendrePage } from '#src/portal/rendu.ts';
import { PageUtilisateurs } from '#src/portal/utilisateurs/liste/page.tsx';
import { acteDeCreation, lignesDUtilisateurs } from '#src/portal/utilisateurs/ligne.ts';
import type { BaseDesDroits } from '../droits/fixture.ts';
import { saisieAdmise, type Essai } from './epreuve.ts';

/** A page of the portal as one person gets it. */
export interface PageLue {
  readonly html: string;
  readonly actes: readonly Acte[];
  readonly essais: readonly Essai[];
}

type Couple = readonly [Commande<z.ZodType, unknown>, Readonly<Record<string, unknown>>];

const contexte: ContextePage = {
  ressources: { css: '', js: '', icone: '' },
  chemin: '/partenaire',
  personne: { nom: 'N', prenom: 'P' },
  menus: [],
  messages: [],
  demonstration: false,
};

/**
 * What the forms of these pages send: correct in all that is typed, so that a refusal is about the record or
 * the person.
 */
async function envois(
  unite: UniteDeLecture,
  base: BaseDesDroits,
  versions: ReadonlyMap<string, number>,
): Promise<(acte: Acte) => Couple | null> {
  const jour = unite.aujourdhui.toString();
  const utilisateurs = new Map((await unite.em.find(Utilisateur, {})).map((un) => [un.id, un]));
  const libre =
    [...utilisateurs.values()].find(
      ({ id, administrateur, closLe }) =>
        !administrateur && !closLe && id !== (unite.acteur as ActeurPartenaire).utilisateurId,
    )?.id ?? '';
  const mandat = (titulaire: string): Couple => [
    nommerResponsable,
    { titulaire, roles: ['CONSULTANT'], equipements: [base.equipements[0]], du: jour, au: '' },
  ];
  const role = (utilisateur: string, code: string, equipement: string): Couple => [
    affecterRole,
    { utilisateur, role: code, du: jour, portee: 'activite', equipements: [equipement] },
  ];
  const gestes: readonly (readonly [RegExp, (id: string, suite: URLSearchParams) => Couple | null])[] = [
    [
      /\/utilisateurs\/creer$/,
      () => [
        creerUtilisateur,
        {
          nom: 'Neuf',
          prenom: 'Luc',
          courriel: 'luc.neuf@exemple.fr',
          courrielConfirmation: 'luc.neuf@exemple.fr',
        },
      ],
    ],
    [
      /\/utilisateurs\/([^/]+)\/modifier$/,
      (id) => {
        const { nom, prenom, courriel, ouvertLe, closLe, version } = utilisateurs.get(id) ?? {};
        return [
          modifierUtilisateur,
          saisieAdmise(unite, modifierUtilisateur, {
            id,
            version,
            nom,
            prenom,
            courriel,
            courrielConfirmation: courriel,
            ouvertLe,
            closLe: closLe ?? '',
          }),
        ];
      },
    ],
    [
      /\/utilisateurs\/([^/]+)\/supprimer$/,
      (id) => [cloturerUtilisateur, { id, version: utilisateurs.get(id)?.version, closLe: jour }],
    ],
    [/\/utilisateurs\/([^/]+)\/invitation$/, (id) => [renvoyerInvitation, { id }]],
    [/\/utilisateurs\/([^/]+)\/deverrouiller$/, (id) => [deverrouillerUtilisateur, { id }]],
    [/\/utilisateurs\/([^/]+)\/mot-de-passe$/, (id) => [reinitialiserMotDePasse, { id }]],
    [
      /\/habilitations\/habiliter$/,
      (_, suite) =>
        role(
          suite.get('utilisateur') ?? libre,
          suite.get('role') ?? 'CONSULTANT',
          suite.get('activite') ?? base.equipements[0] ?? '',
        ),
    ],
    [
      /\/habilitations\/([^/]+)\/terminer$/,
      (id) => [terminerHabilitation, { id, version: versions.get(id), au: jour }],
    ],
    [/\/responsables\/nommer$/, (_, suite) => mandat(suite.get('utilisateur') ?? libre)],
    [/\/responsables\/([^/]+)\/terminer$/, (id) => [terminerMandat, { id, version: versions.get(id) }]],
    [
      /\/declarations\/([^/]+)\/renvoyer$/,
      (id) => [renvoyer, { declaration: id, version: versions.get(id), motif: 'À revoir' }],
    ],
    [
      /\/declarations\/([^/]+)\/transmettre$/,
      (id) => [transmettre, { declaration: id, version: versions.get(id) }],
    ],
    [
      /\/declarations\/([^/]+)\/activite\/reprendre$/,
      (id) => [rouvrirActivite, { declaration: id, version: versions.get(`${id} activite`) }],
    ],
    [
      /\/declarations\/([^/]+)\/finances\/reprendre$/,
      (id) => [rouvrirFinances, { declaration: id, version: versions.get(`${id} finances`) }],
    ],
    [
      /\/declarations\/([^/]+)\/activite$/,
      (id) => [
        enregistrerActivite,
        { declaration: id, version: versions.get(`${id} activite`), donnees: {} },
      ],
    ],
    [
      /\/declarations\/([^/]+)\/finances$/,
      (id) => [
        enregistrerFinances,
        { declaration: id, version: versions.get(`${id} finances`), donnees: {} },
      ],
    ],
  ];
  return ({ href }) => {
    const { pathname, searchParams } = new URL(href, 'http://x');
    for (const [adresse, geste] of gestes) {
      const trouve = adresse.exec(pathname);
      if (trouve) return geste(trouve[1] ?? '', searchParams);
    }
    return null;
  };
}

/** Every page of the portal that lists acts, read by one person. */
export async function pagesDuPortail(
  unite: UniteDeLecture,
  base: BaseDesDroits,
  versions: ReadonlyMap<string, number>,
): Promise<PageLue[]> {
  const { acteur } = unite;
  if (acteur.type !== 'partenaire') return [];
  const envoi = await envois(unite, base, versions);
  const pages: PageLue[] = [];
  const lire = (ou: string, html: string, actes: readonly Acte[]): void => {
    pages.push({
      html,
      actes,
      essais: actes.flatMap((acte) => {
        const couple = envoi(acte);
        return couple
          ? [{ ou: `${ou}, ${acte.nom}`, pourquoi: acte.pourquoi, commande: couple[0], saisie: couple[1] }]
          : [];
      }),
    });
  };
  if (peut(acteur, 'Utilisateur', 'creer')) {
    const filtres = { identifiant: '', nom: '', prenom: '', groupe: '' };
    const { utilisateurs, total } = await listerUtilisateurs(
      unite,
      filtres,
      { cle: 'nom', sens: 'asc' },
      { numero: 1, taille: 50 },
    );
    const lignes = await lignesDUtilisateurs(unite, utilisateurs);
    const creation = await acteDeCreation(unite);
    lire(
      'utilisateurs',
      rendrePage(
        <PageUtilisateurs
          contexte={contexte}
          filtres={filtres}
          groupes={[]}
          lignes={lignes}
          tri={{ cle: 'nom', sens: 'asc' }}
          page={1}
          pages={1}
          total={total}
          lien={() => ''}
          creation={creation}
        />,
      ),
      [creation, ...lignes.flatMap(({ fiche, actes }) => [...fiche, ...actes])],
    );
  }
  for (const etat of ['actif', 'inactif', 'non-attribue'] as const) {
    const criteres = {
      utilisateur: '',
      role: '',
      activite: '',
      type: '',
      nature: '',
      etat,
      lieux: false,
    } as const;
    const groupes = [];
    for (const groupe of await rechercherHabilitations(unite, criteres))
      groupes.push(await groupeDActivite(unite, groupe, etat));
    const affectation = await acteDAffectation(unite);
    const options = await optionsHabilitations(unite, null, unite.aujourdhui.toString(), false);
    lire(
      `habilitations ${etat}`,
      rendrePage(
        <PageHabilitations
          contexte={contexte}
          filtres={{ ...criteres, partenaire: '', lieux: 'non' }}
          options={options}
          groupes={groupes}
          affectation={affectation}
        />,
      ),
      [affectation, ...groupes.flatMap(({ lignes }) => lignes.flatMap(({ acte }) => acte ?? []))],
    );
  }
  if (peut(acteur, 'Mandat', 'lire')) {
    const vue = await vueDesResponsables(unite);
    lire('responsables', rendrePage(<PageResponsables contexte={contexte} {...vue} />), [
      vue.nommer,
      ...vue.lignes.flatMap(({ acte }) => acte ?? []),
    ]);
  }
  if (!peut(acteur, 'Declaration', 'lire')) return pages;
  const aCommencer = await declarationsACommencer(unite);
  pages.push({
    html: '',
    actes: [],
    essais: aCommencer.map(
      ({ conventionnement, exercice, perennite, pourquoi }): Essai => ({
        ou: 'campagnes, commencer',
        pourquoi,
        commande: commencerDeclaration,
        saisie: { conventionnement: conventionnement.id, exercice: String(exercice), perennite },
      }),
    ),
  });
  for (const { id } of (await declarations(unite)).lignes) {
    const vue = await vueDeDeclaration(unite, id);
    lire(
      `déclaration ${vue.declaration.etat}`,
      rendrePage(<PageDeDeclaration contexte={contexte} vue={vue} />),
      [...vue.actes, ...vue.volets.map(({ acte }) => acte)],
    );
  }
  return pages;
}
