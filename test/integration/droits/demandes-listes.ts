import { champDuJour, type ChampDeRessource, type Ressource } from '#admin/definition/definition.ts';
import { estTriable } from '#admin/definition/requete.ts';
import { RESSOURCES } from '#admin/ressources/index.ts';
import type { Droit } from '#src/kernel/commande.ts';
import { PORTES_PARTENAIRE } from './portes.ts';
import type { BaseDesDroits } from './fixture.ts';
import { exigenceDe, fermee, type Demande } from './demandes.ts';
import type { Marque } from './marques.ts';
import { lecteursDe, roleLit, type Exigence } from './oracle.ts';

/** A value a filter of this kind takes, so that a refusal can only be of the field. */
function valeurDe(champ: ChampDeRessource, base: BaseDesDroits): string {
  const { genre, options } = champDuJour(champ, { registre: base.registre, aujourdhui: '2026-03-02' });
  switch (genre) {
    case 'date':
    case 'instant':
      return '01/03/2026';
    case 'entier':
    case 'annee':
      return '2025';
    case 'decimal':
    case 'euro':
    case 'etp':
      return '0,5';
    case 'booleen':
      return 'true';
    case 'choix':
      return options?.[0]?.valeur ?? '';
    case 'reference':
      return base.dossiers.A.partenaire;
    default:
      return 'a';
  }
}

const EN_INTERVALLE = new Set<ChampDeRessource['genre']>([
  'date',
  'instant',
  'entier',
  'annee',
  'decimal',
  'euro',
  'etp',
]);

/**
 * Everything a list of the back-office can be asked with: an order by each field, a filter by each, a range
 * by each, words, and the
 * propositions of a reference. A field is asked whether it is declared, only stored, or nowhere.
 */
export function demandesDUneListe(
  base: BaseDesDroits,
  ressource: Ressource,
  lire: Droit,
  stockes: readonly string[],
): Demande[] {
  const { id, champs, filtres = [], recherche, tri } = ressource;
  const racine = `/gestion/api/resources/${id}/actions`;
  const lecture: Exigence = { pour: 'internes', droits: [lire] };
  const demande = (
    quoi: string,
    chemin: string,
    permise: boolean,
    reste: Partial<Demande> = {},
  ): Demande => ({
    porte: `${quoi} (${id})`,
    methode: 'GET',
    chemin: `${racine}/${chemin}`,
    exigence: permise ? lecture : fermee,
    objet: null,
    essentielle: true,
    variante: true,
    refus: 400,
    gestion: true,
    ...reste,
  });
  const noms = new Set([
    ...stockes,
    ...Object.keys(champs),
    'motDePasse',
    'compte.courriel',
    'partenaire.organisme.siren',
    '__proto__',
    'constructor',
  ]);
  const parChamp = [...noms].flatMap((nom): Demande[] => {
    const champ = Object.hasOwn(champs, nom) ? champs[nom] : undefined;
    const filtrable = champ !== undefined && filtres.includes(nom);
    const valeur = encodeURIComponent(champ ? valeurDe(champ, base) : 'a');
    return [
      ...['asc', 'desc'].map((sens) =>
        demande(
          `tri par ${nom}`,
          `list?sortBy=${nom}&direction=${sens}`,
          champ !== undefined && (estTriable(champ) || nom === tri.champ),
        ),
      ),
      demande(`filtre ${nom}`, `list?filters.${nom}=${valeur}`, filtrable),
      ...(champ?.filtre
        ? []
        : ['from', 'to'].map((borne) =>
            demande(
              `intervalle ${nom}`,
              `list?filters.${nom}~~${borne}=${valeur}`,
              filtrable && EN_INTERVALLE.has(champ.genre),
            ),
          )),
      demande(`recherche par ${nom}`, `search/a?searchProperty=${nom}`, false),
      ...(filtrable ? [demande(`filtre vide ${nom}`, `list?filters.${nom}=`, true)] : []),
    ];
  });
  return [
    ...parChamp,
    demande('mots', 'list?q=a', recherche !== undefined),
    ...parFiche(base, ressource, demande),
  ];
}

/**
 * Looks for one record of each dossier by what is written in it, and for those of a dossier by its reference:
 * an oracle on the others' data if it answered.
 */
function parFiche(
  { marques, dossiers }: BaseDesDroits,
  { droit, champs, filtres = [], recherche }: Ressource,
  demande: (quoi: string, chemin: string, permise: boolean, reste?: Partial<Demande>) => Demande,
): Demande[] {
  return Object.values(dossiers).flatMap(({ caf, partenaire }): Demande[] => {
    const sien = ({ ressource, caf: de, partenaire: a }: Marque): boolean =>
      ressource === droit && (a === partenaire || (a === null && de === caf));
    const siennes = [...marques].filter(([valeur, marque]) => valeur.startsWith('zq') && sien(marque));
    const parTexte = (nom: string): readonly [string, Marque] | undefined =>
      siennes.find(([, { champ }]) => champ === nom);
    const textes = (recherche?.champs ?? []).flatMap((nom) => {
      const trouvee = parTexte(nom);
      if (!trouvee) return [];
      // The name of another Caf is known, its record is not.
      const temoin = { marque: trouvee[1], trouve: droit !== 'Caf' };
      return [
        demande('mots d’une fiche', `list?q=${trouvee[0]}`, true, { temoin }),
        demande('propositions', `search/${trouvee[0]}`, true, { temoin }),
      ];
    });
    const exacts = filtres.flatMap((nom) => {
      const trouvee = champs[nom]?.genre === 'texte' && !champs[nom].filtre ? parTexte(nom) : undefined;
      return trouvee
        ? [
            demande(`filtre ${nom} d’une fiche`, `list?filters.${nom}=${trouvee[0]}`, true, {
              temoin: { marque: trouvee[1], trouve: true },
            }),
          ]
        : [];
    });
    const references = filtres.includes('partenaire')
      ? [
          demande('fiches d’un partenaire', `list?filters.partenaire=${partenaire}`, true, {
            temoin: {
              marque: { ressource: droit, champ: 'id', id: partenaire, caf, partenaire, equipement: null },
              trouve: false,
            },
          }),
        ]
      : [];
    return [...textes, ...exacts, ...references];
  });
}

