import { useId } from 'react';
import type { ChampFormulaire, ValeurSaisie } from '#admin/definition/types/formulaire.ts';
import { SelecteurReference } from '#admin/ecrans/formulaire/reference.tsx';

const TYPES: Readonly<Record<string, string>> = {
  courriel: 'email',
  telephone: 'tel',
  date: 'date',
  lien: 'url',
};
const NUMERIQUES = new Set(['entier', 'annee', 'decimal', 'etp', 'euro']);
const UNITES: Readonly<Record<string, string>> = { euro: '€', etp: 'Etp' };

interface Proprietes {
  readonly champ: ChampFormulaire;
  readonly id: string;
  readonly valeur: ValeurSaisie | undefined;
  readonly libelle?: string;
  readonly erreur?: string;
  readonly changer: (valeur: ValeurSaisie) => void;
}

/**
 * One field of a form described as data: label, help, error beside it, all tied together for a screen reader.
 */
export function ChampDeFormulaire(props: Proprietes) {
  const { champ, id, erreur } = props;
  const aideId = useId();
  const erreurId = useId();
  if (champ.genre === 'cache') return null;
  const decritPar = [champ.aide && aideId, erreur && erreurId].filter(Boolean).join(' ') || undefined;
  const groupe = champ.genre === 'choix-multiple' || enBoutonsRadio(champ);
  const complement = (
    <>
      {champ.aide && (
        <p id={aideId} className="champ-aide">
          {champ.aide}
        </p>
      )}
      {erreur && (
        <p id={erreurId} className="champ-erreur">
          {erreur}
        </p>
      )}
    </>
  );
  const classe = `champ${erreur ? ' champ--erreur' : ''}${champ.genre === 'texte-long' || groupe ? ' champ--large' : ''}`;
  if (groupe) {
    return (
      <fieldset className={classe} id={id} tabIndex={-1} aria-describedby={decritPar}>
        <legend>
          <Etiquette champ={champ} />
        </legend>
        {complement}
        <Cases {...props} />
      </fieldset>
    );
  }
  if (champ.genre === 'booleen') {
    return (
      <div className={`${classe} champ--case`}>
        <input
          id={id}
          type="checkbox"
          checked={props.valeur === true}
          aria-invalid={Boolean(erreur) || undefined}
          aria-describedby={decritPar}
          onChange={(evenement) => props.changer(evenement.target.checked)}
        />
        <label htmlFor={id}>{champ.libelle}</label>
        {complement}
      </div>
    );
  }
  return (
    <div className={classe}>
      <label htmlFor={id}>
        <Etiquette champ={champ} />
      </label>
      <Controle {...props} decritPar={decritPar} />
      {complement}
    </div>
  );
}

/** Few options that each need a line of explanation are radio buttons, the others a list. */
const enBoutonsRadio = ({ genre, options = [] }: ChampFormulaire): boolean =>
  genre === 'choix' && options.length <= 6 && options.some(({ aide }) => aide !== undefined);

function Etiquette({ champ }: { champ: ChampFormulaire }) {
  return (
    <>
      {champ.libelle}
      {champ.obligatoire && (
        <span className="obligatoire" aria-hidden="true">
          {' '}
          *
        </span>
      )}
    </>
  );
}

function Controle({
  champ,
  id,
  valeur,
  libelle,
  erreur,
  changer,
  decritPar,
}: Proprietes & { decritPar: string | undefined }) {
  const texte = typeof valeur === 'string' ? valeur : '';
  const communs = {
    id,
    'aria-invalid': Boolean(erreur) || undefined,
    'aria-describedby': decritPar,
    'aria-required': champ.obligatoire || undefined,
    autoComplete: champ.autocompletion ?? 'off',
  };
  if (champ.genre === 'texte-long') {
    return (
      <textarea
        {...communs}
        rows={5}
        value={texte}
        onChange={(evenement) => changer(evenement.target.value)}
      />
    );
  }
  if (champ.genre === 'choix') {
    return (
      <select {...communs} value={texte} onChange={(evenement) => changer(evenement.target.value)}>
        <option value="">Choisir…</option>
        {champ.options?.map((option) => (
          <option key={option.valeur} value={option.valeur}>
            {option.libelle}
          </option>
        ))}
      </select>
    );
  }
  if (champ.genre === 'reference' && champ.ressource) {
    return (
      <SelecteurReference
        id={id}
        nom={champ.nom}
        ressource={champ.ressource}
        valeur={texte}
        libelle={libelle}
        invalide={Boolean(erreur)}
        decritPar={decritPar}
        obligatoire={champ.obligatoire}
        auChoix={(choix) => changer(choix?.id ?? '')}
      />
    );
  }
  const unite = champ.unite ?? UNITES[champ.genre];
  const saisie = (
    <input
      {...communs}
      type={TYPES[champ.genre] ?? 'text'}
      min={champ.min}
      max={champ.max}
      inputMode={NUMERIQUES.has(champ.genre) ? 'decimal' : undefined}
      className={NUMERIQUES.has(champ.genre) ? 'nombre' : undefined}
      value={texte}
      onChange={(evenement) => changer(evenement.target.value)}
    />
  );
  return unite ? (
    <span className="avec-unite">
      {saisie}
      <span aria-hidden="true">{unite}</span>
    </span>
  ) : (
    saisie
  );
}

function Cases({ champ, id, valeur, changer }: Proprietes) {
  const multiple = champ.genre === 'choix-multiple';
  const options = champ.options ?? [];
  const coches: readonly string[] = Array.isArray(valeur) ? (valeur as readonly string[]) : [];
  const basculer = (code: string) =>
    changer(coches.includes(code) ? coches.filter((autre) => autre !== code) : [...coches, code]);
  return (
    <div className="cases">
      {options.map((option) => (
        <div className="case" key={option.valeur}>
          <input
            type={multiple ? 'checkbox' : 'radio'}
            id={`${id}-${option.valeur}`}
            name={id}
            checked={multiple ? coches.includes(option.valeur) : String(valeur) === option.valeur}
            aria-describedby={option.aide ? `${id}-${option.valeur}-aide` : undefined}
            onChange={() => (multiple ? basculer(option.valeur) : changer(option.valeur))}
          />
          <label htmlFor={`${id}-${option.valeur}`}>{option.libelle}</label>
          {option.aide && (
            <p id={`${id}-${option.valeur}-aide`} className="champ-aide">
              {option.aide}
            </p>
          )}
        </div>
      ))}
    </div>
  );
}
