import { compter } from '#src/kernel/francais.ts';
import {
  EtatVide,
  Icone,
  erreurDe,
  listeDe,
  texteDe,
  type Option,
  type Saisie,
} from '#src/portal/composants/index.ts';

const DES_ACTIVITES = {
  nom: 'equipements',
  titre: 'Activités',
  toutes: 'Sélectionner toutes les activités',
  singulier: 'activité sélectionnée',
  pluriel: 'activités sélectionnées',
  obligatoire: 'La sélection d’au moins une activité est obligatoire.',
  vide: 'Aucune activité ne répond à ces filtres.',
};
const DES_LIEUX = {
  nom: 'lieux',
  titre: 'Lieux d’implantation',
  toutes: 'Sélectionner tous les lieux d’implantation',
  singulier: 'lieu d’implantation sélectionné',
  pluriel: 'lieux d’implantation sélectionnés',
  obligatoire: 'La sélection d’au moins un lieu d’implantation est obligatoire.',
  vide: 'Aucun lieu d’implantation ne répond à ces filtres.',
};

type PropsSelection = Readonly<{ saisie: Saisie; choix: readonly Option[]; surLieux: boolean }>;

/** What the role is given on: one box for each activity or lieu shown, and one for all. */
export function Selection({ saisie, choix, surLieux }: PropsSelection) {
  const mots = surLieux ? DES_LIEUX : DES_ACTIVITES;
  const { nom } = mots;
  const erreur = erreurDe(saisie, nom);
  if (choix.length === 0)
    return (
      <div id="selection">
        <EtatVide titre={mots.vide}>Élargissez le choix de l’activité, de son type ou de sa nature.</EtatVide>
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
      <Cases saisie={saisie} choix={choix} mots={mots} enErreur={erreur !== undefined} />
    </fieldset>
  );
}

function Cases({
  saisie,
  choix,
  mots,
  enErreur,
}: Omit<PropsSelection, 'surLieux'> & Readonly<{ mots: typeof DES_LIEUX; enErreur: boolean }>) {
  const { nom } = mots;
  const cochees = listeDe(saisie, nom);
  const nombre = choix.filter((un) => cochees.includes(un.valeur)).length;
  return (
    <>
      <div className="selection-entete">
        <div className="choix__un" id={nom} tabIndex={enErreur ? -1 : undefined}>
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
    </>
  );
}
