import type { RoleDeService } from '#src/kernel/roles.ts';
import type { Conseil } from '#src/domain/delegation/habilitation/conseils.ts';
import {
  Actions,
  Bouton,
  ChampCase,
  ChampDate,
  ChampRadios,
  ChampSelection,
  Formulaire,
  GrilleChamps,
  GroupeChamps,
  Icone,
  LienBouton,
  MentionObligatoire,
  Page,
  erreurDe,
  texteDe,
  type ContextePage,
  type Option,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { CHEMIN_HABILITATIONS } from '#src/portal/habilitations/chemin.ts';
import { Conseils, PlacesPrises, Roles } from '#src/portal/habilitations/habiliter/conseils.tsx';
import { Selection } from '#src/portal/habilitations/habiliter/selection.tsx';
import type { OptionsHabilitations } from '#src/portal/habilitations/options.ts';

type PropsHabiliter = Readonly<{
  contexte: ContextePage;
  saisie: Saisie;
  options: OptionsHabilitations;
  /** To whom the source would give the roles. */
  /** What the roles offered are. */
  roles: readonly RoleDeService[];
  conseils: readonly Conseil[];
  /** Places taken and allowed, by activity. */
  places?: readonly string[];
  /** Activities or lieux shown for selection; null until « Afficher » is pressed. */
  selection: readonly Option[] | null;
}>;

const CHEMIN = `${CHEMIN_HABILITATIONS}/habiliter`;

/**
 * « Habiliter un utilisateur »: the source's three steps on one page; « Afficher les activités » asks the
 * server, without writing.
 */
export function PageHabiliter({
  contexte,
  saisie,
  options,
  roles,
  conseils,
  places,
  selection,
}: PropsHabiliter) {
  return (
    <Page
      contexte={contexte}
      titre="Habiliter un utilisateur"
      largeur="etroite"
      enErreur={saisie.erreurs.length > 0}
      fil={[
        { libelle: 'Administration des profils' },
        { libelle: 'Habilitations d’action sociale', href: CHEMIN_HABILITATIONS },
        { libelle: 'Habiliter un utilisateur' },
      ]}
      chapeau={
        <>
          <p>Vous pouvez habiliter un utilisateur pour un rôle :</p>
          <ul>
            <li>sur une ou plusieurs activités</li>
            <li>sur un ou plusieurs lieux d’implantation</li>
          </ul>
        </>
      }
    >
      <Formulaire action={CHEMIN} erreurs={saisie.erreurs}>
        <MentionObligatoire />
        <QuelUtilisateur saisie={saisie} options={options} />
        <QuelRole saisie={saisie} options={options} roles={roles} conseils={conseils} places={places} />
        <QuellePortee saisie={saisie} options={options} selection={selection} />
        <Actions>
          <LienBouton href={CHEMIN_HABILITATIONS} variante="secondaire">
            Annuler
          </LienBouton>
          <Bouton>Valider</Bouton>
        </Actions>
      </Formulaire>
    </Page>
  );
}

function QuelUtilisateur({ saisie, options }: Pick<PropsHabiliter, 'saisie' | 'options'>) {
  return (
    <GroupeChamps titre="Sélectionner l’utilisateur" numero={1}>
      <GrilleChamps>
        <ChampSelection
          nom="partenaire"
          libelle="Pour le partenaire ..."
          requis
          valeur={texteDe(saisie, 'partenaire')}
          options={options.partenaires}
          vide={null}
        />
        <Choix
          saisie={saisie}
          nom="utilisateur"
          libelle="Pour l’utilisateur ..."
          options={options.utilisateurs}
        />
      </GrilleChamps>
    </GroupeChamps>
  );
}

function QuelRole({
  saisie,
  options,
  roles,
  conseils,
  places = [],
}: Pick<PropsHabiliter, 'saisie' | 'options' | 'roles' | 'conseils' | 'places'>) {
  const aValider = roles.flatMap(({ enPhrase, valideParLaCaf }) => (valideParLaCaf ? enPhrase : []));
  return (
    <GroupeChamps titre="Sélectionner le rôle" numero={2}>
      <GrilleChamps>
        <Choix
          saisie={saisie}
          nom="role"
          libelle="Au rôle de ..."
          options={options.roles}
          infobulle={<Roles roles={roles} />}
        />
        <ChampDate
          nom="du"
          libelle="À partir du ..."
          requis
          valeur={texteDe(saisie, 'du')}
          erreur={erreurDe(saisie, 'du')}
        />
      </GrilleChamps>
      <Conseils conseils={conseils} roles={roles} />
      <PlacesPrises places={places} />
      {aValider.length > 0 && (
        <ChampCase
          nom="remplacer"
          libelle="Remplacer le titulaire en place"
          coche={texteDe(saisie, 'remplacer') === 'oui'}
          indice={`Seulement pour le rôle ${aValider.join(' ou ')} : l’habilitation du titulaire en place prend fin quand votre Caf a validé la nouvelle.`}
        />
      )}
    </GroupeChamps>
  );
}

function QuellePortee({
  saisie,
  options,
  selection,
}: Pick<PropsHabiliter, 'saisie' | 'options' | 'selection'>) {
  return (
    <GroupeChamps titre="Sélectionner la portée" numero={3}>
      <GrilleChamps colonnes={3}>
        <ChampSelection
          nom="activite"
          libelle="Activité"
          valeur={texteDe(saisie, 'activite')}
          options={options.activites}
          vide="Toutes"
        />
        <ChampSelection
          nom="type"
          libelle="Type d’activité"
          valeur={texteDe(saisie, 'type')}
          options={options.types}
          vide="Tous"
        />
        <ChampSelection
          nom="nature"
          libelle="Nature d’activité"
          valeur={texteDe(saisie, 'nature')}
          options={options.natures}
          vide="Toutes"
        />
      </GrilleChamps>
      <ChampRadios
        nom="portee"
        libelle="Je souhaite créer des habilitations sur ..."
        enLigne
        valeur={texteDe(saisie, 'portee') || 'activite'}
        erreur={erreurDe(saisie, 'portee')}
        choix={[
          { valeur: 'activite', libelle: 'des activités' },
          { valeur: 'lieu', libelle: 'des lieux d’implantation' },
        ]}
      />
      <div className="action-recherche">
        <Afficher rempli={selection !== null} />
      </div>
      {selection && (
        <Selection saisie={saisie} choix={selection} surLieux={texteDe(saisie, 'portee') === 'lieu'} />
      )}
    </GroupeChamps>
  );
}

function Choix({
  saisie,
  nom,
  libelle,
  options,
  infobulle,
}: Readonly<{
  saisie: Saisie;
  nom: string;
  libelle: string;
  options: readonly Option[];
  infobulle?: React.ReactNode;
}>) {
  return (
    <ChampSelection
      nom={nom}
      libelle={libelle}
      requis
      valeur={texteDe(saisie, nom)}
      erreur={erreurDe(saisie, nom)}
      options={options}
      infobulle={infobulle}
    />
  );
}

/** Same fields, sent by GET to the same page: shows the list, writes nothing, keeps what was chosen. */
function Afficher({ rempli }: { rempli: boolean }) {
  return (
    <>
      <button
        className="bouton bouton--secondaire"
        type="submit"
        formMethod="get"
        formAction={`${CHEMIN}#selection`}
        formNoValidate
        name="afficher"
        value="oui"
      >
        <Icone nom="recherche" />
        Afficher les activités
      </button>
      {rempli && (
        <p className="champ__indice">
          Après un changement de filtre ou de portée, affichez de nouveau la liste.
        </p>
      )}
    </>
  );
}
