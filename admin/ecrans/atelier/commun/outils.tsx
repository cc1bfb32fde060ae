import { useCallback, useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import type { BoutonMontre } from '#admin/ecrans/atelier/commun/contrat.ts';
import type { Explication } from '#src/domain/droits/pourquoi.ts';
import { appeler, type Reponse } from '#admin/ui/api.ts';
import { BoutonFerme, Pourquoi, useRaisons } from '#admin/ui/pourquoi.tsx';
import { racine } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Introuvable, Page, type Etape } from '#admin/ui/page.tsx';

/** Address of a page of the workshop. */
export function adresseDe(nom: string, parametres: Readonly<Record<string, string>> = {}): string {
  const requete = new URLSearchParams(parametres).toString();
  return `${racine}/pages/${nom}${requete ? `?${requete}` : ''}`;
}

export interface Refus {
  readonly message: string;
  readonly champs: Readonly<Record<string, string>>;
}
type CorpsDePost<T> = {
  readonly resultat?: T;
  readonly erreur?: { readonly message: string; readonly champs?: Readonly<Record<string, string>> };
};

/** Posts to a page of the workshop: a command or a question of it. */
export async function poster<T>(
  ecran: string,
  action: string,
  saisie: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<{ statut: number; resultat?: T; refus?: Refus }> {
  const { statut, corps }: Reponse<CorpsDePost<T>> = await appeler<CorpsDePost<T>>(`pages/${ecran}`, {
    corps: { action, ...saisie },
    signal,
  });
  if (statut === 200) return { statut, resultat: corps.resultat };
  return {
    statut,
    refus: {
      message:
        corps.erreur?.message ?? corps.notice?.message ?? 'Votre session a expiré : rien n’a été enregistré.',
      champs: corps.erreur?.champs ?? {},
    },
  };
}

const RELECTURE_MS = 1_000;

/** Reads the page again each second while what it shows is under way. */
export function useRelecture(enMarche: boolean, recharger: () => void): void {
  useEffect(() => {
    if (!enMarche) return undefined;
    const minuterie = setInterval(recharger, RELECTURE_MS);
    return () => clearInterval(minuterie);
  }, [enMarche, recharger]);
}

/** Data of a page, for the query of its address. */
export function useDonnees<T>(ecran: string): {
  donnees: T | null | undefined;
  echec: string;
  recharger: () => void;
  cle: string;
} {
  const [parametres] = useSearchParams();
  const requete = new URLSearchParams(parametres);
  // The view shown is the screen's own affair: it asks nothing of the server, and what is being typed stays.
  requete.delete('vue');
  const cle = `${ecran}?${requete.toString()}`;
  const [etat, setEtat] = useState<{ cle: string; donnees: T | null; echec: string }>();
  const [tour, setTour] = useState(0);
  useEffect(() => {
    const abandon = new AbortController();
    void appeler<T & { erreur?: unknown }>(`pages/${cle}`, { signal: abandon.signal }).then(
      ({ statut, corps }) => {
        if (!abandon.signal.aborted)
          setEtat({
            cle,
            donnees: statut === 200 ? (corps as T) : null,
            echec: statut === 404 ? '' : (corps.notice?.message ?? ''),
          });
      },
    );
    return () => abandon.abort();
  }, [cle, tour]);
  const recharger = useCallback(() => setTour((avant) => avant + 1), []);
  return { donnees: etat?.cle === cle ? etat.donnees : undefined, echec: etat?.echec ?? '', recharger, cle };
}

/** A page of the workshop once its data is there. */
export function PageDesRegles<T>({
  ecran,
  children,
}: {
  ecran: string;
  children: (donnees: T, outils: { recharger: () => void; cle: string }) => ReactNode;
}) {
  const { donnees, echec, recharger, cle } = useDonnees<T>(ecran);
  if (donnees === undefined) return <Attente />;
  if (donnees !== null) return <>{children(donnees, { recharger, cle })}</>;
  return echec ? (
    <div className="avis avis--erreur" role="alert">
      <Icone nom="alerte" />
      <p>{echec}</p>
    </div>
  ) : (
    <Introuvable cle={cle} />
  );
}

/** Breadcrumb of the workshop. */
export const filDe = (...etapes: readonly Etape[]): Etape[] => [
  { libelle: 'Fichiers de règles', href: adresseDe('regles') },
  ...etapes,
];

/** What the page itself closes: the reader opens it by going on. */
const deLaPage = (raison: string): Explication => ({
  raison,
  fondements: [],
  levee: { qui: 'vous-même, sur cette page', personnes: [], comment: null },
});

/** Buttons of a page; those that are closed stay visible and say why. */
export function Boutons({
  boutons,
  agir,
}: {
  boutons: readonly BoutonMontre[];
  agir: (nom: string) => void;
}) {
  const raisonDe = useRaisons();
  const fermes = boutons.flatMap(({ nom, libelle, empeche, pourquoi }) =>
    empeche ? [{ nom, libelle, pourquoi: pourquoi ?? deLaPage(empeche) }] : [],
  );
  const classe = ({ principale, danger }: BoutonMontre) =>
    `bouton${principale ? ' bouton--principal' : danger ? ' bouton--danger-leger' : ''}`;
  return (
    <>
      <div className="actions">
        {boutons.map((bouton) => {
          const { nom, libelle, empeche, href } = bouton;
          if (empeche)
            return (
              <BoutonFerme key={nom} classe={classe(bouton)} raison={raisonDe(nom)}>
                {libelle}
              </BoutonFerme>
            );
          return href ? (
            <Link key={nom} className={classe(bouton)} to={href}>
              {libelle}
            </Link>
          ) : (
            <button key={nom} type="button" className={classe(bouton)} onClick={() => agir(nom)}>
              {libelle}
            </button>
          );
        })}
      </div>
      <Pourquoi actes={fermes} raisonDe={raisonDe} />
    </>
  );
}

export interface Onglet {
  readonly nom: string;
  readonly libelle: ReactNode;
  readonly contenu: ReactNode;
  /** Stays in the page when another is shown: an editor that keeps its caret. */
  readonly garde?: boolean;
}

/** Tabs, driven by arrows as well. */
export function Onglets({
  onglets,
  choisi,
  choisir,
  libelle,
}: {
  onglets: readonly Onglet[];
  choisi: string;
  choisir: (nom: string) => void;
  libelle: string;
}) {
  const base = useId();
  const liste = useRef<HTMLDivElement>(null);
  const deplacer = (pas: number) => {
    const rang = onglets.findIndex(({ nom }) => nom === choisi);
    const suivant = onglets[(rang + pas + onglets.length) % onglets.length];
    if (!suivant) return;
    choisir(suivant.nom);
    liste.current?.querySelector<HTMLElement>(`[data-onglet="${suivant.nom}"]`)?.focus();
  };
  return (
    <>
      <div className="onglets" role="tablist" aria-label={libelle} ref={liste}>
        {onglets.map(({ nom, libelle: texte }) => (
          <button
            key={nom}
            type="button"
            role="tab"
            id={`${base}-${nom}`}
            data-onglet={nom}
            aria-selected={nom === choisi}
            aria-controls={`${base}-${nom}-panneau`}
            tabIndex={nom === choisi ? 0 : -1}
            onClick={() => choisir(nom)}
            onKeyDown={({ key }) => {
              if (key === 'ArrowRight') deplacer(1);
              if (key === 'ArrowLeft') deplacer(-1);
            }}
          >
            {texte}
          </button>
        ))}
      </div>
      {onglets.map(({ nom, contenu, garde }) => (
        <div
          key={nom}
          role="tabpanel"
          id={`${base}-${nom}-panneau`}
          aria-labelledby={`${base}-${nom}`}
          hidden={nom !== choisi}
          className="panneau"
        >
          {(nom === choisi || garde) && contenu}
        </div>
      ))}
    </>
  );
}

/** A dialogue over the page; Escape closes it, the focus comes back where it was. */
export function Dialogue({
  titre,
  fermer,
  children,
}: {
  titre: string;
  fermer: () => void;
  children: ReactNode;
}) {
  const boite = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const avant = document.activeElement;
    boite.current?.showModal();
    return () => {
      if (avant instanceof HTMLElement) avant.focus();
    };
  }, []);
  return (
    <dialog
      ref={boite}
      className="dialogue"
      aria-labelledby={id}
      onCancel={(evenement) => {
        evenement.preventDefault();
        fermer();
      }}
    >
      <header>
        <h2 id={id}>{titre}</h2>
        <button type="button" className="bouton bouton--icone" aria-label="Fermer" onClick={fermer}>
          <Icone nom="fermer" />
        </button>
      </header>
      {children}
    </dialog>
  );
}

/** A text field with its help and its error, tied together. */
export function Champ({
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

/** What a refusal says, read out. */
export function AvisDeRefus({ refus }: { refus: Refus | undefined }) {
  if (!refus) return null;
  return (
    <div className="avis avis--erreur" role="alert">
      <Icone nom="alerte" />
      <p>{refus.message}</p>
    </div>
  );
}

export { Page };
