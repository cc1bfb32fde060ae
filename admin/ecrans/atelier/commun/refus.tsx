import type { Refus } from '#admin/ui/ecran.tsx';
import { Icone } from '#admin/ui/icones.tsx';

/** What a refusal says, read out. */
export function AvisDeRefus({ refus }: { refus: Refus | undefined }) {
  if (!refus) return null;
  return (
    <div className="avis avis--erreur" role="alert">
      <Icone nom="alerte" />
      <p>{refus.message}</p>
    </div>
  );
}
