import { dateEnLettres } from '#src/engine/index.ts';
import { LIBELLES_ETAT } from '#src/domain/declaration/libelles.ts';
import type { EtatDeclaration } from '#src/domain/declaration/declaration.ts';
import {
  ACTES_DU_PARTENAIRE,
  type ActeDuPartenaire,
} from '#src/domain/contractualisation/echeance/echeance.ts';
import type {
  CampagneOuverte,
  DeclarationPhotographiee,
  Nomme,
  Photo,
  RolePhotographie,
} from '#src/domain/suivi/effets/photo.ts';
import { AU_ROLE, LIBELLES_ROLES, ORDRE_ROLES } from '#src/kernel/roles.ts';
import type { RoleAfas } from '#src/kernel/roles.ts';

/** One kind of consequence, said once with all it touches. */
export interface Effet {
  readonly cle: string;
  /** « 2 rôles cessent d’être exercés », « Plus personne ne pourra transmettre… ». */
  readonly titre: string;
  /** What somebody would regret not to have known: shown first, and in another tone. */
  readonly grave: boolean;
  readonly elements: readonly string[];
}

/** What the act would send. */
interface CourrielAnnonce {
  readonly destinataire: string;
  readonly objet: string;
}

/** What comes after an act: photos on both sides of it, and the mails it sends. */
export interface Comparaison {
  readonly avant: Photo;
  readonly apres: Photo;
  readonly courriels: readonly CourrielAnnonce[];
}

const CHEZ_LE_PARTENAIRE: ReadonlySet<EtatDeclaration> = new Set([
  'brouillon',
  'renvoyee',
  'retournee',
  'a-approuver',
]);

/** What nobody can do any more where a role has no holder. A consultant does nothing that stops. */
const SANS_TITULAIRE: Readonly<Partial<Record<RoleAfas, string>>> = {
  APPROBATEUR: 'approuver ni transmettre',
  FOURNISSEUR_ACTIVITE: 'saisir les données d’activité',
  FOURNISSEUR_FINANCIER: 'saisir les données financières',
};

const ACTES: Readonly<Record<ActeDuPartenaire, string>> = {
  consulter: 'Consulter les déclarations',
  saisir: 'Saisir les déclarations',
  commencer: 'Commencer une déclaration',
  attribuer: 'Attribuer un rôle',
  transmettre: 'Transmettre une déclaration à la Caf',
  'creer-utilisateur': 'Créer un utilisateur',
  inviter: 'Inviter un utilisateur',
  deleguer: 'Nommer un responsable habilitations',
  valider: 'Faire valider un approbateur par la Caf',
};

const PROFILS = { gestionnaire: 'gestionnaire Caf', responsable: 'responsable' } as const;

const un = (nombre: number, singulier: string, pluriel: string): string =>
  `${nombre} ${nombre > 1 ? pluriel : singulier}`;
const cite = (nom: string): string => `« ${nom} »`;
const parCle = <T extends { readonly cle: string }>(elements: readonly T[]): ReadonlyMap<string, T> =>
  new Map(elements.map((element) => [element.cle, element]));
/** Those of the first list that are not in the second. */
function perdus<T extends Nomme | RolePhotographie>(avant: readonly T[], apres: readonly T[]): T[] {
  const restent = parCle(apres);
  return avant.filter(({ cle }) => !restent.has(cle));
}

/** Every consequence of an act, in French: the grave ones first. */
export function effetsDe({ avant, apres, courriels }: Comparaison): Effet[] {
  const trouves = [
    ...rolesSansTitulaire(avant, apres),
    ...campagneFermee(avant, apres),
    ...actesFermes(avant, apres),
    ...declarationsArretees(avant, apres),
    ...rolesPerdus(avant, apres),
    ...rolesGagnes(avant, apres),
    ...nommes('mandats', perdus(avant.mandats, apres.mandats), [
      'mandat de responsable habilitations prend fin',
      'mandats de responsable habilitations prennent fin',
    ]),
    ...nommes('acces', perdus(avant.acces, apres.acces), [
      'accès à Mon Compte Partenaire se ferme',
      'accès à Mon Compte Partenaire se ferment',
    ]),
    ...sansAdministrateur(avant, apres),
    ...nommes('bulletins', perdus(avant.bulletins, apres.bulletins), [
      'bulletin d’adhésion cesse d’ouvrir son service',
      'bulletins d’adhésion cessent d’ouvrir leur service',
    ]),
    ...nommes('contrats', perdus(avant.contrats, apres.contrats), [
      'contrat de service cesse d’être actif',
      'contrats de service cessent d’être actifs',
    ]),
    ...formulairesDecides(avant, apres),
    ...declarationsDeplacees(avant, apres),
    ...agentsPerdus(avant, apres),
    ...nommes(
      'courriels',
      courriels.map(({ destinataire, objet }, rang) => ({
        cle: String(rang),
        nom: `${destinataire} : ${cite(objet)}`,
      })),
      ['courriel part', 'courriels partent'],
    ),
  ];
  return [...trouves.filter(({ grave }) => grave), ...trouves.filter(({ grave }) => !grave)];
}

