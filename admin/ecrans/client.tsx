import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { ActionDe, DonneesDe, ReponseDe } from '#admin/definition/ecran.ts';
import type { UnEcran } from '#admin/ecrans/index.ts';
import { appeler, type Reponse } from '#admin/ui/api.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Introuvable } from '#admin/ui/page.tsx';

type Nom = UnEcran['nom'];
type EcranNomme<N extends Nom> = Extract<UnEcran, { readonly nom: N }>;

/** Data of a screen, for a query. */
export function lireEcran<N extends Nom>(
  ecran: N,
  requete: string,
  signal?: AbortSignal,
): Promise<Reponse<DonneesDe<EcranNomme<N>>>> {
  return appeler<DonneesDe<EcranNomme<N>>>(`pages/${ecran}?${requete}`, { signal });
}

/** Why nothing was done, by field. */
export interface Refus {
  readonly message: string;
  readonly champs: Readonly<Record<string, string>>;
}
interface CorpsDePost<T> {
  readonly resultat?: T;
  readonly erreur?: { readonly message: string; readonly champs?: Readonly<Record<string, string>> };
}

/** Posts to a screen: a command or a question of it. */
export async function poster<N extends Nom, A extends ActionDe<EcranNomme<N>>>(
  ecran: N,
  action: A,
  saisie: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<{ statut: number; resultat?: ReponseDe<EcranNomme<N>, A>; refus?: Refus }> {
  const { statut, corps } = await appeler<CorpsDePost<ReponseDe<EcranNomme<N>, A>>>(`pages/${ecran}`, {
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

interface Etat<N extends Nom> {
  readonly cle: string;
  readonly donnees?: DonneesDe<EcranNomme<N>>;
  readonly echec: string;
}

/** A screen once its data is there, for the query of its address; what is refused is said. */
export function PageDEcran<N extends Nom>({
  ecran,
  requete,
  children,
}: {
  ecran: N;
  /** Query to ask with, when it is not that of the address. */
  requete?: Readonly<Record<string, string>>;
  children: (donnees: DonneesDe<EcranNomme<N>>, outils: { recharger: () => void; cle: string }) => ReactNode;
}) {
  const [parametres] = useSearchParams();
  const demande = new URLSearchParams(requete ?? parametres);
  // The view shown is the screen's own affair: it asks nothing of the server, and what is being typed stays.
  demande.delete('vue');
  const question = demande.toString();
  const cle = `${ecran}?${question}`;
  const [etat, setEtat] = useState<Etat<N>>();
  const [tour, setTour] = useState(0);
  useEffect(() => {
    const abandon = new AbortController();
    void lireEcran(ecran, question, abandon.signal).then(({ statut, corps }) => {
      if (abandon.signal.aborted) return;
      setEtat(
        statut === 200
          ? { cle, donnees: corps as DonneesDe<EcranNomme<N>>, echec: '' }
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
