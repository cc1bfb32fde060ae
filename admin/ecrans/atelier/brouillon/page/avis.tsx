import type { Document } from '#admin/ecrans/atelier/brouillon/page/document.ts';
import { session } from '#admin/ui/etat.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { instantFr } from '#src/kernel/francais.ts';

/** Why the draft is only read. */
export function LectureSeule({ raison }: { raison: string | null }) {
  if (!raison) return null;
  return (
    <div className="avis avis--info">
      <Icone nom="info" />
      <p>{raison}</p>
    </div>
  );
}

/** What this browser kept of the draft and the server did not get. */
export function CopieGardee({ document }: { document: Document }) {
  const { copie, restaurerCopie, oublierCopie } = document;
  if (!copie) return null;
  return (
    <div className="avis avis--attention" role="alert">
      <Icone nom="alerte" />
      <div>
        <p>
          Ce navigateur a gardé une saisie non enregistrée de ce brouillon, du{' '}
          {instantFr(copie.le, session.fuseau)}.
        </p>
        <p className="actions actions--gauche">
          <button type="button" className="bouton bouton--principal" onClick={restaurerCopie}>
            Reprendre ma saisie
          </button>
          <button type="button" className="bouton" onClick={oublierCopie}>
            L’oublier
          </button>
        </p>
      </div>
    </div>
  );
}
