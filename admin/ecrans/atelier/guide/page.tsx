import { ecran } from '#admin/ecrans/atelier/guide/client.ts';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Bloc, Morceau } from '#admin/ecrans/atelier/guide/guide.ts';
import { filDe } from '#admin/ecrans/atelier/commun/adresses.ts';
import { Page } from '#admin/ui/page.tsx';
import { PageDEcran } from '#admin/ui/ecran.tsx';

/** The analyst's guide, with its headings as a table of contents. */
export function PageDuGuide() {
  return (
    <PageDEcran ecran={ecran}>
      {({ titre, blocs }) => {
        const chapitres = blocs.flatMap((bloc) =>
          bloc.genre === 'titre' && bloc.niveau === 2 ? [bloc] : [],
        );
        return (
          <Page titre={titre} fil={filDe({ libelle: titre })} cle="guide">
            <div className="guide">
              <nav className="carte" aria-label="Sommaire du guide">
                <h2>Sommaire</h2>
                <ol>
                  {chapitres.map(({ ancre, texte }) => (
                    <li key={ancre}>
                      <a href={`#${ancre}`}>{texte}</a>
                    </li>
                  ))}
                </ol>
              </nav>
              <article className="carte">
                {blocs.map((bloc, rang) => (
                  <BlocMontre key={rang} bloc={bloc} />
                ))}
              </article>
            </div>
          </Page>
        );
      }}
    </PageDEcran>
  );
}

function BlocMontre({ bloc }: { bloc: Bloc }) {
  switch (bloc.genre) {
    case 'titre':
      return bloc.niveau <= 2 ? <h2 id={bloc.ancre}>{bloc.texte}</h2> : <h3 id={bloc.ancre}>{bloc.texte}</h3>;
    case 'code':
      return <pre tabIndex={0}>{bloc.texte}</pre>;
    case 'paragraphe':
      return (
        <p>
          <Ligne morceaux={bloc.contenu} />
        </p>
      );
    case 'liste': {
      const elements = bloc.elements.map((element, rang) => (
        <li key={rang}>
          <Ligne morceaux={element} />
        </li>
      ));
      return bloc.ordonnee ? <ol>{elements}</ol> : <ul>{elements}</ul>;
    }
    case 'table':
      return (
        <div className="table-cadre" role="region" aria-label="Tableau" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {bloc.entete.map((cellule, rang) => (
                  <th key={rang} scope="col">
                    <Ligne morceaux={cellule} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {bloc.lignes.map((ligne, rang) => (
                <tr key={rang}>
                  {ligne.map((cellule, colonne) => {
                    const contenu = (
                      <span>
                        <Ligne morceaux={cellule} />
                      </span>
                    );
                    const libelle = bloc.entete[colonne]?.map(({ texte }) => texte).join('');
                    return colonne === 0 ? (
                      <th key={colonne} scope="row" data-libelle={libelle}>
                        {contenu}
                      </th>
                    ) : (
                      <td key={colonne} data-libelle={libelle}>
                        {contenu}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}

const Ligne = ({ morceaux }: { morceaux: readonly Morceau[] }): ReactNode =>
  morceaux.map((morceau, rang) => {
    switch (morceau.genre) {
      case 'gras':
        return <strong key={rang}>{morceau.texte}</strong>;
      case 'code':
        return (
          <code key={rang} className="code">
            {morceau.texte}
          </code>
        );
      case 'lien':
        return morceau.vers.startsWith('#') ? (
          <a key={rang} href={morceau.vers}>
            {morceau.texte}
          </a>
        ) : (
          <Link key={rang} to={morceau.vers}>
            {morceau.texte}
          </Link>
        );
      case 'texte':
        return morceau.texte;
    }
  });
