import {
  BoutonDActe,
  ChampRadios,
  ChampSelection,
  EtatVide,
  Etiquette,
  Filtres,
  GrilleChamps,
  IconeDActe,
  LienDActe,
  MentionObligatoire,
  Page,
  Pourquoi,
  Tableau,
  type Acte,
  type Choix,
  type Colonne,
  type ContextePage,
  type Option,
  type TonEtiquette,
} from '#src/portal/composants/index.ts';
import type { EtatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import { compter, dateFr } from '#src/kernel/francais.ts';

export const CHEMIN_HABILITATIONS = '/partenaire/habilitations';

/** One row: a role, and who holds it if anybody does. */
export type LigneDeRole = Readonly<{
  id: string | null;
  /** Code of the role. */
  code: string;
  role: string;
  utilisateur: string;
  du: string;
  au: string | null;
  /** Waits for the Caf: greyed, with « * ». */
  enAttente: boolean;
  /** Said beside the row: « Suspendue par votre Caf », « À venir »… */
  precision?: Readonly<{ texte: string; ton: TonEtiquette }>;
  /** « Mettre fin », or « Affecter ce rôle » where nobody holds it; null where there is nothing to do. */
  acte: Acte | null;
}>;

export type GroupeDActivite = Readonly<{
  id: string;
  activite: string;
  lieu: string | null;
  lignes: readonly LigneDeRole[] /** « Approbateur : 1 place sur 1 ». */;
  places: readonly string[];
}>;

export type FiltresHabilitations = Readonly<{
  partenaire: string;
  utilisateur: string;
  role: string;
  activite: string;
  type: string;
  nature: string;
  etat: EtatAffiche;
  lieux: 'oui' | 'non';
}>;

export type OptionsHabilitations = Readonly<{
  partenaires: readonly Option[];
  utilisateurs: readonly Option[];
  roles: readonly Option[];
  activites: readonly Option[];
  types: readonly Option[];
  natures: readonly Option[];
}>;

const ETATS: readonly Choix[] = [
  {
    valeur: 'actif',
    libelle: 'Actif',
    indice: "En vigueur aujourd'hui. Les demandes qui attendent la Caf y figurent grisées, marquées *.",
  },
  { valeur: 'historique', libelle: 'Historique', indice: 'Terminées, refusées par la Caf ou retirées.' },
  {
    valeur: 'inactif',
    libelle: 'Inactif',
    indice: "Enregistrées mais sans effet aujourd'hui : en attente de la Caf, suspendues ou à venir.",
  },
  {
    valeur: 'non-attribue',
    libelle: 'Non attribué',
    indice: "Rôles que personne ne tient ni n'attend : ce qui manque.",
  },
];

type PropsListe = Readonly<{
  contexte: ContextePage;
  filtres: FiltresHabilitations;
  options: OptionsHabilitations;
  groupes: readonly GroupeDActivite[];
  affectation: Acte;
}>;

/** « Habilitations d'action sociale »: the source's filters, results by activity, a row per role. */
export function PageHabilitations({ contexte, filtres, options, groupes, affectation }: PropsListe) {
  const attente = groupes.some((groupe) => groupe.lignes.some((ligne) => ligne.enAttente));
  return (
    <Page
      contexte={contexte}
      titre="Habilitations d'action sociale"
      fil={[{ libelle: 'Administration des profils' }, { libelle: "Habilitations d'action sociale" }]}
      chapeau={
        <>
          <p>
            Vous trouverez dans cette liste les habilitations de vos activités et de vos lieux d'implantation.
          </p>
          <p>
            Vous pouvez également obtenir la liste des activités et des lieux d'implantation pour lesquels des
            habilitations sont manquantes en utilisant le critère état « Non attribué ».
          </p>
        </>
      }
    >
      <Filtres
        action={CHEMIN_HABILITATIONS}
        titre="Rechercher des habilitations"
        mention={
          <MentionObligatoire>
            Tous les champs marqués d'un astérisque (*) sont obligatoires pour la recherche d'habilitations.
          </MentionObligatoire>
        }
      >
        <GrilleChamps colonnes={3}>
          <ChampSelection
            nom="partenaire"
            libelle="Partenaire"
            valeur={filtres.partenaire}
            options={options.partenaires}
            vide={null}
          />
          <ChampSelection
            nom="utilisateur"
            libelle="Utilisateur"
            valeur={filtres.utilisateur}
            options={options.utilisateurs}
          />
          <ChampSelection nom="role" libelle="Rôle" valeur={filtres.role} options={options.roles} />
          <ChampSelection
            nom="activite"
            libelle="Activité"
            valeur={filtres.activite}
            options={options.activites}
          />
          <ChampSelection
            nom="type"
            libelle="Type d'activité"
            valeur={filtres.type}
            options={options.types}
          />
          <ChampSelection
            nom="nature"
            libelle="Nature d'activité"
            valeur={filtres.nature}
            options={options.natures}
          />
        </GrilleChamps>
        <div className="segments">
          <ChampRadios
            nom="etat"
            libelle="État de l'habilitation"
            requis
            valeur={filtres.etat}
            choix={ETATS}
          />
        </div>
        <ChampRadios
          nom="lieux"
          libelle="Lieux d'implantation"
          valeur={filtres.lieux}
          enLigne
          choix={[
            { valeur: 'oui', libelle: 'Oui' },
            { valeur: 'non', libelle: 'Non' },
          ]}
          indice="Oui : les habilitations données sur un lieu. Non : celles données sur l'activité entière."
        />
      </Filtres>
      <Resultats groupes={groupes} etat={filtres.etat} />
      {attente && (
        <p className="legende-tableau" id="legende-attente">
          (*) En attente de validation par votre CAF.
        </p>
      )}
      <div className="actions">
        <Pourquoi groupe="affectation" actes={[affectation]} />
        <BoutonDActe acte={affectation} groupe="affectation" icone="plus" />
      </div>
    </Page>
  );
}

function Resultats({ groupes, etat }: Readonly<{ groupes: readonly GroupeDActivite[]; etat: EtatAffiche }>) {
  if (groupes.length === 0) {
    return etat === 'non-attribue' ? (
      <EtatVide icone="succes" titre="Aucune habilitation ne manque.">
        Chaque rôle de vos activités est tenu, ou attend la validation de votre Caf.
      </EtatVide>
    ) : (
      <EtatVide titre="Aucune habilitation ne répond à ces critères.">
        Élargissez la recherche ou réinitialisez les filtres.
      </EtatVide>
    );
  }
  return (
    <div className="habilitations">
      <h2 className="hors-ecran">
        Résultats : {compter(groupes.length, 'activité ou lieu', 'activités ou lieux')}
      </h2>
      {groupes.map((groupe) => (
        <Groupe key={groupe.id} groupe={groupe} etat={etat} />
      ))}
    </div>
  );
}

function Groupe({ groupe, etat }: Readonly<{ groupe: GroupeDActivite; etat: EtatAffiche }>) {
  const titre = (
    <>
      Activité : {groupe.activite}
      {groupe.lieu && <span className="activite__lieu">Lieu d'implantation : {groupe.lieu}</span>}
    </>
  );
  const colonnes = etat === 'non-attribue' ? [COLONNE_ROLE, colonneManque(groupe)] : COLONNES;
  return (
    <>
      <Tableau
        legende={<span className="activite__titre">{titre}</span>}
        colonnes={colonnes}
        lignes={groupe.lignes}
        cle={(ligne) => `${ligne.role}-${ligne.id ?? 'vide'}`}
        classeLigne={(ligne) => (ligne.enAttente ? 'tableau__grise' : undefined)}
      />
      {groupe.places.length > 0 && (
        <p className="petit discret">
          Places prises aujourd'hui, demandes en attente comprises. {groupe.places.join(' ; ')}.
        </p>
      )}
    </>
  );
}

const COLONNE_ROLE: Colonne<LigneDeRole> = {
  cle: 'role',
  titre: 'Rôle',
  enteteLigne: true,
  rendu: (ligne) => ligne.role,
};

const COLONNES: readonly Colonne<LigneDeRole>[] = [
  COLONNE_ROLE,
  {
    cle: 'utilisateur',
    titre: 'Utilisateur',
    rendu: (ligne) => (
      <>
        {ligne.utilisateur}
        {ligne.precision && (
          <span className="precision">
            <Etiquette ton={ligne.precision.ton}>{ligne.precision.texte}</Etiquette>
          </span>
        )}
      </>
    ),
  },
  {
    cle: 'debut',
    titre: "Début d'habilitation",
    rendu: (ligne) => (
      <>
        {dateFr(ligne.du)}
        {ligne.enAttente && (
          <span aria-describedby="legende-attente">
            *<span className="hors-ecran"> (en attente de validation par votre CAF)</span>
          </span>
        )}
      </>
    ),
  },
  { cle: 'fin', titre: "Fin d'habilitation", rendu: (ligne) => dateFr(ligne.au) },
  {
    cle: 'action',
    titre: 'Action',
    rendu: (ligne) =>
      ligne.id &&
      ligne.acte && (
        <div className="cellule-actions">
          <IconeDActe
            acte={ligne.acte}
            groupe={ligne.id}
            icone="fermer"
            danger
            sur={`${ligne.role} de ${ligne.utilisateur}`}
          />
          <Pourquoi
            groupe={ligne.id}
            actes={[ligne.acte]}
            complement={`${ligne.acte.libelle} ${ligne.role} de ${ligne.utilisateur}`}
          />
        </div>
      ),
  },
];

function colonneManque(groupe: GroupeDActivite): Colonne<LigneDeRole> {
  return {
    cle: 'manque',
    titre: 'Situation',
    rendu: (ligne) => (
      <div className="cellule-actions">
        <Etiquette ton="attente">Non attribué</Etiquette>
        {ligne.acte && (
          <LienDActe
            acte={ligne.acte}
            groupe={groupe.id}
            complement={`: ${ligne.role}, ${groupe.activite}`}
          />
        )}
        {ligne.acte && (
          <Pourquoi
            groupe={groupe.id}
            actes={[ligne.acte]}
            complement={`${ligne.acte.libelle} : ${ligne.role}, ${groupe.activite}`}
          />
        )}
      </div>
    ),
  };
}