function nommes(
  cle: string,
  elements: readonly Nomme[],
  [singulier, pluriel]: readonly [string, string],
): Effet[] {
  return elements.length === 0
    ? []
    : [
        {
          cle,
          grave: false,
          titre: `${un(elements.length, singulier, pluriel)}.`,
          elements: elements.map(({ nom }) => nom),
        },
      ];
}

const tient = ({ statut }: RolePhotographie): boolean => statut === 'exerce';
const roleDe = ({ personne, role, ou }: RolePhotographie): string =>
  `${personne} – ${LIBELLES_ROLES[role].replaceAll("'", '’')}, ${ou}`;

/** « Plus personne ne pourra transmettre… », with the campaigns that are open and who might take over. */
function rolesSansTitulaire(avant: Photo, apres: Photo): Effet[] {
  return ORDRE_ROLES.flatMap((role): Effet[] => {
    const pouvoir = SANS_TITULAIRE[role];
    if (!pouvoir) return [];
    const touches = perdusOuRetenus(avant, apres).filter((perdu) => perdu.role === role);
    const lieux = new Map(touches.map(({ equipementId, ou, type }) => [equipementId, { ou, type }]));
    const elements = [...lieux].flatMap(([equipementId, { ou, type }]) => {
      const ceux = apres.roles.filter((reste) => reste.role === role && reste.equipementId === equipementId);
      return ceux.some(tient) ? [] : [`${ou}${campagnesDe(avant.campagnes, type)}${releve(ceux)}`];
    });
    if (elements.length === 0) return [];
    const dejaVide = elements.length > 0 && !touches.some(tient);
    const titre = dejaVide
      ? `Le rôle ${AU_ROLE[role]} reste sans titulaire.`.replaceAll("'", '’')
      : `Plus personne ne pourra ${pouvoir} :`;
    return [{ cle: `sans-${role}`, grave: true, titre, elements }];
  });
}

/** Roles that the act takes away, or holds back. */
function perdusOuRetenus(avant: Photo, apres: Photo): RolePhotographie[] {
  const ensuite = parCle(apres.roles);
  return avant.roles.filter((role) => {
    const statut = ensuite.get(role.cle)?.statut;
    return statut === undefined || (tient(role) && statut !== 'exerce');
  });
}

function campagnesDe(campagnes: readonly CampagneOuverte[], type: string): string {
  const ouvertes = campagnes
    .filter((campagne) => campagne.type === type)
    .map(
      ({ exercice, perennite, fermeLe }) =>
        `campagne ${PERENNITES[perennite]} ${exercice} ouverte jusqu’au ${dateEnLettres(fermeLe)} exclu`,
    );
  return ouvertes.length > 0 ? ` ; ${ouvertes.join(', ')}` : '';
}
const PERENNITES = { previsionnelle: 'prévisionnelle', actualisee: 'actualisée', reelle: 'réelle' } as const;

function releve(autres: readonly RolePhotographie[]): string {
  const phrases = autres.flatMap(({ statut, personne, du }) => {
    if (statut === 'attend') return [`${personne} attend la validation de la Caf`];
    if (statut === 'a-venir') return [`${personne} prend ce rôle le ${dateEnLettres(du)}`];
    return statut === 'suspendu' ? [`${personne} est suspendu`] : [];
  });
  return phrases.length > 0 ? ` ; ${phrases.join(', ')}` : '';
}

