import type { ReactNode } from 'react';
import { CALENDRIER } from '#src/kernel/saisie/bornes.ts';
import { Icone } from '#src/portal/composants/icones.tsx';
import { joindre } from '#src/portal/format.ts';

/** What every field accepts. */
export type PropsChamp = Readonly<{
  /** `name` of the control; also its `id` unless `id` is given. */
  nom: string;
  libelle: ReactNode;
  id?: string;
  /** Always visible, under the label: the format expected. */
  indice?: ReactNode;
  /** Explanation opened on demand beside the label (works without JavaScript). */
  infobulle?: ReactNode;
  /** Name of the field in the infobulle's button when `libelle` is not a plain string. */
  nomInfobulle?: string;
  erreur?: string;
  /** The control is wrong and its hint says why. */
  invalide?: boolean;
  /** Shows « * » and sets `required`. */
  requis?: boolean;
  desactive?: boolean;
  largeur?: 'courte' | 'moyenne' | 'pleine';
}>;

/** The id of a field's control: where the error summary leads. */
export function idChamp(props: Pick<PropsChamp, 'nom' | 'id'>): string {
  return props.id ?? props.nom;
}

function ids(props: PropsChamp) {
  const id = idChamp(props);
  return { id, indice: `${id}-indice`, erreur: `${id}-erreur` };
}

/** `aria-*`, `required` and `disabled` of a control, from its field's properties. */
function attributs(props: PropsChamp) {
  const { id, indice, erreur } = ids(props);
  return {
    id,
    name: props.nom,
    required: props.requis || undefined,
    disabled: props.desactive || undefined,
    'aria-invalid': props.erreur || props.invalide ? true : undefined,
    'aria-describedby': joindre(props.indice ? indice : '', props.erreur ? erreur : ''),
  };
}

/** The button « ? » of a field: a native disclosure, read and opened by keyboard, no script. */
export function Infobulle({ pour, children }: { pour: string; children: ReactNode }) {
  return (
    <details className="infobulle">
      <summary>
        <span aria-hidden="true">?</span>
        <span className="hors-ecran">Aide : {pour}</span>
      </summary>
      <div className="infobulle__texte">{children}</div>
    </details>
  );
}

export function Asterisque() {
  return (
    <>
      <span className="requis" aria-hidden="true">
        {'\u00a0 *'}
      </span>
    </>
  );
}

/** « Les champs marqués d'un astérisque (*) sont obligatoires. » */
export function MentionObligatoire({ children }: { children?: ReactNode }) {
  return (
    <p className="mention-obligatoire">
      {children ?? "Tous les champs marqués d'un astérisque (*) sont obligatoires."}
    </p>
  );
}

function Enveloppe({
  props,
  children,
  balise = 'label',
}: {
  props: PropsChamp;
  children: ReactNode;
  balise?: 'label' | 'legend';
}) {
  const { id, indice, erreur } = ids(props);
  const libelle = (
    <>
      {props.libelle}
      {props.requis && <Asterisque />}
    </>
  );
  const aide = props.infobulle && <Infobulle pour={nomDit(props)}>{props.infobulle}</Infobulle>;
  const dessous = (
    <>
      {props.indice && (
        <p className="champ__indice" id={indice}>
          {props.indice}
        </p>
      )}
      {props.erreur && (
        <p className="champ__erreur" id={erreur}>
          <Icone nom="erreur" taille={18} />
          <span>
            <span className="hors-ecran">Erreur : </span>
            {props.erreur}
          </span>
        </p>
      )}
    </>
  );
  const classe = joindre(
    'champ',
    props.largeur && `champ--${props.largeur}`,
    props.erreur && 'champ--erreur',
  );
  if (balise === 'legend') {
    return (
      <fieldset
        className={classe}
        id={id}
        aria-describedby={joindre(props.indice ? indice : '', props.erreur ? erreur : '')}
        tabIndex={props.erreur ? -1 : undefined}
      >
        <legend className="champ__libelle">{libelle}</legend>
        {aide}
        {dessous}
        {children}
      </fieldset>
    );
  }
  return (
    <div className={classe}>
      <div className="champ__entete">
        <label className="champ__libelle" htmlFor={id}>
          {libelle}
        </label>
        {aide}
      </div>
      {dessous}
      {children}
    </div>
  );
}

