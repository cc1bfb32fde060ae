import type { ReactNode } from 'react';
import { Icone } from '#src/portal/composants/icones.tsx';
import { joindre } from '#src/portal/composants/joindre.ts';

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

/** The ids of a field, its hint and its error. */
export function ids(props: PropsChamp) {
  const id = idChamp(props);
  return { id, indice: `${id}-indice`, erreur: `${id}-erreur` };
}

/** `aria-*`, `required` and `disabled` of a control, from its field's properties. */
export function attributs(props: PropsChamp) {
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
      {children ?? 'Tous les champs marqués d’un astérisque (*) sont obligatoires.'}
    </p>
  );
}

/** Label, help, hint and error around a control. */
export function Enveloppe({
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

/** How a field is called in the button of its infobulle. */
export function nomDit(props: PropsChamp): string {
  return props.nomInfobulle ?? (typeof props.libelle === 'string' ? props.libelle : props.nom);
}