/** A campaign that closes: what was begun in it waits. */
function campagneFermee(avant: Photo, apres: Photo): Effet[] {
  if (avant.campagnes.length <= apres.campagnes.length) return [];
  const commencees = avant.declarations.filter(({ etat }) => CHEZ_LE_PARTENAIRE.has(etat));
  if (commencees.length === 0) return [];
  return [
    {
      cle: 'campagne',
      grave: true,
      titre: `${un(commencees.length, 'déclaration commencée n’est pas transmise', 'déclarations commencées ne sont pas transmises')} : ce qui est saisi est conservé.`,
      elements: commencees.map(({ nom, etat }) => `${nom} (${LIBELLES_ETAT[etat].toLowerCase()})`),
    },
  ];
}

function actesFermes(avant: Photo, apres: Photo): Effet[] {
  const fermes = ACTES_DU_PARTENAIRE.flatMap((acte) =>
    acte in avant.fermetures
      ? []
      : [apres.fermetures[acte]]
          .filter((raison) => raison !== undefined)
          .map((raison) => [acte, raison] as const),
  );
  if (fermes.length === 0) return [];
  const concernes = new Set(avant.roles.filter(tient).map(({ personne }) => personne));
  return [
    {
      cle: 'actes',
      grave: true,
      titre: `L’organisme ne pourra plus faire ${un(fermes.length, 'chose', 'choses')} :`,
      elements: fermes.map(([acte, raison]) => `${ACTES[acte]}. ${raison}`.trim()),
    },
    ...(concernes.size === 0
      ? []
      : [
          {
            cle: 'personnes',
            grave: false,
            titre: `${un(concernes.size, 'personne exerce', 'personnes exercent')} un rôle ainsi arrêté.`,
            elements: [...concernes].map(
              (nom) =>
                `${nom} : ${avant.roles
                  .filter((role) => role.personne === nom && tient(role))
                  .map(({ role, ou }) => `${LIBELLES_ROLES[role].replaceAll("'", '’')}, ${ou}`)
                  .join(' ; ')}`,
            ),
          },
        ]),
  ];
}

/** What a declaration still waits for from the partner, and who may give it. */
function manqueA(
  { etat, activiteTerminee, financesTerminees, equipementId }: DeclarationPhotographiee,
  photo: Photo,
): string[] {
  const enSaisie = etat !== 'a-approuver';
  const peut = (role: RoleAfas, acte: 'saisir' | 'transmettre') =>
    !photo.fermetures[acte] &&
    photo.roles.some((un) => tient(un) && un.role === role && un.equipementId === equipementId);
  return [
    ...(enSaisie && !activiteTerminee && !peut('FOURNISSEUR_ACTIVITE', 'saisir')
      ? ['les données d’activité']
      : []),
    ...(enSaisie && !financesTerminees && !peut('FOURNISSEUR_FINANCIER', 'saisir')
      ? ['les données financières']
      : []),
    ...(peut('APPROBATEUR', 'transmettre') ? [] : ['la transmission']),
  ];
}

/** Drafts that somebody could carry on, and nobody can any more. */
function declarationsArretees(avant: Photo, apres: Photo): Effet[] {
  const ensuite = parCle(apres.declarations);
  const elements = avant.declarations.flatMap((declaration) => {
    const apresActe = ensuite.get(declaration.cle);
    if (!apresActe || !CHEZ_LE_PARTENAIRE.has(declaration.etat)) return [];
    const deja = manqueA(declaration, avant);
    const manque = manqueA(apresActe, apres).filter((quoi) => !deja.includes(quoi));
    return manque.length > 0
      ? [
          `${declaration.nom} (${LIBELLES_ETAT[declaration.etat].toLowerCase()}) : plus personne pour ${manque.join(', ')}`,
        ]
      : [];
  });
  return elements.length > 0
    ? [
        {
          cle: 'declarations',
          grave: true,
          titre: `${un(elements.length, 'déclaration commencée s’arrête', 'déclarations commencées s’arrêtent')}, ce qui est saisi est conservé :`,
          elements,
        },
      ]
    : [];
}

function declarationsDeplacees(avant: Photo, apres: Photo): Effet[] {
  const ensuite = parCle(apres.declarations);
  const elements = avant.declarations.flatMap(({ cle, nom, etat }) => {
    const nouvel = ensuite.get(cle)?.etat;
    return nouvel && nouvel !== etat
      ? [`${nom} : « ${LIBELLES_ETAT[etat]} » devient « ${LIBELLES_ETAT[nouvel]} »`]
      : [];
  });
  return elements.length > 0
    ? [
        {
          cle: 'etats',
          grave: false,
          titre: `${un(elements.length, 'déclaration change', 'déclarations changent')} d’état.`,
          elements,
        },
      ]
    : [];
}

