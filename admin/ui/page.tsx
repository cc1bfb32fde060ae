import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { adresses } from '#admin/ui/adresses.ts';
import { produit } from '#admin/ui/etat.ts';

export interface Breadcrumb {
  readonly libelle: string;
  readonly href?: string;
}

/**
 * Heading of a screen: breadcrumb, title (which takes the focus when the screen opens, so that a screen
 * reader hears where it is), and the window's title.
 */
export function Page({
  titre,
  surtitre,
  fil,
  etat,
  actions,
  children,
  cle,
}: {
  titre: string;
  surtitre?: string;
  fil: readonly Breadcrumb[];
  etat?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Changes when another screen opens, even under the same title. */
  cle: string;
}) {
  const entete = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${titre} – ${produit}`;
  }, [titre]);
  useEffect(() => {
    entete.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [cle]);
  return (
    <>
      {fil.length > 0 && (
        <nav aria-label="Fil d’Ariane" className="fil">
          <ol>
            <li>
              <Link to={adresses.accueil}>Tableau de bord</Link>
            </li>
            {fil.map((etape) => (
              <li key={etape.libelle}>
                {etape.href ? (
                  <Link to={etape.href}>{etape.libelle}</Link>
                ) : (
                  <span aria-current="page">{etape.libelle}</span>
                )}
              </li>
            ))}
          </ol>
        </nav>
      )}
      <header className="page-entete">
        <div className="page-titre">
          {surtitre && <p className="surtitre">{surtitre}</p>}
          <h1 ref={entete} tabIndex={-1}>
            {titre}
          </h1>
          {etat}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

export function Attente() {
  return (
    <p className="attente" role="status">
      Chargement…
    </p>
  );
}

export function Introuvable({ cle }: { cle: string }) {
  return (
    <Page titre="Page introuvable" fil={[{ libelle: 'Page introuvable' }]} cle={cle}>
      <p className="vide">Cette page n’existe pas, ou vous n’êtes pas habilité à la consulter.</p>
    </Page>
  );
}
