import { useId } from 'react';

/** A text field with its help and its error, tied together. */
export function ChampDAtelier({
  libelle,
  valeur,
  changer,
  aide,
  erreur,
  obligatoire,
  long,
  unite,
  liste,
}: {
  libelle: string;
  valeur: string;
  changer: (valeur: string) => void;
  aide?: string;
  erreur?: string | undefined;
  obligatoire?: boolean;
  long?: boolean;
  unite?: string;
  liste?: readonly { readonly valeur: string; readonly libelle: string }[];
}) {
  const id = useId();
  const communs = {
    id,
    value: valeur,
    autoComplete: 'off',
    'aria-invalid': erreur ? true : undefined,
    'aria-required': obligatoire || undefined,
    'aria-describedby':
      [aide && `${id}-aide`, erreur && `${id}-erreur`].filter(Boolean).join(' ') || undefined,
    onChange: (evenement: { target: { value: string } }) => changer(evenement.target.value),
  };
  const controle = liste ? (
    <select {...communs}>
      {liste.map((option) => (
        <option key={option.valeur} value={option.valeur}>
          {option.libelle}
        </option>
      ))}
    </select>
  ) : long ? (
    <textarea {...communs} rows={3} />
  ) : (
    <input type="text" {...communs} />
  );
  return (
    <div className={`champ${erreur ? ' champ--erreur' : ''}`}>
      <label htmlFor={id}>
        {libelle}
        {obligatoire && (
          <span className="obligatoire" aria-hidden="true">
            {' '}
            *
          </span>
        )}
      </label>
      {unite ? (
        <span className="avec-unite">
          {controle}
          <span aria-hidden="true">{unite}</span>
        </span>
      ) : (
        controle
      )}
      {aide && (
        <p id={`${id}-aide`} className="champ-aide">
          {aide}
        </p>
      )}
      {erreur && (
        <p id={`${id}-erreur`} className="champ-erreur">
          {erreur}
        </p>
      )}
    </div>
  );
}
