import { NavLink } from 'react-router-dom';
import { racine, ecrans, ressources } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';

interface Entree {
  readonly libelle: string;
  readonly href: string;
}

/** Menu entries by group, in the order of the server: only what the reader may open is there. */
function groupes(): Map<string, Entree[]> {
  const resultat = new Map<string, Entree[]>();
  const ranger = (groupe: string, entree: Entree) =>
    resultat.set(groupe, [...(resultat.get(groupe) ?? []), entree]);
  for (const { groupe, libelle, href, listable } of ressources)
    if (groupe && href && listable) ranger(groupe, { libelle, href });
  for (const { groupe, libelle, href } of ecrans) if (groupe) ranger(groupe, { libelle, href });
  return resultat;
}

export function Navigation({ ouverte }: { ouverte: boolean }) {
  return (
    <nav
      id="navigation"
      className={ouverte ? 'navigation navigation--ouverte' : 'navigation'}
      aria-label="Menu principal"
    >
      <div className="navigation-contenu">
        <NavLink to={racine} end className="navigation-lien navigation-accueil">
          <Icone nom="accueil" />
          Tableau de bord
        </NavLink>
        {[...groupes()].map(([groupe, entrees]) => (
          <section key={groupe} aria-label={groupe}>
            <h2>{groupe}</h2>
            <ul>
              {entrees.map(({ libelle, href }) => (
                <li key={href}>
                  <NavLink to={href} className="navigation-lien">
                    {libelle}
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}