function rolesPerdus(avant: Photo, apres: Photo): Effet[] {
  const ensuite = parCle(apres.roles);
  const touches = perdusOuRetenus(avant, apres);
  const suspendus = touches.filter(({ cle }) => ensuite.get(cle)?.statut === 'suspendu');
  const demandes = touches.filter(({ statut }) => statut === 'attend');
  const finis = touches.filter((role) => !suspendus.includes(role) && !demandes.includes(role));
  const dits = (roles: readonly RolePhotographie[]) =>
    roles.map((role) => ({ cle: role.cle, nom: roleDe(role) }));
  return [
    ...nommes('roles', dits(finis), ['rôle prend fin', 'rôles prennent fin']),
    ...nommes('suspendus', dits(suspendus), [
      'rôle est suspendu : il n’ouvre plus rien et garde sa place',
      'rôles sont suspendus : ils n’ouvrent plus rien et gardent leur place',
    ]),
    ...nommes('demandes', dits(demandes), [
      'demande de rôle est close sans être accordée',
      'demandes de rôle sont closes sans être accordées',
    ]),
  ];
}

function rolesGagnes(avant: Photo, apres: Photo): Effet[] {
  const tenus = new Set(avant.roles.filter(tient).map(({ cle }) => cle));
  const gagnes = apres.roles.filter((role) => tient(role) && !tenus.has(role.cle));
  return nommes(
    'gagnes',
    gagnes.map((role) => ({ cle: role.cle, nom: roleDe(role) })),
    ['rôle s’ouvre', 'rôles s’ouvrent'],
  );
}

function sansAdministrateur(avant: Photo, apres: Photo): Effet[] {
  if (avant.administrateurs.length === 0 || apres.administrateurs.length > 0) return [];
  return [
    {
      cle: 'administrateur',
      grave: true,
      titre:
        'L’organisme n’a plus d’administrateur partenaire : plus personne ne pourra y créer un utilisateur ni nommer un responsable habilitations.',
      elements: [],
    },
  ];
}

function formulairesDecides(avant: Photo, apres: Photo): Effet[] {
  const ensuite = parCle(apres.formulaires);
  return avant.formulaires.flatMap(({ cle, etat }): Effet[] => {
    const apresActe = ensuite.get(cle);
    if (!apresActe || apresActe.etat === etat) return [];
    if (apresActe.etat === 'eligible')
      return [{ cle: 'eligibilite', grave: false, titre: 'L’organisme est déclaré éligible.', elements: [] }];
    return apresActe.etat === 'non-eligible'
      ? [
          {
            cle: 'eligibilite',
            grave: true,
            titre: 'L’organisme est déclaré non éligible : aucune convention ne peut être préparée.',
            elements: apresActe.nom === '' ? [] : [apresActe.nom],
          },
        ]
      : [];
  });
}

function agentsPerdus(avant: Photo, apres: Photo): Effet[] {
  const partis = avant.agents.filter(({ cle }) => !parCle(apres.agents).has(cle));
  if (partis.length === 0) return [];
  const sansResponsable =
    partis.some(({ profil }) => profil === 'responsable') &&
    !apres.agents.some(({ profil }) => profil === 'responsable');
  return [
    ...(sansResponsable
      ? [
          {
            cle: 'responsable',
            grave: true,
            titre:
              'Votre Caf n’a plus de responsable : plus personne ne pourra y créer ni clôturer un agent.',
            elements: [],
          },
        ]
      : []),
    ...(apres.agents.length === 0
      ? [
          {
            cle: 'caf',
            grave: true,
            titre: 'Plus aucun agent ne pourra traiter ce que les partenaires transmettent à votre Caf.',
            elements: [],
          },
        ]
      : []),
    ...nommes(
      'agents',
      partis.map(({ cle, nom, profil }) => ({ cle, nom: `${nom}, ${PROFILS[profil]}` })),
      ['accès à l’espace de gestion se ferme', 'accès à l’espace de gestion se ferment'],
    ),
  ];
}