function nomDit(props: PropsChamp): string {
  return props.nomInfobulle ?? (typeof props.libelle === 'string' ? props.libelle : props.nom);
}

type PropsTexte = PropsChamp &
  Readonly<{
    valeur?: string;
    type?: 'text' | 'email' | 'tel' | 'search' | 'password';
    autoComplete?: string;
    inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email';
    longueurMax?: number;
    /** Shown after the control: « Etp », « mois », « € ». */
    unite?: string;
    correction?: boolean;
    premier?: boolean;
  }>;

export function ChampTexte(props: PropsTexte) {
  const { valeur, type = 'text', autoComplete, inputMode, longueurMax, unite, correction, premier } = props;
  const unId = unite ? `${idChamp(props)}-unite` : '';
  const commun = attributs(props);
  const saisie = (
    <input
      {...commun}
      className="saisie"
      type={type}
      defaultValue={valeur}
      autoComplete={autoComplete}
      inputMode={inputMode}
      maxLength={longueurMax}
      spellCheck={correction === undefined ? undefined : correction}
      autoFocus={premier}
      aria-describedby={joindre(commun['aria-describedby'], unId)}
    />
  );
  return (
    <Enveloppe props={props}>
      {unite ? (
        <div className="saisie-unite">
          {saisie}
          <span id={unId} className="unite">
            {unite}
          </span>
        </div>
      ) : (
        saisie
      )}
    </Enveloppe>
  );
}

/**
 * A number typed in French (« 1 234,56 »): text with a decimal keyboard, since `type=number` refuses the
 * comma and loses what was typed.
 */
export function ChampNombre(props: Omit<PropsTexte, 'type' | 'inputMode'> & Readonly<{ entier?: boolean }>) {
  const { entier, ...reste } = props;
  return (
    <ChampTexte largeur="courte" {...reste} inputMode={entier ? 'numeric' : 'decimal'} autoComplete="off" />
  );
}

/**
 * A civil date; `valeur`, `min`, `max` are 'AAAA-MM-JJ' (`valeur` may be what was wrongly typed). By default
 * any day of the calendar: years of four digits.
 */
export function ChampDate(props: PropsChamp & Readonly<{ valeur?: string; min?: string; max?: string }>) {
  const { valeur, min = CALENDRIER.min, max = CALENDRIER.max } = props;
  return (
    <Enveloppe props={{ largeur: 'courte', ...props }}>
      <input {...attributs(props)} className="saisie" type="date" defaultValue={valeur} min={min} max={max} />
    </Enveloppe>
  );
}

export function ChampZone(
  props: PropsChamp & Readonly<{ valeur?: string; lignes?: number; longueurMax?: number }>,
) {
  const { valeur, lignes = 4, longueurMax } = props;
  return (
    <Enveloppe props={props}>
      <textarea
        {...attributs(props)}
        className="saisie"
        rows={lignes}
        maxLength={longueurMax}
        defaultValue={valeur}
      />
    </Enveloppe>
  );
}

/** A password with a button which shows it (the button appears with JavaScript only). */
export function ChampMotDePasse(
  props: PropsChamp & Readonly<{ autoComplete: 'current-password' | 'new-password'; longueurMax?: number }>,
) {
  const { autoComplete, longueurMax = 200 } = props;
  return (
    <Enveloppe props={props}>
      <div className="mot-de-passe" data-mot-de-passe="">
        <input
          {...attributs(props)}
          className="saisie"
          type="password"
          autoComplete={autoComplete}
          maxLength={longueurMax}
          spellCheck={false}
          autoCapitalize="none"
        />
      </div>
    </Enveloppe>
  );
}

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
