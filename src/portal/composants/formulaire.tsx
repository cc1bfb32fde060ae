import type { ReactNode } from 'react';
import { Icone } from '#src/portal/composants/icones.tsx';
import { Actions, LienBouton, Bouton, type Variante } from '#src/portal/composants/elements.tsx';
import { compter } from '#src/kernel/francais.ts';
import { joindre } from '#src/portal/composants/joindre.ts';
import type { EtatDuFormulaire } from '#src/portal/saisies/protocole.ts';

/** One thing to correct. `champ` is the id of a control of the page; '' concerns the whole form. */
export type ErreurSaisie = Readonly<{ champ: string; message: string }>;

/** What was typed and what is wrong with it: a form is shown again with both. */
export type Saisie = Readonly<{
  valeurs: Readonly<Record<string, string | readonly string[] | undefined>>;
  erreurs: readonly ErreurSaisie[];
}>;

export const SAISIE_VIDE: Saisie = { valeurs: {}, erreurs: [] };

/** The text typed in a field, '' if none. */
export function texteDe(saisie: Saisie, champ: string): string {
  const valeur = saisie.valeurs[champ];
  return typeof valeur === 'string' ? valeur : (valeur?.[0] ?? '');
}

/** The values checked in a group. */
export function listeDe(saisie: Saisie, champ: string): readonly string[] {
  const valeur = saisie.valeurs[champ];
  if (valeur === undefined || valeur === '') return [];
  return typeof valeur === 'string' ? [valeur] : valeur;
}

/** The error of a field, if any. */
export function erreurDe(saisie: Saisie, champ: string): string | undefined {
  return saisie.erreurs.find((erreur) => erreur.champ === champ)?.message;
}

/**
 * The list of what to correct, at the top of a form; each line leads to its field. Nothing when there is no
 * error.
 */
export function RecapErreurs({ erreurs }: { erreurs: readonly ErreurSaisie[] }) {
  if (erreurs.length === 0) return null;
  return (
    <div className="recap-erreurs" role="alert" tabIndex={-1} data-recap-erreurs="">
      <Icone nom="erreur" taille={24} />
      <div>
        <h2 className="recap-erreurs__titre">{compter(erreurs.length, 'point')} à corriger</h2>
        <ul>
          {erreurs.map((erreur) => (
            <li key={`${erreur.champ}-${erreur.message}`}>
              {erreur.champ ? <a href={`#${erreur.champ}`}>{erreur.message}</a> : erreur.message}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

type PropsFormulaire = Readonly<{
  action: string;
  methode?: 'post' | 'get';
  id?: string;
  erreurs?: readonly ErreurSaisie[];
  classe?: string;
  libelle?: string;
  caches?: Readonly<Record<string, string>>;
  /** Shown in another shape than the one that was typed: to choose between two values. */
  choix?: boolean;
  children: ReactNode;
}>;

/**
 * A form. `noValidate`: our own messages, in French, tied to the fields, rather than the browser's bubbles.
 * POST by default, what is typed kept in the browser until it is saved; `get` for filters, whose state then
 * lives in the address.
 */
export function Formulaire({
  action,
  methode = 'post',
  id,
  erreurs = [],
  classe,
  libelle,
  caches = {},
  choix = false,
  children,
}: PropsFormulaire) {
  const etat: EtatDuFormulaire | undefined = choix ? 'choix' : erreurs.length > 0 ? 'refusee' : undefined;
  const gardee = methode === 'post' ? { 'data-saisie': action, 'data-saisie-etat': etat } : {};
  return (
    <form
      className={joindre('formulaire', classe)}
      method={methode}
      action={action}
      id={id}
      noValidate
      aria-label={libelle}
      {...gardee}
    >
      <RecapErreurs erreurs={erreurs} />
      {Object.entries(caches).map(([nom, valeur]) => (
        <input key={nom} type="hidden" name={nom} value={valeur} />
      ))}
      {children}
    </form>
  );
}

/**
 * Fields which belong together, with a title; `numero` for the source's « 1. Sélectionner l'utilisateur ».
 */
export function GroupeChamps({
  titre,
  numero,
  indice,
  id,
  children,
}: {
  titre: string;
  numero?: number;
  indice?: ReactNode;
  id?: string;
  children: ReactNode;
}) {
  return (
    <fieldset className="groupe" id={id}>
      <legend className="groupe__titre">
        {numero !== undefined && <span className="groupe__numero">{numero}.</span>} {titre}
      </legend>
      {indice && <div className="groupe__indice">{indice}</div>}
      {children}
    </fieldset>
  );
}

/** Fields side by side where the screen allows it, one under the other elsewhere. */
export function GrilleChamps({ colonnes = 2, children }: { colonnes?: 2 | 3 | 4; children: ReactNode }) {
  return <div className={`grille grille--${colonnes}`}>{children}</div>;
}

type PropsFiltres = Readonly<{
  action: string;
  titre: string;
  mention?: ReactNode;
  id?: string;
  erreurs?: readonly ErreurSaisie[];
  children: ReactNode;
}>;

/** The panel of filters of a list: « Réinitialiser », « Rechercher ». State in the address (GET). */
export function Filtres({ action, titre, mention, id = 'filtres', erreurs, children }: PropsFiltres) {
  return (
    <search className="filtres">
      <Formulaire action={action} methode="get" id={id} erreurs={erreurs}>
        <h2 className="filtres__titre">{titre}</h2>
        {children}
        {mention}
        <Actions>
          <LienBouton href={action} variante="secondaire">
            Réinitialiser
          </LienBouton>
          <Bouton icone="recherche">Rechercher</Bouton>
        </Actions>
      </Formulaire>
    </search>
  );
}

type PropsConfirmation = Readonly<{
  action: string;
  /** Where « Annuler » leads. */
  annuler: string;
  /** The verb of what will be done: « Mettre fin à l'habilitation ». */
  valider: string;
  variante?: Variante;
  erreurs?: readonly ErreurSaisie[];
  caches?: Readonly<Record<string, string>>;
  children: ReactNode;
}>;

/** A page which asks before doing: what will happen, then « Annuler » or the verb itself. */
export function Confirmation({
  action,
  annuler,
  valider,
  variante = 'danger',
  erreurs,
  caches,
  children,
}: PropsConfirmation) {
  return (
    <Formulaire action={action} erreurs={erreurs} caches={caches} classe="carte confirmation">
      {children}
      <Actions>
        <LienBouton href={annuler} variante="secondaire">
          Annuler
        </LienBouton>
        <Bouton variante={variante}>{valider}</Bouton>
      </Actions>
    </Formulaire>
  );
}
