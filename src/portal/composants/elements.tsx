import type { ReactNode } from 'react';
import { Icone, type NomIcone } from '#src/portal/composants/icones.tsx';
import { joindre } from '#src/portal/composants/joindre.ts';

export type Variante = 'principal' | 'secondaire' | 'discret' | 'danger';

type PropsBouton = Readonly<{
  variante?: Variante;
  icone?: NomIcone;
  type?: 'submit' | 'button';
  nom?: string;
  valeur?: string;
  /** Complement read by screen readers only: « Modifier » + « Chantal BAILLET ». */
  complement?: string;
  /** `form` attribute: the id of the form it submits from outside. */
  formulaire?: string;
  /**
   * Submits without the browser's own validation (« Enregistrer le brouillon », « Afficher les activités »).
   */
  sansValidation?: boolean;
  /** Another address than the form's own. */
  action?: string;
  children: ReactNode;
}>;

export function Bouton({
  variante = 'principal',
  icone,
  type = 'submit',
  nom,
  valeur,
  complement,
  formulaire,
  sansValidation,
  action,
  children,
}: PropsBouton) {
  return (
    <button
      className={classeBouton(variante)}
      type={type}
      name={nom}
      value={valeur}
      form={formulaire}
      formAction={action}
      formNoValidate={sansValidation || undefined}
    >
      {icone && <Icone nom={icone} />}
      {children}
      {complement && <span className="hors-ecran">{` ${complement}`}</span>}
    </button>
  );
}

type PropsLienBouton = Readonly<{
  href: string;
  variante?: Variante;
  icone?: NomIcone;
  complement?: string;
  children: ReactNode;
}>;

/** A link which looks like a button: it leads somewhere, it changes nothing. */
export function LienBouton({ href, variante = 'principal', icone, complement, children }: PropsLienBouton) {
  return (
    <a className={classeBouton(variante)} href={href}>
      {icone && <Icone nom={icone} />}
      {children}
      {complement && <span className="hors-ecran">{` ${complement}`}</span>}
    </a>
  );
}

function classeBouton(variante: Variante): string {
  return `bouton bouton--${variante}`;
}

/** The row of buttons which ends a form: « Annuler » then « Valider », as in the source. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className="actions">{children}</div>;
}

export type TonEtiquette = 'succes' | 'attente' | 'neutre' | 'erreur' | 'information';

/** A status in a word, with a shape beside the colour. */
export function Etiquette({ ton, children }: { ton: TonEtiquette; children: ReactNode }) {
  return <span className={`etiquette etiquette--${ton}`}>{children}</span>;
}

type PropsCarte = Readonly<{
  titre?: ReactNode;
  niveau?: 2 | 3;
  actions?: ReactNode;
  id?: string;
  classe?: string;
  children: ReactNode;
}>;

/** A surface holding one subject, with its own title. */
export function Carte({ titre, niveau = 2, actions, id, classe, children }: PropsCarte) {
  const Titre = `h${niveau}` as const;
  return (
    <section
      className={joindre('carte', classe)}
      id={id}
      aria-labelledby={titre && id ? `${id}-titre` : undefined}
    >
      {(titre || actions) && (
        <div className="carte__entete">
          {titre && (
            <Titre className="carte__titre" id={id ? `${id}-titre` : undefined}>
              {titre}
            </Titre>
          )}
          {actions && <div className="carte__actions">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

type PropsTuile = Readonly<{
  titre: string;
  href: string;
  icone: NomIcone;
  chiffre?: string;
  ton?: 'neutre' | 'attention';
  children?: ReactNode;
}>;

/** A tile of the home page: one number, one sentence, one way to go. */
export function Tuile({ titre, href, icone, chiffre, ton = 'neutre', children }: PropsTuile) {
  return (
    <li className={`tuile tuile--${ton}`}>
      <span className="tuile__icone">
        <Icone nom={icone} taille={24} />
      </span>
      <h2 className="tuile__titre">
        <a href={href}>{titre}</a>
      </h2>
      {chiffre !== undefined && <p className="tuile__chiffre">{chiffre}</p>}
      {children && <div className="tuile__texte">{children}</div>}
    </li>
  );
}

export function Tuiles({ children }: { children: ReactNode }) {
  return <ul className="tuiles">{children}</ul>;
}

/** Pairs of label and value. */
export function ListeResume({
  lignes,
}: {
  lignes: readonly Readonly<{ terme: string; valeur: ReactNode; action?: ReactNode }>[];
}) {
  return (
    <dl className="resume">
      {lignes.map((ligne) => (
        <div className="resume__ligne" key={ligne.terme}>
          <dt>{ligne.terme}</dt>
          <dd>{ligne.valeur || '–'}</dd>
          {ligne.action && <dd className="resume__action">{ligne.action}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** Shown where a list has nothing: why, and what to do next. */
export function EtatVide({
  titre,
  icone = 'recherche',
  children,
}: {
  titre: string;
  icone?: NomIcone;
  children?: ReactNode;
}) {
  return (
    <div className="vide">
      <Icone nom={icone} taille={36} />
      <p className="vide__titre">{titre}</p>
      {children && <div>{children}</div>}
    </div>
  );
}

/** Text opened on demand, without JavaScript. */
export function Depliable({
  titre,
  ouvert,
  children,
}: {
  titre: ReactNode;
  ouvert?: boolean;
  children: ReactNode;
}) {
  return (
    <details className="depliable" open={ouvert}>
      <summary>
        <Icone nom="droite" taille={18} />
        {titre}
      </summary>
      <div className="depliable__corps">{children}</div>
    </details>
  );
}
