import { Appuis } from '#admin/ecrans/atelier/commun/rendu/appui.tsx';
import type { ReferentielRendu } from '#admin/ecrans/atelier/commun/types.ts';

/** The lines of a referential, in the order of its lists. */
export function LignesRendues({ rendu: { resume, validite, lignes } }: { rendu: ReferentielRendu }) {
  return (
    <>
      <p className="intro intro--large">{resume}</p>
      <p className="intro">{validite}</p>
      <section className="carte" aria-label="Lignes">
        <h2>Lignes</h2>
        <div className="table-cadre" role="region" aria-label="Lignes du référentiel" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Libellé</th>
                <th scope="col">Ce qui en est dit</th>
                <th scope="col">Appui</th>
              </tr>
            </thead>
            <tbody>
              {lignes.map(({ code, libelle, details, appui }) => (
                <tr key={code}>
                  <th scope="row" data-libelle="Libellé">
                    <span>
                      {libelle} <span className="code">{code}</span>
                    </span>
                  </th>
                  <td data-libelle="Ce qui en est dit">
                    <div>
                      {details.map(({ libelle: nom, textes }) => (
                        <div key={nom}>
                          <span className="discret">{nom} :</span>{' '}
                          {textes.length === 1 ? (
                            textes[0]
                          ) : (
                            <ul className="puces">
                              {textes.map((texte) => (
                                <li key={texte}>{texte}</li>
                              ))}
                            </ul>
                          )}
                        </div>
                      ))}
                    </div>
                  </td>
                  <td data-libelle="Appui">
                    <Appuis appui={appui} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}
