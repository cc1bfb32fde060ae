import { estNombre } from '#src/domain/formulaire/champs.ts';
import type { ChampNombre, Section } from '#src/domain/formulaire/definition.ts';
import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { Infobulle } from '#src/portal/composants/index.ts';
import { aideDe, Retours, type Affichage } from '#src/portal/declarations/volet/champ.tsx';

/** What a section is shown with. */
export type PropsSection = Readonly<{ affichage: Affichage; section: Section; perennite: Perennite }>;

/** A total the server computed. */
export function Total({ chemin, totaux }: { chemin: string; totaux: Affichage['totaux'] }) {
  return <output data-total={chemin}>{totaux[chemin] ?? '–'}</output>;
}

/** Accounts, one per line, with the columns of the pérennité and totals computed by the server. */
export function TableauDeMontants({ affichage, section, perennite }: PropsSection) {
  const { definition, totaux } = affichage;
  const ventilation = definition.perennites[perennite]?.ventilation;
  const champs = section.champs.filter(estNombre);
  const colonnes = ventilation?.colonnes ?? [];
  const id = `tableau-${section.id}`;
  return (
    <div className="defilement" role="region" aria-label={section.titre} tabIndex={0}>
      <table className="tableau tableau--defilement montants" role="table">
        <caption className="hors-ecran">{section.titre}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              Compte
            </th>
            {colonnes.length === 0 ? (
              <th scope="col" role="columnheader" id={`${id}-montant`}>
                Montant (€)
              </th>
            ) : (
              colonnes.map((colonne) => (
                <th key={colonne.id} scope="col" id={`${id}-${colonne.id}`}>
                  {colonne.libelle} (€)
                </th>
              ))
            )}
            {ventilation && (
              <th scope="col" role="columnheader" className="nombre">
                {ventilation.total}
              </th>
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {champs.map((champ) => (
            <LigneDeMontants
              key={champ.id}
              affichage={affichage}
              section={section}
              champ={champ}
              colonnes={colonnes}
              total={ventilation?.total}
              idTableau={id}
            />
          ))}
        </tbody>
        {section.total !== undefined && (
          <tfoot role="rowgroup">
            <tr role="row">
              <th scope="row" role="rowheader">
                {section.total}
              </th>
              {colonnes.map((colonne) => (
                <td key={colonne.id} role="cell" data-libelle={colonne.libelle} className="nombre">
                  <Total chemin={`${section.id}.${colonne.id}`} totaux={totaux} />
                </td>
              ))}
              <td role="cell" data-libelle={ventilation?.total ?? 'Total'} className="nombre">
                <Total chemin={`${section.id}.total`} totaux={totaux} />
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

type PropsMontants = Readonly<{
  affichage: Affichage;
  section: Section;
  champ: ChampNombre;
  colonnes: readonly { readonly id: string; readonly libelle: string }[];
  total: string | undefined;
  idTableau: string;
}>;

function LigneDeMontants({ affichage, section, champ, colonnes, total, idTableau }: PropsMontants) {
  const chemin = `${section.id}.${champ.id}`;
  const cellules =
    colonnes.length === 0
      ? [{ chemin, libelle: 'Montant', entete: `${idTableau}-montant` }]
      : colonnes.map(({ id, libelle }) => ({
          chemin: `${chemin}.${id}`,
          libelle,
          entete: `${idTableau}-${id}`,
        }));
  return (
    <tr role="row" id={colonnes.length > 0 ? chemin : undefined}>
      <th scope="row" role="rowheader">
        <div className="montants__compte">
          <span id={`${chemin}-compte`}>{champ.libelle}</span>
          <Infobulle pour={champ.libelle}>{aideDe(affichage.definition, section, champ)}</Infobulle>
        </div>
        <span id={`${chemin}-retours`}>
          <Retours chemin={chemin} retours={affichage.retours} />
          {colonnes.length > 0 &&
            cellules.map((cellule) => (
              <Retours key={cellule.chemin} chemin={cellule.chemin} retours={affichage.retours} />
            ))}
        </span>
      </th>
      {cellules.map((cellule) => (
        <td key={cellule.chemin} role="cell" data-libelle={`${cellule.libelle} (€)`}>
          <input
            className="saisie saisie--montant"
            id={cellule.chemin}
            name={cellule.chemin}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={affichage.brut[cellule.chemin] ?? ''}
            aria-labelledby={`${chemin}-compte ${cellule.entete}`}
            aria-describedby={`${chemin}-retours`}
            aria-invalid={(affichage.retours.get(cellule.chemin)?.erreurs.length ?? 0) > 0 || undefined}
          />
        </td>
      ))}
      {colonnes.length > 0 && (
        <td role="cell" data-libelle={total} className="nombre">
          <Total chemin={chemin} totaux={affichage.totaux} />
        </td>
      )}
    </tr>
  );
}
