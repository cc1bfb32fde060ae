import {
  BoutonDActe,
  ChampRadios,
  ChampSelection,
  Filtres,
  GrilleChamps,
  MentionObligatoire,
  Page,
  Pourquoi,
  type Acte,
  type Choix,
  type ContextePage,
} from '#src/portal/composants/index.ts';
import type { EtatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import { CHEMIN_HABILITATIONS } from '#src/portal/habilitations/chemin.ts';
import { Resultats, type GroupeDActivite } from '#src/portal/habilitations/liste/resultats.tsx';
import type { OptionsHabilitations } from '#src/portal/habilitations/options.ts';

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

const ETATS: readonly Choix[] = [
  {
    valeur: 'actif',
    libelle: 'Actif',
    indice: 'En vigueur aujourd’hui. Les demandes qui attendent la Caf y figurent grisées, marquées *.',
  },
  { valeur: 'historique', libelle: 'Historique', indice: 'Terminées, refusées par la Caf ou retirées.' },
  {
    valeur: 'inactif',
    libelle: 'Inactif',
    indice: 'Enregistrées mais sans effet aujourd’hui : en attente de la Caf, suspendues ou à venir.',
  },
  {
    valeur: 'non-attribue',
    libelle: 'Non attribué',
    indice: 'Rôles que personne ne tient ni n’attend : ce qui manque.',
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
      titre="Habilitations d’action sociale"
      fil={[{ libelle: 'Administration des profils' }, { libelle: 'Habilitations d’action sociale' }]}
      chapeau={
        <>
          <p>
            Vous trouverez dans cette liste les habilitations de vos activités et de vos lieux d’implantation.
          </p>
          <p>
            Vous pouvez également obtenir la liste des activités et des lieux d’implantation pour lesquels des
            habilitations sont manquantes en utilisant le critère état « Non attribué ».
          </p>
        </>
      }
    >
      <Criteres filtres={filtres} options={options} />
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

function Criteres({ filtres, options }: Pick<PropsListe, 'filtres' | 'options'>) {
  return (
    <Filtres
      action={CHEMIN_HABILITATIONS}
      titre="Rechercher des habilitations"
      mention={
        <MentionObligatoire>
          Tous les champs marqués d’un astérisque (*) sont obligatoires pour la recherche d’habilitations.
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
        <ChampSelection nom="type" libelle="Type d’activité" valeur={filtres.type} options={options.types} />
        <ChampSelection
          nom="nature"
          libelle="Nature d’activité"
          valeur={filtres.nature}
          options={options.natures}
        />
      </GrilleChamps>
      <div className="segments">
        <ChampRadios nom="etat" libelle="État de l’habilitation" requis valeur={filtres.etat} choix={ETATS} />
      </div>
      <ChampRadios
        nom="lieux"
        libelle="Lieux d’implantation"
        valeur={filtres.lieux}
        enLigne
        choix={[
          { valeur: 'oui', libelle: 'Oui' },
          { valeur: 'non', libelle: 'Non' },
        ]}
        indice="Oui : les habilitations données sur un lieu. Non : celles données sur l’activité entière."
      />
    </Filtres>
  );
}
