import {
  EtatVide,
  Etiquette,
  IconeDActe,
  LienDActe,
  Pourquoi,
  Tableau,
  type Acte,
  type Colonne,
  type TonEtiquette,
} from '#src/portal/composants/index.ts';
import type { EtatAffiche } from '#src/domain/delegation/habilitation/etats.ts';
import { compter, dateFr } from '#src/kernel/francais.ts';

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

/** What was found, activity by activity. */
export function Resultats({
  groupes,
  etat,
}: Readonly<{ groupes: readonly GroupeDActivite[]; etat: EtatAffiche }>) {
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
      {groupe.lieu && <span className="activite__lieu">Lieu d’implantation : {groupe.lieu}</span>}
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
          Places prises aujourd’hui, demandes en attente comprises. {groupe.places.join(' ; ')}.
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
    titre: 'Début d’habilitation',
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
  { cle: 'fin', titre: 'Fin d’habilitation', rendu: (ligne) => dateFr(ligne.au) },
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
