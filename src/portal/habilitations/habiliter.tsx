import {
  Actions,
  Bouton,
  ChampCase,
  ChampDate,
  ChampRadios,
  ChampSelection,
  EtatVide,
  Formulaire,
  GrilleChamps,
  GroupeChamps,
  Icone,
  LienBouton,
  MentionObligatoire,
  Page,
  erreurDe,
  listeDe,
  texteDe,
  type ContextePage,
  type Option,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { CHEMIN_HABILITATIONS, type OptionsHabilitations } from '#src/portal/habilitations/liste.tsx';
import { compter } from '#src/kernel/francais.ts';
import type { Conseil } from '#src/domain/delegation/habilitation/conseils.ts';
import { LIBELLES_ROLES } from '#src/kernel/roles.ts';

type PropsHabiliter = Readonly<{
  contexte: ContextePage;
  saisie: Saisie;
  options: OptionsHabilitations;
  /** To whom the source would give the roles. */
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
  conseils,
  places = [],
  selection,
}: PropsHabiliter) {
  const surLieux = texteDe(saisie, 'portee') === 'lieu';
  return (
    <Page
      contexte={contexte}
      titre="Habiliter un utilisateur"
      largeur="etroite"
      enErreur={saisie.erreurs.length > 0}
      fil={[
        { libelle: 'Administration des profils' },
        { libelle: "Habilitations d'action sociale", href: CHEMIN_HABILITATIONS },
        { libelle: 'Habiliter un utilisateur' },
      ]}
      chapeau={
        <>
          <p>Vous pouvez habiliter un utilisateur pour un rôle :</p>
          <ul>
            <li>sur une ou plusieurs activités</li>
            <li>sur un ou plusieurs lieux d'implantation</li>
          </ul>
        </>
      }
    >
      <Formulaire action={CHEMIN} erreurs={saisie.erreurs}>
        <MentionObligatoire />
        <GroupeChamps titre="Sélectionner l'utilisateur" numero={1}>
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
              libelle="Pour l'utilisateur ..."
              options={options.utilisateurs}
            />
          </GrilleChamps>
        </GroupeChamps>
        <GroupeChamps titre="Sélectionner le rôle" numero={2}>
          <GrilleChamps>
            <Choix
              saisie={saisie}
              nom="role"
              libelle="Au rôle de ..."
              options={options.roles}
              infobulle={<Roles />}
            />
            <ChampDate
              nom="du"
              libelle="À partir du ..."
              requis
              valeur={texteDe(saisie, 'du')}
              erreur={erreurDe(saisie, 'du')}
            />
          </GrilleChamps>
          <Conseils conseils={conseils} />
          <PlacesPrises places={places} />
          <ChampCase
            nom="remplacer"
            libelle="Remplacer l'approbateur en place"
            coche={texteDe(saisie, 'remplacer') === 'oui'}
            indice="Seulement pour le rôle d'approbateur : l'habilitation de l'approbateur en place prend fin quand votre Caf a validé la nouvelle."
          />
        </GroupeChamps>
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
              libelle="Type d'activité"
              valeur={texteDe(saisie, 'type')}
              options={options.types}
              vide="Tous"
            />
            <ChampSelection
              nom="nature"
              libelle="Nature d'activité"
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
              { valeur: 'lieu', libelle: "des lieux d'implantation" },
            ]}
          />
          <div className="action-recherche">
            <Afficher rempli={selection !== null} />
          </div>
          {selection && <Selection saisie={saisie} choix={selection} surLieux={surLieux} />}
        </GroupeChamps>
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

/** Advice, said once for all the roles: which one will be chosen is not known when the page is made. */
function Conseils({ conseils }: Readonly<{ conseils: readonly Conseil[] }>) {
  if (conseils.length === 0) return null;
  return (
    <div className="champ__indice">
      <ul className="liste-liens">
        {conseils.map(({ role, message }) => (
          <li key={`${role} ${message}`}>
            <strong>{LIBELLES_ROLES[role]}</strong> – Conseil : {message}
          </li>
        ))}
      </ul>
      <p>
        Ce n'est qu'un conseil, et une même personne peut cumuler les rôles. Source :{' '}
        {[...new Set(conseils.map(({ source }) => source))].join(' ; ')}.
      </p>
    </div>
  );
}

