import { CALENDRIER } from '#src/kernel/saisie/bornes.ts';
import { attributs, Enveloppe, idChamp, type PropsChamp } from '#src/portal/composants/champ.tsx';
import { joindre } from '#src/portal/composants/joindre.ts';

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
