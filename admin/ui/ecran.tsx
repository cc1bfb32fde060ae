import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { ActionDe, DonneesDe, Ecran, ReponseDe } from '#admin/definition/ecran.ts';
import { appeler, type Reponse } from '#admin/ui/api.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Introuvable } from '#admin/ui/page.tsx';

/** Why nothing was done, by field. */
export interface Refus {
  readonly message: string;
  readonly champs: Readonly<Record<string, string>>;
}

/** How a page speaks to its screen on the server: its data, its commands and questions, typed as they are there. */
export interface Client<E extends Ecran> {
  readonly nom: E['nom'];
  /** Data of the screen, for a query. */
  readonly lire: (requete: string, signal?: AbortSignal) => Promise<Reponse<DonneesDe<E>>>;
  /** Posts to the screen: a command or a question of it. */
  readonly poster: <A extends ActionDe<E>>(
    action: A,
    saisie: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ) => Promise<{ readonly statut: number; readonly resultat?: ReponseDe<E, A>; readonly refus?: Refus }>;
}

interface CorpsDePost<T> {
  readonly resultat?: T;
  readonly erreur?: { readonly message: string; readonly champs?: Readonly<Record<string, string>> };
}

/** The client of a screen: `clientDe<typeof ecranDroits>('droits')`, a type import of the server's side. */
export function clientDe<E extends Ecran>(nom: E['nom']): Client<E> {
  return {
    nom,
    lire: (requete, signal) => appeler<DonneesDe<E>>(`pages/${nom}?${requete}`, { signal }),
    poster: async <A extends ActionDe<E>>(
      action: A,
      saisie: Readonly<Record<string, unknown>>,
      signal?: AbortSignal,
    ) => {
      const { statut, corps } = await appeler<CorpsDePost<ReponseDe<E, A>>>(`pages/${nom}`, {
        corps: { action, ...saisie },
        signal,
      });
      if (statut === 200) return { statut, resultat: corps.resultat };
      return {
        statut,
        refus: {
          message:
            corps.erreur?.message ??
            corps.notice?.message ??
            'Votre session a expiré : rien n’a été enregistré.',
          champs: corps.erreur?.champs ?? {},
        },
      };
    },
  };
}

interface Etat<E extends Ecran> {
  readonly cle: string;
  readonly donnees?: DonneesDe<E>;
  readonly echec: string;
}

/** A screen once its data is there, for the query of its address; what is refused is said. */
export function PageDEcran<E extends Ecran>({
  ecran,
  requete,
  children,
}: {
  ecran: Client<E>;
  /** Query to ask with, when it is not that of the address. */
  requete?: Readonly<Record<string, string>>;
  children: (donnees: DonneesDe<E>, outils: { recharger: () => void; cle: string }) => ReactNode;
}) {
  const [parametres] = useSearchParams();
  const demande = new URLSearchParams(requete ?? parametres);
  // The view shown is the screen's own affair: it asks nothing of the server, and what is being typed stays.
  demande.delete('vue');
  const question = demande.toString();
  const cle = `${ecran.nom}?${question}`;
  const [etat, setEtat] = useState<Etat<E>>();
  const [tour, setTour] = useState(0);
  useEffect(() => {
    const abandon = new AbortController();
    void ecran.lire(question, abandon.signal).then(({ statut, corps }) => {
      if (abandon.signal.aborted) return;
      setEtat(
        statut === 200
          ? { cle, donnees: corps as DonneesDe<E>, echec: '' }
          : { cle, echec: statut === 404 ? '' : (corps.notice?.message ?? '') },
      );
    });
    return () => abandon.abort();
  }, [cle, tour]);
  const recharger = useCallback(() => setTour((avant) => avant + 1), []);
  if (etat?.cle !== cle) return <Attente />;
  if (etat.donnees !== undefined) return <>{children(etat.donnees, { recharger, cle })}</>;
  return etat.echec ? (
    <div className="avis avis--erreur" role="alert">
      <Icone nom="alerte" />
      <p>{etat.echec}</p>
    </div>
  ) : (
    <Introuvable cle={cle} />
  );
}
