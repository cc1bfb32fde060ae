import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import type { TableauDeBord } from '#admin/definition/types/accueil.ts';
import type { Avis } from '#admin/definition/types/page.ts';
import { appeler } from '#admin/ui/api.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Page } from '#admin/ui/page.tsx';
import { Tableau } from '#admin/ui/tableau.tsx';

/** What waits for this agent today. */
export function Accueil() {
  const [tableau, setTableau] = useState<TableauDeBord | null>();
  const { annoncer } = useAvis();
  useEffect(() => {
    void appeler<TableauDeBord & { notice: Avis }>('dashboard').then(({ statut, corps }) => {
      if (corps.notice) annoncer(corps.notice);
      setTableau(statut === 200 ? (corps as TableauDeBord) : null);
    });
  }, []);
  if (tableau === undefined) return <Attente />;
  if (tableau === null) return null;
  return (
    <Page titre={tableau.titre} fil={[]} cle="accueil">
      <p className="intro">{tableau.sousTitre}</p>
      <ul className="compteurs">
        {tableau.compteurs.map(({ libelle, valeur, precision, href, ton }) => {
          const contenu = (
            <>
              <span className="compteur-valeur">{valeur}</span>
              <span className="compteur-libelle">{libelle}</span>
              {precision && <span className="compteur-precision">{precision}</span>}
            </>
          );
          return (
            <li key={libelle} className={`compteur compteur--${ton ?? 'neutre'}`}>
              {href ? <Link to={href}>{contenu}</Link> : <div>{contenu}</div>}
            </li>
          );
        })}
      </ul>
      {tableau.files.map((file) => (
        <Tableau key={file.titre} table={file} />
      ))}
      {tableau.liens.length > 0 && (
        <section className="carte" aria-label="Liens utiles">
          <h2>Liens utiles</h2>
          <ul className="liens">
            {tableau.liens.map(({ libelle, href, description }) => (
              <li key={href}>
                <a href={href} target="_blank" rel="noopener noreferrer">
                  {libelle} <Icone nom="externe" />
                  <span className="lecteur"> (nouvelle fenêtre)</span>
                </a>
                {description && <p>{description}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}