/**
 * Orders, filters and first values the pages of the partner's space take from their address, with one's own
 * records and those of others.
 */
export function demandesDuPortail(base: BaseDesDroits): Demande[] {
  const { dossiers, de, marques, equipements } = base;
  const [equipement = ''] = equipements;
  const colonnes = [
    'identifiant',
    'nom',
    'prenom',
    'ouverture',
    'cloture',
    'courriel',
    'telephone',
    'ouvertLe',
    'compte',
    '__proto__',
  ];
  const des = Object.values(dossiers).flatMap(({ partenaire, id }): [string, string][] => {
    const [personne, activite] = [id(de.collegue), id(equipement)];
    const texte = (champ: string): string =>
      [...marques].find(
        ([, marque]) =>
          marque.ressource === 'Utilisateur' && marque.champ === champ && marque.id === personne,
      )?.[0] ?? '';
    return [
      ...['identifiant', 'nom', 'prenom'].map((champ): [string, string] => [
        '/utilisateurs',
        `${champ}=${texte(champ)}`,
      ]),
      ['/habilitations', `utilisateur=${personne}`],
      ['/habilitations', `activite=${activite}`],
      ['/habilitations', `activite=${activite}&lieux=oui&etat=non-attribue`],
      ['/habilitations', `partenaire=${partenaire}`],
      ['/habilitations/habiliter', `afficher=oui&utilisateur=${personne}&activite=${activite}`],
      ['/habilitations/habiliter', `afficher=oui&portee=lieu&activite=${activite}`],
      ['/responsables/nommer', `utilisateur=${personne}`],
      ['/droits', `jour=02/03/2026&partenaire=${partenaire}`],
    ];
  });
  const listes: readonly (readonly [string, string])[] = [
    ...colonnes.flatMap((colonne): [string, string][] => [
      ['/utilisateurs', `tri=${colonne}&sens=desc`],
      ['/utilisateurs', `tri=${colonne}&sens=asc`],
    ]),
    ['/utilisateurs', 'groupe=AFAS-DECLARER'],
    ['/utilisateurs', 'page=2'],
    ['/utilisateurs', 'nom=%25'],
    ...['actif', 'historique', 'inactif', 'non-attribue'].flatMap((etat): [string, string][] => [
      ['/habilitations', `etat=${etat}`],
      ['/habilitations', `etat=${etat}&lieux=oui&role=APPROBATEUR`],
    ]),
    ['/declarations', 'exercice=2025'],
    ['/declarations', 'perennite=reelle&page=2'],
    ['/declarations', 'etat=transmise'],
    ['/declarations', 'etat=brouillon'],
    ['/declarations/communes', 'q=bri'],
    ['/droits', 'jour=31/12/2025'],
    ...des,
  ];
  return listes.map(([chemin, requete]) => {
    const porte = PORTES_PARTENAIRE[`GET ${chemin}`];
    if (!porte) throw new Error(`${chemin} is no door of the partner's space`);
    return {
      porte: `GET /partenaire${chemin}?${requete.split('=')[0] ?? ''}`,
      methode: 'GET',
      chemin: `/partenaire${chemin}?${requete}`,
      exigence: exigenceDe(porte, 'partenaires'),
      objet: null,
      essentielle: true,
      variante: true,
      autreFiche: true,
    };
  });
}

/**
 * Fields a list is sorted, searched or titled by that one of its readers may not read: their values would
 * show through the order or the count.
 */
export function listesQuiTrahissent({ orm }: Pick<BaseDesDroits, 'orm'>): string[] {
  const cibleDe = (entite: unknown, relation: string): string => {
    const { properties } = orm.getMetadata().get(entite as never) as unknown as {
      properties: Record<string, { type: string }>;
    };
    return properties[relation]?.type ?? '';
  };
  return RESSOURCES.flatMap(({ id, droit, entite, champs, tri, recherche, titre }) => {
    const tris = Object.entries(champs)
      .filter(([, champ]) => estTriable(champ))
      .map(([nom, champ]) => champ.tri ?? nom);
    const chemins = new Set(
      [tri.champ, ...tris, ...(recherche?.champs ?? []), ...titre.depuis].flatMap(
        (nom) => champs[nom]?.calcul?.depuis ?? [nom],
      ),
    );
    return lecteursDe(droit).flatMap((role) =>
      [...chemins]
        .filter((chemin) => {
          const [premier = '', suite] = chemin.split('.');
          return (
            !roleLit(role, droit, premier) ||
            (suite !== undefined && !roleLit(role, cibleDe(entite, premier), suite))
          );
        })
        .map((chemin) => `${id} : ${chemin}, que ${role} ne lit pas`),
    );
  });
}
