import { Link } from 'react-router-dom';
import type { BilanDeReprise } from '#admin/ecrans/atelier/reprise/client.ts';
import { dateFr, nombreFr } from '#src/kernel/francais.ts';
import { Pastille } from '#admin/ui/valeur.tsx';

/** What an answer changes, Caf by Caf. */
export function Bilan({ bilan: { phrase, ecarts, parCaf } }: { bilan: BilanDeReprise }) {
  return (
    <>
      <p>
        <strong>{phrase}</strong>
      </p>
      {ecarts.length > 0 && (
        <>
          <p>Écartés, et laissés comme ils sont :</p>
          <ul className="puces">
            {ecarts.map((ecart) => (
              <li key={ecart}>{ecart}</li>
            ))}
          </ul>
        </>
      )}
      {parCaf.length > 0 && (
        <div className="table-cadre" role="region" aria-label="Par Caf" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Caf</th>
                <th scope="col" className="nombre">
                  Repris
                </th>
                <th scope="col" className="nombre">
                  Changent
                </th>
                <th scope="col" className="nombre">
                  Restent à décider
                </th>
                <th scope="col" className="nombre">
                  Écartés
                </th>
              </tr>
            </thead>
            <tbody>
              {parCaf.map(({ caf, repris, changes, aDecider, ecartes }) => (
                <tr key={caf}>
                  <th scope="row" data-libelle="Caf">
                    {caf}
                  </th>
                  <td data-libelle="Repris" className="nombre">
                    {repris}
                  </td>
                  <td data-libelle="Changent" className="nombre">
                    {changes}
                  </td>
                  <td data-libelle="Restent à décider" className="nombre">
                    {aDecider}
                  </td>
                  <td data-libelle="Écartés" className="nombre">
                    {ecartes}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** The cases, before and after. */
export function Lignes({ bilan: { lignes, total }, titre }: { bilan: BilanDeReprise; titre: string }) {
  if (lignes.length === 0) return null;
  const avecMontants = lignes.some(({ estimation }) => estimation !== '');
  const nom =
    total > lignes.length ? `${titre} : les ${lignes.length} premiers sur ${nombreFr(total)}` : titre;
  return (
    <section className="carte" aria-label={titre}>
      <h2>{nom}</h2>
      <div className="table-cadre" role="region" aria-label={nom} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Dossier</th>
              <th scope="col">Caf</th>
              <th scope="col">Date</th>
              <th scope="col">Avant</th>
              <th scope="col">Après</th>
              <th scope="col">Suite</th>
              {avecMontants && <th scope="col">Estimation</th>}
            </tr>
          </thead>
          <tbody>
            {lignes.map(
              ({
                id,
                caf,
                dossier,
                date,
                avant,
                apres,
                suite,
                ton,
                estimation,
                hrefAvant,
                hrefApres,
                precision,
              }) => (
                <tr key={id}>
                  <th scope="row" data-libelle="Dossier">
                    {dossier}
                  </th>
                  <td data-libelle="Caf">{caf}</td>
                  <td data-libelle="Date">{dateFr(date)}</td>
                  <td data-libelle="Avant">
                    <Link to={hrefAvant}>{avant}</Link>
                  </td>
                  <td data-libelle="Après">{hrefApres ? <Link to={hrefApres}>{apres}</Link> : apres}</td>
                  <td data-libelle="Suite">
                    <span>
                      <Pastille ton={ton}>{suite}</Pastille> {precision}
                    </span>
                  </td>
                  {avecMontants && <td data-libelle="Estimation">{estimation || '—'}</td>}
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}
