import { useEffect, useRef, useState } from 'react';
import { compter, instantFr } from '#src/kernel/francais.ts';
import type { ReponseDeFiche } from '#admin/definition/fiche/fiche.ts';
import type { ChangementMontre, LigneMontree } from '#admin/definition/journal/types.ts';
import { appeler, cheminAction } from '#admin/ui/api.ts';
import { session } from '#admin/ui/etat.ts';

interface Etat {
  readonly lignes: readonly LigneMontree[];
  readonly suivante: string | null;
  readonly attente: boolean;
  readonly echec: string | null;
}

/** What was done to a record, latest first: asked for when it is opened, a page at a time. */
export function Historique({ ressource, recordId }: { ressource: string; recordId: string }) {
  const [etat, setEtat] = useState<Etat>({ lignes: [], suivante: DEBUT, attente: false, echec: null });
  const ajoutees = useRef<HTMLLIElement>(null);
  const charger = async (place: string): Promise<void> => {
    setEtat((avant) => ({ ...avant, attente: true, echec: null }));
    const { statut, corps } = await appeler<ReponseDeFiche>(
      `${cheminAction(ressource, 'show', recordId)}?${new URLSearchParams({ historique: place }).toString()}`,
    );
    const recu = statut === 200 ? corps.historique : undefined;
    setEtat((avant) =>
      recu
        ? {
            lignes: place === DEBUT ? recu.lignes : [...avant.lignes, ...recu.lignes],
            suivante: recu.suivante,
            attente: false,
            echec: null,
          }
        : {
            ...avant,
            attente: false,
            echec:
              corps.notice?.message ??
              'L’historique ne peut pas être lu pour le moment. Refermez-le, puis rouvrez-le.',
          },
    );
  };
  const { lignes, suivante, attente, echec } = etat;
  // Whoever asked for more goes on reading where it begins.
  useEffect(() => {
    if (lignes.length > PAR_PAGE) ajoutees.current?.focus();
  }, [lignes.length]);
  const premiereDeLaPage = Math.floor((lignes.length - 1) / PAR_PAGE) * PAR_PAGE;
  return (
    <details
      className="carte historique"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open && lignes.length === 0 && !attente) void charger(DEBUT);
      }}
    >
      <summary>
        <h2>Historique</h2>
      </summary>
      {echec && (
        <p className="avis avis--erreur" role="alert">
          {echec}
        </p>
      )}
      {lignes.length > 0 && (
        <ol
          className="chronologie"
          aria-label="Ce qui a été fait sur cette fiche, du plus récent au plus ancien"
        >
          {lignes.map((ligne, rang) => (
            <li
              key={ligne.id}
              className="etape etape--neutre"
              ref={rang === premiereDeLaPage ? ajoutees : undefined}
              tabIndex={rang === premiereDeLaPage && rang > 0 ? -1 : undefined}
            >
              <Acte ligne={ligne} />
            </li>
          ))}
        </ol>
      )}
      <p role="status" className="historique-etat">
        {attente
          ? 'Lecture de l’historique…'
          : lignes.length === 0 && suivante === null
            ? 'Rien n’est inscrit au journal pour cette fiche.'
            : ''}
      </p>
      {suivante !== null && lignes.length > 0 && (
        <button type="button" className="bouton" disabled={attente} onClick={() => void charger(suivante)}>
          Afficher les plus anciens
        </button>
      )}
    </details>
  );
}

const PAR_PAGE = 20;
const DEBUT = 'debut';

function Acte({ ligne: { le, quoi, par, motif, creation, changements } }: { ligne: LigneMontree }) {
  return (
    <>
      <p className="etape-titre">{quoi}</p>
      <p className="etape-quand">
        <time dateTime={le}>{instantFr(le, session.fuseau)}</time> · {par}
      </p>
      {motif && <p className="etape-detail">Motif : {motif}</p>}
      {changements.length > 0 &&
        (creation ? (
          <details>
            <summary>{compter(changements.length, 'valeur de départ', 'valeurs de départ')}</summary>
            <Changements changements={changements} creation />
          </details>
        ) : (
          <Changements changements={changements} />
        ))}
    </>
  );
}

function Changements({
  changements,
  creation = false,
}: {
  changements: readonly ChangementMontre[];
  creation?: boolean;
}) {
  return (
    <dl className="changements">
      {changements.map(({ champ, avant, apres }) => (
        <div key={champ}>
          <dt>{champ}</dt>
          <dd>
            {creation || avant === '' ? (
              apres
            ) : (
              <>
                {avant} <span aria-hidden="true">→</span>
                <span className="lecteur"> devient </span> {apres}
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