/** What is left, before one is refused: the figures are those the quotas rule answers today. */
function PlacesPrises({ places }: Readonly<{ places: readonly string[] }>) {
  if (places.length === 0) return null;
  return (
    <div className="champ__indice">
      <p>Places prises aujourd'hui, demandes en attente comprises :</p>
      <ul className="liste-liens">
        {places.map((place) => (
          <li key={place}>{place}</li>
        ))}
      </ul>
    </div>
  );
}

function Roles() {
  return (
    <dl className="definitions">
      <dt>Fournisseur de données d'activité</dt>
      <dd>Saisit les données relatives à l'activité de votre équipement.</dd>
      <dt>Fournisseur de données financières</dt>
      <dd>Saisit les données financières de votre équipement (budget prévisionnel – compte de résultat).</dd>
      <dt>Approbateur</dt>
      <dd>
        Valide les éléments saisis par les deux précédents profils et transmet ces éléments à la Caf. Votre
        Caf doit d'abord valider son habilitation.
      </dd>
      <dt>Consultant</dt>
      <dd>Consulte les déclarations, sans les modifier.</dd>
    </dl>
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

function Selection({
  saisie,
  choix,
  surLieux,
}: Readonly<{ saisie: Saisie; choix: readonly Option[]; surLieux: boolean }>) {
  const nom = surLieux ? 'lieux' : 'equipements';
  const cochees = listeDe(saisie, nom);
  const nombre = choix.filter((un) => cochees.includes(un.valeur)).length;
  const erreur = erreurDe(saisie, nom);
  const mots = surLieux
    ? {
        titre: "Lieux d'implantation",
        toutes: "Sélectionner tous les lieux d'implantation",
        singulier: "lieu d'implantation sélectionné",
        pluriel: "lieux d'implantation sélectionnés",
        obligatoire: "La sélection d'au moins un lieu d'implantation est obligatoire.",
      }
    : {
        titre: 'Activités',
        toutes: 'Sélectionner toutes les activités',
        singulier: 'activité sélectionnée',
        pluriel: 'activités sélectionnées',
        obligatoire: "La sélection d'au moins une activité est obligatoire.",
      };
  if (choix.length === 0)
    return (
      <div id="selection">
        <EtatVide
          titre={
            surLieux
              ? "Aucun lieu d'implantation ne répond à ces filtres."
              : 'Aucune activité ne répond à ces filtres.'
          }
        >
          Élargissez le choix de l'activité, de son type ou de sa nature.
        </EtatVide>
      </div>
    );
  return (
    <fieldset
      id="selection"
      className={erreur ? 'champ champ--erreur' : 'champ'}
      data-selection=""
      aria-describedby={erreur ? `${nom}-erreur` : undefined}
    >
      <legend className="champ__libelle">{mots.titre}</legend>
      {erreur ? (
        <p className="champ__erreur" id={`${nom}-erreur`}>
          <Icone nom="erreur" taille={18} />
          <span>
            <span className="hors-ecran">Erreur : </span>
            {erreur}
          </span>
        </p>
      ) : (
        <p className="champ__indice">{mots.obligatoire}</p>
      )}
      <div className="selection-entete">
        <div className="choix__un" id={nom} tabIndex={erreur ? -1 : undefined}>
          <input
            type="checkbox"
            id="toutes"
            name="toutes"
            value="oui"
            data-toutes=""
            defaultChecked={texteDe(saisie, 'toutes') === 'oui'}
          />
          <label htmlFor="toutes">{mots.toutes}</label>
        </div>
        <p
          className="selection-compte"
          role="status"
          data-compte=""
          data-singulier={mots.singulier}
          data-pluriel={mots.pluriel}
        >
          {compter(nombre, mots.singulier, mots.pluriel)}
        </p>
      </div>
      <div className="choix cases-defilantes">
        {choix.map((un) => (
          <div className="choix__un" key={un.valeur}>
            <input
              type="checkbox"
              id={`${nom}-${un.valeur}`}
              name={nom}
              value={un.valeur}
              defaultChecked={cochees.includes(un.valeur)}
            />
            <label htmlFor={`${nom}-${un.valeur}`}>{un.libelle}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
