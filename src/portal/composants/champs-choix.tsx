import type { ReactNode } from 'react';
import {
  Asterisque,
  attributs,
  Enveloppe,
  idChamp,
  ids,
  Infobulle,
  nomDit,
  type PropsChamp,
} from '#src/portal/composants/champ.tsx';
import { Icone } from '#src/portal/composants/icones.tsx';
import { joindre } from '#src/portal/composants/joindre.ts';

export type Option = Readonly<{ valeur: string; libelle: string; desactive?: boolean }>;
/** Options under a common title. */
export type GroupeOptions = Readonly<{ groupe: string; options: readonly Option[] }>;

type PropsSelection = PropsChamp &
  Readonly<{
    valeur?: string;
    options: readonly (Option | GroupeOptions)[];
    /** Text of the empty choice; '' shows a blank one, `null` none. */
    vide?: string | null;
  }>;

export function ChampSelection(props: PropsSelection) {
  const { valeur, options, vide = '' } = props;
  return (
    <Enveloppe props={props}>
      <select {...attributs(props)} className="saisie saisie--selection" defaultValue={valeur ?? ''}>
        {vide !== null && <option value="">{vide}</option>}
        {options.map((option) =>
          'groupe' in option ? (
            <optgroup key={option.groupe} label={option.groupe}>
              {option.options.map(uneOption)}
            </optgroup>
          ) : (
            uneOption(option)
          ),
        )}
      </select>
    </Enveloppe>
  );
}

function uneOption(option: Option) {
  return (
    <option key={option.valeur} value={option.valeur} disabled={option.desactive}>
      {option.libelle}
    </option>
  );
}

/** One choice of a group, with what it means. */
export type Choix = Readonly<{ valeur: string; libelle: ReactNode; indice?: ReactNode; desactive?: boolean }>;

export function ChampRadios(
  props: PropsChamp & Readonly<{ valeur?: string; choix: readonly Choix[]; enLigne?: boolean }>,
) {
  return (
    <GroupeDeChoix
      props={props}
      type="radio"
      choix={props.choix}
      coches={props.valeur === undefined ? [] : [props.valeur]}
      enLigne={props.enLigne}
    />
  );
}

export function ChampCases(
  props: PropsChamp & Readonly<{ valeurs?: readonly string[]; choix: readonly Choix[]; enLigne?: boolean }>,
) {
  return (
    <GroupeDeChoix
      props={props}
      type="checkbox"
      choix={props.choix}
      coches={props.valeurs ?? []}
      enLigne={props.enLigne}
    />
  );
}

type PropsGroupe = Readonly<{
  props: PropsChamp;
  type: 'radio' | 'checkbox';
  choix: readonly Choix[];
  coches: readonly string[];
  enLigne?: boolean;
}>;

function GroupeDeChoix({ props, type, choix, coches, enLigne }: PropsGroupe) {
  const id = idChamp(props);
  return (
    <Enveloppe props={props} balise="legend">
      <div className={joindre('choix', enLigne && 'choix--en-ligne')}>
        {choix.map((un) => {
          const idChoix = `${id}-${un.valeur}`;
          return (
            <div className="choix__un" key={un.valeur}>
              <input
                type={type}
                id={idChoix}
                name={props.nom}
                value={un.valeur}
                defaultChecked={coches.includes(un.valeur)}
                required={type === 'radio' && props.requis ? true : undefined}
                disabled={props.desactive || un.desactive || undefined}
                aria-describedby={un.indice ? `${idChoix}-indice` : undefined}
              />
              <label htmlFor={idChoix}>{un.libelle}</label>
              {un.indice && (
                <p className="champ__indice" id={`${idChoix}-indice`}>
                  {un.indice}
                </p>
              )}
            </div>
          );
        })}
      </div>
    </Enveloppe>
  );
}

/** A single check box with its own label. */
export function ChampCase(props: PropsChamp & Readonly<{ valeur?: string; coche?: boolean }>) {
  const { id, indice, erreur } = ids(props);
  return (
    <div className={joindre('champ champ--case', props.erreur && 'champ--erreur')}>
      <div className="choix__un">
        <input
          type="checkbox"
          {...attributs(props)}
          value={props.valeur ?? 'oui'}
          defaultChecked={props.coche}
        />
        <label htmlFor={id}>
          {props.libelle}
          {props.requis && <Asterisque />}
        </label>
        {props.infobulle && <Infobulle pour={nomDit(props)}>{props.infobulle}</Infobulle>}
        {props.indice && (
          <p className="champ__indice" id={indice}>
            {props.indice}
          </p>
        )}
      </div>
      {props.erreur && (
        <p className="champ__erreur" id={erreur}>
          <Icone nom="erreur" taille={18} />
          {props.erreur}
        </p>
      )}
    </div>
  );
}
