import { useEffect, useState, type ReactNode } from 'react';
import { appeler } from '#admin/ui/api.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Introuvable } from '#admin/ui/page.tsx';

/** Data of a page of a decision, then its screen; what is refused is said. */
export function AvecDonnees<T>({
  ecran,
  reference,
  reste,
  children,
}: {
  ecran: string;
  reference: string;
  reste?: Readonly<Record<string, string>>;
  children: (donnees: T) => ReactNode;
}) {
  const cle = `${ecran}?${new URLSearchParams({ decision: reference, ...reste }).toString()}`;
  const [etat, setEtat] = useState<{ cle: string; donnees?: T; echec?: string }>();
  useEffect(() => {
    const abandon = new AbortController();
    void appeler<T>(`pages/${cle}`, { signal: abandon.signal }).then(({ statut, corps }) => {
      if (abandon.signal.aborted) return;
      setEtat(
        statut === 200
          ? { cle, donnees: corps as T }
          : { cle, echec: statut === 404 ? '' : (corps.notice?.message ?? '') },
      );
    });
    return () => abandon.abort();
  }, [cle]);
  if (etat?.cle !== cle) return <Attente />;
  if (etat.donnees !== undefined) return <>{children(etat.donnees)}</>;
  return etat.echec ? (
    <div className="avis avis--erreur" role="alert">
      <Icone nom="alerte" />
      <p>{etat.echec}</p>
    </div>
  ) : (
    <Introuvable cle={cle} />
  );
}
