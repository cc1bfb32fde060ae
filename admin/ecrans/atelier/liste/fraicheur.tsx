import { Link } from 'react-router-dom';
import type { PageListe } from '#admin/ecrans/atelier/liste/client.ts';
import { compter, dateFr } from '#src/kernel/francais.ts';
import { adresseDe } from '#admin/ecrans/atelier/commun/adresses.ts';

/** Values and sources in force whose last verification is older than the delay. */
export function Fraicheur({ fraicheur }: { fraicheur: PageListe['fraicheur'] }) {
  return (
    <section className="carte" aria-label="Sources à revérifier">
      <h2>Sources à revérifier</h2>
      {fraicheur === null ? (
        <>
          <p className="carte-intro">
            Le délai de revérification n’est pas publié : le fichier « parametres/regles » a été livré après
            la première mise en service de cette base. Publiez-le pour que les valeurs et les sources trop
            anciennes s’affichent ici :
          </p>
          <p>
            <span className="code">
              npm run --silent regles -- publier parametres/regles 1.0.0 --auteur &lt;adresse mail&gt;
              --approbateur &lt;adresse mail d’un autre compte&gt;
            </span>
          </p>
        </>
      ) : (
        <Liste fraicheur={fraicheur} />
      )}
    </section>
  );
}

function Liste({
  fraicheur: { delai, limite, elements },
}: {
  fraicheur: NonNullable<PageListe['fraicheur']>;
}) {
  if (elements.length === 0)
    return (
      <p className="vide">
        Toutes les valeurs et les sources en vigueur ont été vérifiées depuis le {dateFr(limite)} (délai de{' '}
        {delai} mois).
      </p>
    );
  return (
    <details>
      <summary>
        {compter(elements.length, 'valeur ou source vérifiée', 'valeurs ou sources vérifiées')} pour la
        dernière fois avant le {dateFr(limite)} (délai de {delai} mois)
      </summary>
      <div className="table-cadre" role="region" aria-label="Valeurs et sources à revérifier" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Valeur ou source</th>
              <th scope="col">Fichier</th>
              <th scope="col">Vérifiée le</th>
            </tr>
          </thead>
          <tbody>
            {elements.map(({ genreDuFichier, jeu, titre, genre, nom, libelle, du, verifieLe }) => (
              <tr key={`${genreDuFichier}/${jeu}/${genre}/${nom}/${du ?? ''}`}>
                <th scope="row" data-libelle="Valeur ou source">
                  <span>
                    {genre === 'valeur' ? 'Valeur' : 'Source'} <span className="code">{nom}</span> {libelle}
                    {du !== null && <span className="discret"> à partir du {dateFr(du)}</span>}
                  </span>
                </th>
                <td data-libelle="Fichier">
                  <Link to={adresseDe('regle', { genre: genreDuFichier, jeu })}>{titre}</Link>
                </td>
                <td data-libelle="Vérifiée le">{dateFr(verifieLe)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
