import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { dateFr } from '#src/kernel/francais.ts';
import type { DescripteurChamp } from '#admin/definition/types/champ.ts';
import type { RessourceJson } from '#admin/definition/types/page.ts';
import { SelecteurReference } from '#admin/ecrans/formulaire/reference.tsx';
import { Icone } from '#admin/ui/icones.tsx';

const DU = '~~from';
const AU = '~~to';

function bornes({ genre }: DescripteurChamp): readonly string[] {
  return genre === 'date' ||
    genre === 'instant' ||
    genre === 'entier' ||
    genre === 'decimal' ||
    genre === 'euro' ||
    genre === 'etp'
    ? [DU, AU]
    : [''];
}

function champsDeRequete(filtres: readonly DescripteurChamp[]): string[] {
  return filtres.flatMap((filtre) => bornes(filtre).map((borne) => `filters.${filtre.nom}${borne}`));
}

/** Search box and filters of a list; they live in the address, so that a list can be kept and shared. */
export function Filtres({
  ressource,
  parametres,
  modifier,
  remplacer,
}: {
  ressource: RessourceJson;
  parametres: URLSearchParams;
  modifier: (changements: Readonly<Record<string, string>>) => void;
  remplacer: (parametres: URLSearchParams) => void;
}) {
  const { filtres, recherche } = ressource;
  const noms = champsDeRequete(filtres);
  const actifs = noms.filter((nom) => parametres.has(nom));
  const [ouvert, setOuvert] = useState(actifs.length > 0);
  const [remise, setRemise] = useState(0);
  const panneau = useId();
  const formulaire = useRef<HTMLFormElement>(null);
  // The address may change by itself (back, a filter taken off): the fields follow, without the form being
  // made anew under the focus.
  useEffect(() => {
    for (const nom of ['q', ...noms]) {
      const controle = formulaire.current?.elements.namedItem(nom);
      if (
        (controle instanceof HTMLInputElement && controle.type !== 'hidden') ||
        controle instanceof HTMLSelectElement
      )
        controle.value = parametres.get(nom) ?? '';
    }
  }, [parametres.toString(), remise]);
  if (filtres.length === 0 && !recherche) return null;

  const chercher = (evenement: FormEvent<HTMLFormElement>) => {
    evenement.preventDefault();
    const saisie = new FormData(evenement.currentTarget);
    modifier(Object.fromEntries(['q', ...noms].map((nom) => [nom, String(saisie.get(nom) ?? '').trim()])));
  };
  const reinitialiser = () => {
    const suivants = new URLSearchParams();
    for (const nom of ['sortBy', 'direction', 'perPage']) {
      const valeur = parametres.get(nom);
      if (valeur) suivants.set(nom, valeur);
    }
    remplacer(suivants);
    setRemise(remise + 1);
  };

  return (
    <form role="search" className="filtres" onSubmit={chercher} ref={formulaire} noValidate>
      <div className="filtres-ligne">
        {recherche && (
          <div className="recherche">
            <label htmlFor={`${panneau}-q`} className="lecteur">
              {recherche}
            </label>
            <Icone nom="recherche" />
            <input
              id={`${panneau}-q`}
              type="search"
              name="q"
              placeholder={recherche}
              defaultValue={parametres.get('q') ?? ''}
              maxLength={100}
            />
          </div>
        )}
        {filtres.length > 0 && (
          <button
            type="button"
            className="bouton"
            aria-expanded={ouvert}
            aria-controls={panneau}
            onClick={() => setOuvert(!ouvert)}
          >
            <Icone nom="filtre" />
            {actifs.length > 0 ? `Filtres (${actifs.length})` : 'Filtres'}
          </button>
        )}
        {recherche && !ouvert && (
          <button type="submit" className="bouton bouton--principal">
            Rechercher
          </button>
        )}
        {(actifs.length > 0 || parametres.has('q')) && !ouvert && (
          <button type="button" className="bouton bouton--discret" onClick={reinitialiser}>
            Réinitialiser
          </button>
        )}
      </div>
      <div id={panneau} className="filtres-panneau" hidden={!ouvert}>
        {filtres.map((filtre) => (
          <Filtre key={`${filtre.nom}-${remise}`} filtre={filtre} parametres={parametres} />
        ))}
        <div className="filtres-actions">
          <button type="button" className="bouton" onClick={reinitialiser}>
            Réinitialiser
          </button>
          <button type="submit" className="bouton bouton--principal">
            Rechercher
          </button>
        </div>
      </div>
      {!ouvert && actifs.length > 0 && (
        <ul className="filtres-actifs" aria-label="Filtres appliqués">
          {actifs.map((nom) => (
            <li key={nom}>
              <button type="button" className="puce" onClick={() => modifier({ [nom]: '' })}>
                {resume(nom, parametres.get(nom) ?? '', filtres)}
                <Icone nom="fermer" />
                <span className="lecteur">Retirer ce filtre</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

function resume(nom: string, valeur: string, filtres: readonly DescripteurChamp[]): string {
  const filtre = filtres.find(
    (candidat) =>
      nom.startsWith(`filters.${candidat.nom}`) &&
      bornes(candidat).some((borne) => nom.endsWith(candidat.nom + borne)),
  );
  if (!filtre) return valeur;
  const borne = nom.endsWith(DU) ? ' à partir de' : nom.endsWith(AU) ? ' jusqu’à' : ' :';
  const oui = filtre.genre === 'booleen' ? (valeur === 'true' ? 'Oui' : 'Non') : undefined;
  const texte =
    filtre.options?.find((option) => option.valeur === valeur)?.libelle ??
    oui ??
    (filtre.genre === 'reference' ? 'sélection' : dateFr(valeur));
  return `${filtre.libelle}${borne} ${texte}`;
}

function Filtre({ filtre, parametres }: { filtre: DescripteurChamp; parametres: URLSearchParams }) {
  const id = useId();
  const { nom, libelle, genre, options } = filtre;
  const lu = (borne = '') => parametres.get(`filters.${nom}${borne}`) ?? '';
  const choix =
    genre === 'booleen'
      ? [
          { valeur: 'true', libelle: 'Oui' },
          { valeur: 'false', libelle: 'Non' },
        ]
      : options;
  if (choix) {
    return (
      <div className="champ">
        <label htmlFor={id}>{libelle}</label>
        <select id={id} name={`filters.${nom}`} defaultValue={lu()}>
          <option value="">Tous</option>
          {choix.map((option) => (
            <option key={option.valeur} value={option.valeur}>
              {option.libelle}
            </option>
          ))}
        </select>
      </div>
    );
  }
  if (genre === 'reference' && filtre.ressource) {
    return (
      <div className="champ">
        <label htmlFor={id}>{libelle}</label>
        <SelecteurReference id={id} nom={`filters.${nom}`} ressource={filtre.ressource} valeur={lu()} />
      </div>
    );
  }
  if (bornes(filtre).length === 2) {
    const type = genre === 'date' || genre === 'instant' ? 'date' : 'text';
    const [mot1, mot2] = type === 'date' ? ['du', 'au'] : ['de', 'à'];
    return (
      <fieldset className="champ champ--bornes">
        <legend>{libelle}</legend>
        <label htmlFor={`${id}-1`}>{mot1}</label>
        <input
          id={`${id}-1`}
          type={type}
          name={`filters.${nom}${DU}`}
          defaultValue={lu(DU)}
          aria-label={`${libelle}, ${mot1}`}
        />
        <label htmlFor={`${id}-2`}>{mot2}</label>
        <input
          id={`${id}-2`}
          type={type}
          name={`filters.${nom}${AU}`}
          defaultValue={lu(AU)}
          aria-label={`${libelle}, ${mot2}`}
        />
      </fieldset>
    );
  }
  return (
    <div className="champ">
      <label htmlFor={id}>{libelle}</label>
      <input id={id} type="text" name={`filters.${nom}`} defaultValue={lu()} maxLength={100} />
    </div>
  );
}
